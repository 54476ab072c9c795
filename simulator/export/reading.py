"""Files that come back: settings, tables and arrays, whatever somebody has made of them."""

from dataclasses import dataclass
from pathlib import Path

from simulator.export.json_text import parsed
from simulator.export.read_arrays import read_arrays
from simulator.export.read_table import read_table
from simulator.export.refusal import FileError, check_size, text_of
from simulator.language import _
from simulator.settings.errors import shorten
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

ARCHIVE = b"PK"
"""How an NPZ begins, which is a ZIP."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a file holds: settings, and where it was a run what was measured; ``ignored`` are sentences."""

    experiment: Experiment
    trace: Trace | None = None
    ignored: tuple[str, ...] = ()


def read(content: bytes) -> Found:
    """A file that somebody handed in: JSON of settings, CSV or NPZ of a run, told apart by what is in it.

    Raises FileError with a sentence for whatever is wrong with it; nothing in it is ever run.
    """
    check_size(content)
    # By what is in it, for whoever renames a file means no harm.
    if content.startswith(ARCHIVE):
        trace = read_arrays(content)
    elif text_of(content).lstrip().startswith(("{", "[")):  # a list is no settings, but no table either
        return read_settings(content)
    else:
        trace = read_table(content)
    return Found(trace.experiment, trace)


def load(path: str | Path) -> Trace:
    """The run in a file of one's own, of any size; raises FileError with what is wrong with it."""
    content = Path(path).read_bytes()
    # No JSON: settings alone are no run.
    return read_arrays(content) if content.startswith(ARCHIVE) else read_table(content)


def read_settings(content: bytes) -> Found:
    """The settings of a JSON object; one that cannot be used is left out with a sentence, as in a link."""
    given = parsed(text_of(content))
    if not isinstance(given, dict):
        raise FileError(
            _("Settings are a JSON object of names and values; this file holds {given}.", given=shorten(given))
        )
    experiment, ignored = Experiment.from_query(given)
    return Found(experiment, ignored=tuple(ignored))

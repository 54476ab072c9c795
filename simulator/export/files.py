"""Every form in which a run leaves: what it is for, and the file that it gives."""

from dataclasses import dataclass, replace
from pathlib import Path

from simulator.catalog.choice import Choice, load, table
from simulator.repeated import Seeds
from simulator.settings.experiment import Experiment
from simulator.trace import Trace


@dataclass(frozen=True)
class Form(Choice):
    """``name`` is the ending of its files; ``function`` makes text or bytes of a trace."""

    mime: str = ""
    function: str = ""
    comes_back: bool = False
    """Whether such a file can be read again."""
    whole: bool = True
    """Whether it tells of every training step; else the first one is enough."""
    seeds: bool = False
    """Whether it tells what other random seeds do, too, where that is known."""
    drawn: bool = False
    """Whether it is a picture, which the player makes of what is seen where there is a page."""


HOME = "simulator.export."
FORMS = table(
    Form(
        "html",
        "Page of its own",
        "Plays the run in any browser, without a network.",
        mime="text/html",
        function=HOME + "page:whole",
    ),
    Form(
        "gif",
        "Animation for slides",
        "The gradient norms through training as an animated GIF.",
        mime="image/gif",
        function=HOME + "animation:animation",
        drawn=True,
    ),
    Form(
        "csv",
        "Numbers, as a table",
        "Every quantity at every training step, one number a line, for a spreadsheet or pandas; and where the run is "
        "repeated with other seeds, the lowest, the median and the highest of them.",
        mime="text/csv",
        function=HOME + "table:table",
        seeds=True,
        comes_back=True,
    ),
    Form(
        "npz",
        "Numbers, for NumPy",
        "The whole run, with what the network learned, as arrays.",
        mime="application/octet-stream",
        function=HOME + "arrays:arrays",
        comes_back=True,
    ),
    Form(
        "json",
        "Settings",
        "Every setting by its name.",
        mime="application/json",
        function=HOME + "settings:settings",
        comes_back=True,
        whole=False,
    ),
    Form(
        "py",
        "PyTorch script",
        "The same network with the same weights, data and gradient norms, in plain PyTorch.",
        mime="text/x-python",
        function=HOME + "script.script:script",
        whole=False,
    ),
    Form(
        "ipynb",
        "PyTorch notebook",
        "The same as the script, cell by cell, with a chart.",
        mime="application/x-ipynb+json",
        function=HOME + "notebook:notebook",
        whole=False,
    ),
)


@dataclass(frozen=True)
class File:
    """What is written or downloaded."""

    name: str
    mime: str
    content: bytes


def export(form: str, experiment: Experiment, trace: Trace, seeds: Seeds | None = None) -> File:
    """The run in one of FORMS, under the settings as ``experiment`` has them, which give the trace."""
    content = _content(form, replace(trace, network=experiment), seeds)
    # The run may have been trained under settings that differ in what does not matter: what was asked for is written.
    return File(f"{name_of(experiment)}.{form}", FORMS[form].mime, content)


def _content(form: str, trace: Trace, seeds: Seeds | None = None) -> bytes:
    beside = {"seeds": seeds} if FORMS[form].seeds else {}
    made: str | bytes = load(FORMS[form].function)(trace, **beside)
    return made.encode() if isinstance(made, str) else made


def name_of(e: Experiment) -> str:
    """A name for a file, in ASCII: such as "20-layer-sigmoid-digits"."""
    network = f"{e.depth}-layer-{e.activation}" if e.kind == "deep" else f"{e.cell}-{e.sites}-steps"
    return f"{network}-{e.task}".replace("_", "-")


def save(trace: Trace, path: str | Path) -> None:
    """Writes the run in the form that the path ends in; raises ValueError where there is none.

    Raises SettingsError where the form needs settings, and those of a run that was watched are not known.
    """
    Path(path).write_bytes(_content(form_of(path), trace))


def form_of(path: str | Path) -> str:
    """The form that a path ends in; raises ValueError where there is none."""
    ending = Path(path).suffix.removeprefix(".").lower()
    if ending not in FORMS:
        raise ValueError(f"A run is saved as {', '.join(f'.{name}' for name in FORMS)}; given was {str(path)!r}.")
    return ending

"""A run out of an NPZ: what each member claims to be is held against the settings before its numbers are read."""

import io
from math import nan
from typing import IO, Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

import numpy as np
from numpy.lib import format as npy

from simulator.export.answers import learned_of
from simulator.export.arrays import RUN
from simulator.export.json_text import parsed
from simulator.export.refusal import FileError
from simulator.export.whole import CHANCE, check_outcome, experiment_of, outcome_of, shapes, whole
from simulator.language import _
from simulator.learned import PREFIX
from simulator.outcome import Outcome
from simulator.settings.errors import shorten
from simulator.trace import Array, Trace

LONGEST_TEXT = 20_000
"""Characters of the JSON text."""
MOST_MEMBERS = 100
MOST_NUMBERS = 500_000
"""Numbers that the answers of a network may have."""
UNREADABLE = (BadZipFile, ZlibError, ValueError, KeyError, EOFError, NotImplementedError, RuntimeError, OSError)
"""What broken archives and arrays raise; a FileError is one of them and goes on as it is."""


def read_arrays(content: bytes) -> Trace:
    """The run; raises FileError with what is wrong. Pickled objects are never looked at."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return _run(archive)
    except FileError:
        raise
    except UNREADABLE:
        raise FileError(_("This file begins as an NPZ and is none, or it is broken. Export it once more.")) from None


def _run(archive: ZipFile) -> Trace:
    if len(archive.namelist()) > MOST_MEMBERS:  # which would take seconds to look at
        raise BadZipFile
    about = parsed(_text(archive))
    e = experiment_of(_part(about, "settings", dict))
    outcome = _outcome(_part(about, "outcome", dict))
    names = {name.removesuffix(".npy") for name in archive.namelist()}
    steps = _shape(archive, "loss")[0]
    check_outcome(outcome, e, steps)
    wanted = shapes(e, steps)
    unknown = {name for name in names if not name.startswith(PREFIX)} - {*wanted, RUN}
    if unknown:
        raise FileError(_("{name} is no array of this run.", name=shorten(min(unknown))))
    arrays = {name: _array(archive, name, shape) for name, shape in wanted.items()}
    # How many answers there are does not follow from the settings, so what the file says is believed up to a limit.
    answers = {name: _array(archive, name, _shape(archive, name)) for name in names if name.startswith(PREFIX)}
    learned = learned_of(answers, e, steps, finite=outcome.name != "diverged")
    return whole(e, outcome, arrays, _chance(about), learned)


def _part(about: Any, name: str, kind: type[dict[str, Any]]) -> dict[str, Any]:
    found = about.get(name) if isinstance(about, dict) else None
    if not isinstance(found, kind):
        raise FileError(_("The text {text} in this file does not tell the run's {part}.", text=repr(RUN), part=name))
    return found


def _outcome(told: dict[str, Any]) -> Outcome:
    return outcome_of(told.get("name"), told.get("step"), told.get("site"), told.get("exam") or {})


def _chance(about: dict[str, Any]) -> dict[str, float]:
    given = {name: about.get(name) for name in CHANCE}
    wrong = next((name for name, value in given.items() if value is not None and type(value) not in (int, float)), None)
    if wrong:
        raise FileError(_("{name} is a number, or null where there is none.", name=wrong))
    return {name: nan if value is None else float(value) for name, value in given.items()}


# ---- members --------------------------------------------------------------------------------------------------


def _open(archive: ZipFile, name: str) -> IO[bytes]:
    try:
        return archive.open(f"{name}.npy")
    except KeyError:
        raise FileError(_("The array {name} is missing in this file.", name=name)) from None


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, whether columns come first, and kind of number."""
    # Read by hand, since np.load would set aside the room that a header claims before looking at it.
    if npy.read_magic(file) != (1, 0):
        raise FileError(_("An array in this file is of another format than NumPy's 1.0."))
    return npy.read_array_header_1_0(file)


def _shape(archive: ZipFile, name: str) -> tuple[int, ...]:
    """What an array claims whose shape does not follow from the settings."""
    with _open(archive, name) as file:
        shape, *_rest = _header(file)
    if not shape or min(shape) < 0 or np.prod(shape, dtype=float) > MOST_NUMBERS:
        raise FileError(_("The array {name} has a shape that it cannot have.", name=shorten(name)))
    return shape


def _array(archive: ZipFile, name: str, wanted: tuple[int, ...]) -> Array:
    with _open(archive, name) as file:
        shape, columns_first, kind = _header(file)
        if shape != wanted or kind != np.float64:
            raise FileError(
                _(
                    "The array {name} is {given}; this run has {wanted}.",
                    name=shorten(name),
                    given=f"{kind} {shape}",
                    wanted=f"float64 {wanted}",
                )
            )
        size = 8 * int(np.prod(wanted))
        # One byte more than is wanted shows that there is more, and a bomb is never unpacked whole.
        content = file.read(size + 1)
    if len(content) != size:
        raise FileError(_("The array {name} is cut off, or goes on behind its end.", name=shorten(name)))
    return np.frombuffer(content, np.float64).reshape(wanted, order="F" if columns_first else "C").copy()


def _text(archive: ZipFile) -> str:
    """The JSON text, which is an array of one string."""
    with _open(archive, RUN) as file:
        shape, _order, kind = _header(file)
        if shape or kind.kind != "U" or kind.itemsize > 4 * LONGEST_TEXT:
            raise FileError(_("The text {text} in this file is none.", text=repr(RUN)))
        return np.frombuffer(file.read(kind.itemsize), kind)[0].item()

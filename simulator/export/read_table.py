"""A run out of a CSV: every cell is looked at before anything is made of it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from simulator.export.refusal import FileError, text_of
from simulator.export.table import EXAM, OUTCOME, SEEDS, SETTING
from simulator.export.tidy import COLUMNS, MATRIX
from simulator.export.whole import CHANCE, check_outcome, experiment_of, outcome_of, shapes, whole
from simulator.language import _, ngettext
from simulator.outcome import Outcome
from simulator.settings.errors import closest, shorten
from simulator.settings.experiment import FIELDS, Experiment
from simulator.trace import Array, Trace

# Bounded in length, so that no cell takes long to read; in ASCII, for float() reads the digits of other scripts.
NUMBER = re.compile(r"-?\d{1,400}(\.\d{0,400})?([eE][+-]?\d{1,4})?", re.ASCII)
COUNT = re.compile(r"\d{1,9}", re.ASCII)
INFINITE = {"inf": np.inf, "-inf": -np.inf}


class Line(NamedTuple):
    """The cells of a line, and which line of the file it is, from 1."""

    number: int
    step: str
    site: str
    quantity: str
    value: str
    unit: str


@dataclass
class Said:
    """What the lines say, each thing once."""

    settings: dict[str, str] = field(default_factory=dict)
    outcomes: list[Line] = field(default_factory=list)
    exam: dict[str, float | None] = field(default_factory=dict)
    chance: dict[str, float] = field(default_factory=dict)
    measured: dict[str, list[Line]] = field(default_factory=dict)


def read_table(content: bytes) -> Trace:
    """The run; raises FileError with what is wrong, and the line where it is."""
    said = Said()
    for line in _lines(text_of(content)):
        _take(line, said)
    if not said.settings or len(said.outcomes) != 1 or {*said.chance} != {*CHANCE}:
        raise FileError(_("This table lacks the lines that say with which settings it was made and how it ended."))
    e = experiment_of(said.settings)
    _check_names(said.measured, e)
    steps = len(said.measured.get("loss", ()))
    outcome = _outcome(said.outcomes[0], said.exam)
    check_outcome(outcome, e, steps)
    return whole(e, outcome, _arrays(said.measured, e, steps), said.chance)


def _lines(text: str) -> Iterator[Line]:
    """Every line below the head."""
    # Strict: else a quote that is never closed would swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = tuple(next(reader))
        if head != COLUMNS:
            raise FileError(
                _(
                    "The columns are {columns}, with commas; this file has {given}.",
                    columns=", ".join(COLUMNS),
                    given=shorten(", ".join(head)),
                )
            )
        for cells in reader:
            if len(cells) != len(COLUMNS):
                reason = ngettext(
                    "there is {number} cell in it; a line has {wanted}.",
                    "there are {number} cells in it; a line has {wanted}.",
                    len(cells),
                    wanted=len(COLUMNS),
                )
                raise _wrong(reader.line_num, reason)
            yield Line(reader.line_num, *cells)
    except csv.Error as error:
        raise _wrong(reader.line_num, _("this is no CSV: {reason}.", reason=error)) from None


def _wrong(line: int, reason: str) -> FileError:
    return FileError(_("Line {line}: {reason}", line=line, reason=reason))


def _take(line: Line, said: Said) -> None:
    """Puts a line where it belongs; of other seeds nothing comes back, for they are trained anew where asked for."""
    kind, _colon, name = line.quantity.partition(":")
    if kind == SEEDS:
        return
    if kind == SETTING:
        if name not in FIELDS:
            raise _unknown(line, name, _("{name} is no setting", name=shorten(name)), FIELDS)
        _once(line, said.settings, name, line.value or line.unit)
    elif kind == OUTCOME:
        said.outcomes.append(line)
    elif kind == EXAM:
        _once(line, said.exam, name, _number(line) if line.value else None)
    elif line.quantity in CHANCE:
        _once(line, said.chance, line.quantity, _number(line))
    else:
        said.measured.setdefault(line.quantity, []).append(line)


def _once(line: Line, there: dict[str, Any], name: str, value: Any) -> None:
    if name in there:
        raise _wrong(line.number, _("{name} is told a second time. Keep one of them.", name=shorten(line.quantity)))
    there[name] = value


def _unknown(line: Line, name: str, reason: str, names: Any) -> FileError:
    meant = closest(name, names)
    return _wrong(
        line.number, _("{reason}; did you mean {name}?", reason=reason, name=meant) if meant else f"{reason}."
    )


# ---- cells ----------------------------------------------------------------------------------------------------


def _number(line: Line) -> float:
    """NaN for an empty cell."""
    if not line.value:
        return np.nan
    if line.value in INFINITE:
        return INFINITE[line.value]
    value = float(line.value) if NUMBER.fullmatch(line.value) else np.inf
    if not np.isfinite(value):
        raise _wrong(
            line.number, _("{given} is no number that can be read, such as 0.001 or 1e-3.", given=shorten(line.value))
        )
    return value


def _place(line: Line, cell: str, count: int, what: Literal["step", "site"]) -> int:
    """A step or a site, which are counted from 1, as an index from 0."""
    found = int(cell) - 1 if COUNT.fullmatch(cell) else -1
    if not 0 <= found < count:
        said = _("the steps of {name} go from 1 to {count}; this line has {given}.")
        if what == "site":
            said = _("the sites of {name} go from 1 to {count}; this line has {given}.")
        raise _wrong(line.number, said.format(name=shorten(line.quantity), count=count, given=shorten(cell)))
    return found


def _outcome(line: Line, exam: dict[str, float | None]) -> Outcome:
    step, site = (int(cell) if COUNT.fullmatch(cell) else None for cell in (line.step, line.site))
    return outcome_of(line.quantity.removeprefix(f"{OUTCOME}:"), step, site, exam)


# ---- arrays ---------------------------------------------------------------------------------------------------


def _arrays(measured: dict[str, list[Line]], e: Experiment, steps: int) -> dict[str, Array]:
    """Every quantity of the run, complete."""
    wanted, columns = shapes(e, steps), _columns(e, steps)
    filled = {name: _filled(name, measured.get(name, []), shape) for name, shape in columns.items()}
    updates = np.stack([filled[f"{MATRIX}{name}"] for name in e.matrices], 1)
    return {name: updates if name == "update_ratio" else filled[name] for name in wanted}


def _columns(e: Experiment, steps: int) -> dict[str, tuple[int, ...]]:
    """The shape of every quantity as a table has it."""
    plain = {name: shape for name, shape in shapes(e, steps).items() if name != "update_ratio"}
    return plain | {f"{MATRIX}{name}": (steps,) for name in e.matrices}


def _check_names(measured: dict[str, list[Line]], e: Experiment) -> None:
    columns = _columns(e, 0)
    unknown = next((lines[0] for name, lines in measured.items() if name not in columns), None)
    if unknown:
        reason = _("{name} is no quantity of this run", name=shorten(unknown.quantity))
        raise _unknown(unknown, unknown.quantity, reason, columns)


def _filled(name: str, lines: list[Line], shape: tuple[int, ...]) -> Array:
    """The numbers of one quantity, each at its place, once."""
    if len(lines) != np.prod(shape):
        raise FileError(
            ngettext(
                "Of {name} there is {number} number; {wanted} belong to this run.",
                "Of {name} there are {number} numbers; {wanted} belong to this run.",
                len(lines),
                name=name,
                wanted=int(np.prod(shape)),
            )
        )
    # As many as there are places, and none twice: so each place has one.
    values, told = np.zeros(shape), np.zeros(shape, bool)
    for line in lines:
        place: tuple[int, ...] = (_place(line, line.step, shape[0], "step"),)
        if len(shape) == 2:
            place += (_place(line, line.site, shape[1], "site"),)
        if told[place]:
            reason = _("{name} is told a second time of this place. Keep one of them.", name=shorten(name))
            raise _wrong(line.number, reason)
        values[place], told[place] = _number(line), True
    return values

"""What a network has learned, for the player: what it is asked, and its answers at the training steps recorded."""

from collections.abc import Iterable, Iterator
from math import prod
from typing import Literal, TypedDict

from simulator.charts.packing import Block, pack_codes, pack_logs, pack_shares
from simulator.language import _, mark
from simulator.learned import Learned
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace, numbered

Picture = Literal["plane", "digits", "sequence", ""]
"""How it is drawn; empty where nothing was recorded."""

LABELS = {"plane": (mark("blue"), mark("orange")), "digits": "0123456789", "sequence": "ABCD", "": ""}
"""What the classes are called in each picture; the plane has its two in the first colours of the theme."""
NAMES = {"parity": (mark("even"), mark("odd")), "temporal_order": ("XX", "XY", "YX", "YY")}
"""What the classes of a task are called, where those do not say it."""


class Asked(TypedDict):
    """What a network is asked. ``classes`` is 0 for a regression; ``moments`` are time steps, ``reach`` the half width
    of the plane that is drawn, ``low`` and ``high`` hold a regression's right answers."""

    picture: Picture
    names: list[str]
    recorded: list[int]
    classes: int
    asked: int
    shown: int
    inputs: int
    readouts: int
    moments: list[int]
    reach: float
    low: float
    high: float


NOTHING_ASKED: Asked = {
    "picture": "",
    "names": [],
    "recorded": [],
    "classes": 0,
    "asked": 0,
    "shown": 0,
    "inputs": 0,
    "readouts": 1,
    "moments": [],
    "reach": 1.0,
    "low": 0.0,
    "high": 1.0,
}


def about(trace: Trace) -> Asked:
    """What is asked of the run, and when it was."""
    found = trace.learned
    if found is None:
        return NOTHING_ASKED
    e = trace.experiment
    row, targets = e.task_row, found.targets
    picture = _picture(e, found)
    return {
        "picture": picture,
        "names": list(NAMES.get(e.task, LABELS[picture])),
        "recorded": [numbered(row) for row in found.steps.astype(int).tolist()],
        "classes": row.classes,
        "asked": len(targets),
        "shown": len(found.inputs),
        "inputs": row.inputs,
        "readouts": row.readouts,
        "moments": found.moments.astype(int).tolist(),
        "reach": float(found.axis[-1]) if len(found.axis) else 1.0,
        "low": float(targets.min()),
        "high": float(targets.max()),
    }


def in_words(asked: Asked) -> Asked:
    """What is asked, with the classes called what they are in this thread's language: digits and symbols stay."""
    return {**asked, "names": [_(name) if name.islower() else name for name in asked["names"]]}


def _picture(e: Experiment, found: Learned) -> Picture:
    if e.task_row.available:
        return "digits"
    return "plane" if len(found.axis) else "sequence"


def blocks(trace: Trace) -> Iterator[Block]:
    """The questions, and one row of answers for each record; every block has a number of rows of its own."""
    found = trace.learned
    if found is None:
        return
    e = trace.experiment
    # Any numbers can be packed as logarithms are: in two bytes each, evenly over their range.
    yield pack_logs("asked:inputs", _thinned(found).reshape(len(found.inputs), -1), own_rows=len(found.inputs))
    yield pack_logs("asked:targets", found.targets, own_rows=len(found.targets))
    if len(found.truth):
        yield pack_logs("asked:truth", found.truth[None], own_rows=1)
    yield from _answers("said", found.samples, e)
    if found.grid.size:
        grid = found.grid if e.task_row.classes else found.grid.clip(*_twice(found.targets))
        yield _row_by_row("said:grid", grid, shares=bool(e.task_row.classes))
    if found.course.size:
        yield from _answers("course", found.course, e)


def _thinned(found: Learned) -> Array:
    """Of a sequence that is followed, what comes in at the moments at which it is."""
    return found.inputs[:, found.moments.astype(int) - 1] if len(found.moments) else found.inputs


def _twice(targets: Array) -> tuple[float, float]:
    """What a picture of the answers can hold: twice as far as the right ones reach, so that the codes are fine."""
    low, high = float(targets.min()), float(targets.max())
    return low - (high - low) / 2, high + (high - low) / 2


def _answers(name: str, values: Array, e: Experiment) -> Iterable[Block]:
    """(records, ..., outputs): the class that is most likely, and how sure the network is; else the number itself."""
    if not e.task_row.classes:
        return (_row_by_row(name, values, shares=False),)
    # Of all classes the player shows the likeliest alone, so the others are not sent.
    best = values.argmax(-1)
    return (
        pack_codes(f"{name}:class", _flat(best), own_rows=len(best)),
        _row_by_row(f"{name}:sure", values.max(-1), shares=True),
    )


def _flat(values: Array) -> Array:
    """One row for each record, also where there is none yet."""
    return values.reshape(len(values), prod(values.shape[1:]))


def _row_by_row(name: str, values: Array, *, shares: bool) -> Block:
    flat = _flat(values)
    if shares:
        return pack_shares(name, flat, own_rows=len(flat))
    return pack_logs(name, flat, own_rows=len(flat))

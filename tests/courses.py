"""Whole runs of remedies, kept beside the tests, so that a search can be held against them without any training.

``python -m benchmarks.remedies --save`` trains them and writes courses.xz: one line of JSON, and behind it the numbers
of each step, as far as a search reads them, rounded to 1 % (loss) or 20 %.
"""

import json
import lzma
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import Experiment
from simulator.analysis.course import BY_STEP, Course
from simulator.outcome import Outcome
from simulator.trace import Array

FILE = Path(__file__).with_name("courses.xz")
DIGITS = {"loss": 64, "noise": 4, "log_spread": 20, "moved": 4}
"""Parts of an octave, or of a power of ten, that are told apart."""
LEAST, NOT_A_NUMBER = -32767, 32767
"""What stands for a zero, or for minus infinity, and for NaN."""


@dataclass(frozen=True)
class Whole:
    """One remedy's run to its end, and what it cost, in parts of the run without remedies."""

    course: Course
    end: float
    """The loss that it reaches, where float32 ends in float64; infinite where it diverges."""
    begin: float
    """Cost of building it, of pretraining and of the first step."""
    rest: float
    """Cost of all other steps."""

    def cost(self, done: int, steps: int, planned: int) -> float:
        """What the steps from ``done`` up to ``steps`` cost, of those that were planned.

        The engine looks only now and then whether a run has broken off, so that such a one takes its steps in vain.
        """
        return (0.0 if done else self.begin) + self.rest * (steps - max(done, 1)) / max(planned - 1, 1)


@dataclass(frozen=True)
class Kept:
    """What was found in a run without remedies, and every remedy of it."""

    settings: str
    found: tuple[str, ...]
    chance: float
    wholes: dict[str, Whole]
    """By ``key``."""


def key(experiment: Experiment) -> str:
    """The settings that are not at their default."""
    own = "objective" if experiment.objective == experiment.default_of("objective") else None
    return json.dumps(experiment.model_dump(exclude_defaults=True, exclude={own} if own else None), sort_keys=True)


def rounded(whole: Whole) -> Whole:
    """The run as it comes back from the file."""
    course = {name: _unpack(name, _pack(name, getattr(whole.course, name))) for name in BY_STEP}
    return replace(whole, course=Course(**course, outcome=whole.course.outcome))


def write(kept: dict[str, Kept]) -> None:
    """Keeps them in the file."""
    numbers: list[NDArray[np.int16]] = []
    told = {name: {**asdict(run), "wholes": _told(run.wholes, numbers)} for name, run in kept.items()}
    # A step is much like the one before it, and a file of differences is half as large.
    steps = np.concatenate(numbers)
    # The high bytes of small differences are nearly all alike, and pack well where they lie together.
    bytes_apart = steps.view(np.uint8).reshape(-1, 2).T.tobytes()
    FILE.write_bytes(lzma.compress(json.dumps(told).encode() + b"\n" + bytes_apart, preset=9))


def _told(wholes: dict[str, Whole], numbers: list[NDArray[np.int16]]) -> dict[str, Any]:
    told = {}
    for settings, whole in wholes.items():
        numbers += [_pack(name, getattr(whole.course, name)) for name in BY_STEP]
        end = (whole.course.steps, whole.course.outcome.name, whole.course.outcome.step, whole.course.outcome.site)
        told[settings] = [*end, whole.end, round(whole.begin, 4), round(whole.rest, 4)]
    return told


@cache
def read() -> dict[str, Kept]:
    """All that is kept, by the name of the run in benchmarks/remedies.py."""
    head, _, rest = lzma.decompress(FILE.read_bytes()).partition(b"\n")
    numbers = np.frombuffer(rest, np.uint8).reshape(2, -1).T.copy().view(np.int16)[:, 0]
    begin = 0

    def take(count: int) -> NDArray[np.int16]:
        nonlocal begin
        begin += count
        return numbers[begin - count : begin]

    return {
        name: Kept(run["settings"], tuple(run["found"]), run["chance"], _wholes(run["wholes"], take))
        for name, run in json.loads(head).items()
    }


def _wholes(told: dict[str, Any], take: Callable[[int], NDArray[np.int16]]) -> dict[str, Whole]:
    wholes = {}
    for settings, (steps, name, step, site, end, begin, rest) in told.items():
        columns = {column: _unpack(column, take(steps)) for column in BY_STEP}
        wholes[settings] = Whole(Course(**columns, outcome=Outcome(name, step, site)), end, begin, rest)
    return wholes


def _pack(name: str, values: Array) -> NDArray[np.int16]:
    """Differences of rounded logarithms."""
    with np.errstate(divide="ignore"):
        logs = values if name == "log_spread" else np.log2(values)
    rounded = np.nan_to_num(np.round(logs * DIGITS[name]), nan=NOT_A_NUMBER, neginf=LEAST, posinf=-LEAST - 1)
    return np.diff(np.clip(rounded, LEAST, NOT_A_NUMBER).astype(np.int16), prepend=np.int16(0))


def _unpack(name: str, differences: NDArray[np.int16]) -> Array:
    # In 16 bits, as the differences were: one between the signs for zero and NaN runs over, and back again here.
    rounded = np.cumsum(differences, dtype=np.int16)
    logs = np.where(rounded == LEAST, -np.inf, np.where(rounded == NOT_A_NUMBER, np.nan, rounded / DIGITS[name]))
    with np.errstate(over="ignore"):
        values: Array = logs if name == "log_spread" else 2.0**logs
    return values

"""What a map keeps of its networks, and how an engine process computes that of some of them."""

import pickle
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from simulator.analysis.seeds import ALONG
from simulator.analysis.verdict import verdict
from simulator.prediction import Border
from simulator.settings.experiment import Experiment
from simulator.sweeps.plan import Step
from simulator.sweeps.questions import QUESTIONS
from simulator.trace import Rows, Trace, evenly_spaced, join

POINTS = 24
"""Sites of a cell's profile that are kept, at most."""


@dataclass(frozen=True)
class Answer:
    """What one network says: of each question the answer, its verdict, and its profile."""

    values: dict[str, float | str]
    says: str
    profile: tuple[float, ...] = ()
    """log10 of the gradient norm relative to the last site's, at up to POINTS sites; -inf for zero, else NaN."""
    sites: int = 0


Known = list[tuple[int, Answer]]
"""A network's place among those of a call, and what it says."""


@dataclass(frozen=True)
class Cell:
    """A cell that is known: an answer for each seed; none, with the reason, where it cannot be trained."""

    step: Step
    answers: tuple[Answer, ...]
    refused: str = ""

    def middle(self, asks: str) -> Answer | None:
        """The network whose answer lies in the middle; of words one that says what most say."""
        if not self.answers:
            return None
        values = [answer.values[asks] for answer in self.answers]
        if isinstance(values[0], str):
            most = max(values, key=values.count)
            return self.answers[values.index(most)]
        known = sorted(range(len(values)), key=lambda i: (np.isnan(values[i]), values[i]))
        return self.answers[known[len(known) // 2]]


def started_slice(experiments: Sequence[Experiment]) -> tuple[bytes, Known]:
    """The answers of some networks to all questions about their start, loaded where they run: in an engine process."""
    from simulator.engine.previews import preview_many

    return b"", [*enumerate(preview_many(experiments, partial(answer, trained=False)))]


def trained_slice(experiments: Sequence[Experiment], blob: bytes, seconds: float) -> tuple[bytes, Known]:
    """Trains some networks for ``seconds``: the answers of those that have ended, to all questions about training.

    ``blob`` is what the slice before returned, empty at the start; an empty one is returned when all have ended.
    """
    from simulator.engine.many import advance_many

    left, parts = pickle.loads(blob) if blob else (b"", defaultdict[int, list[Rows]](list))  # this program's own bytes
    left, pieces = advance_many(experiments, left, seconds)
    known: Known = []
    for number, piece in pieces:
        parts[number].append({name: getattr(piece, name) for name in ALONG})
        if piece.outcome.name != "running":
            known.append((number, answer(_as_ended(piece, parts.pop(number)), trained=True)))
    return pickle.dumps((left, parts)) if left else b"", known


def _as_ended(end: Trace, parts: Sequence[Rows]) -> Trace:
    """A whole run as far as its end can be judged by it: ``end`` has the last rows, ``parts`` those of ALONG.

    All else is in every row as it is in the last one, which takes no memory.
    """
    along = join(parts)
    steps = len(along["loss"])
    arrays = {name: values for name, values in end.arrays().items() if ":" not in name}
    last: dict[str, Any] = {name: np.broadcast_to(row[-1], (steps, *row.shape[1:])) for name, row in arrays.items()}
    return replace(end, gates={}, learned=None, **last | along)


def answer(trace: Trace, trained: bool) -> Answer:
    """What is kept of a trace: the questions that are about its training, or about its start."""
    values = {name: row.of(trace) for name, row in QUESTIONS.items() if row.trained == trained}
    row = -1 if trained else 0
    return Answer(values, verdict(trace, row).sentence, tuple(_profile(trace, row)), trace.sites)


def _profile(trace: Trace, row: int) -> Iterator[float]:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(trace.gradient_norm[row]) - np.log10(trace.gradient_norm[row, -1])
    return (round(float(logs[site]), 2) for site in evenly_spaced(trace.sites, POINTS))


def border_slice(experiments: Sequence[Experiment | None]) -> Border:
    """The engine's ``border``, loaded where it runs: in an engine process. NaN in place of those that cannot be."""
    from simulator.engine.border import border

    there = [e for e in experiments if e]
    if not there:
        return Border()
    found = border(there)
    places = [place for place, e in enumerate(experiments) if e]
    fields = []
    for name, values in found.fields:
        whole = np.full(len(experiments), np.nan)
        whole[places] = values
        fields.append((name, whole))
    return replace(found, fields=tuple(fields))

"""Several seeds of one experiment: what is kept of each run while it is trained, and how often something is so."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from simulator.analysis.diagnosis import Diagnosis
from simulator.analysis.progress import State, progress
from simulator.analysis.verdict import (
    Verdict,
    VerdictName,
    gradient_verdict,
    name_of,
    units_alike,
    verdict_label,
)
from simulator.catalog.thresholds import MOST_DISPLAYED
from simulator.language import _, inside, ngettext
from simulator.repeated import Range, Seeds
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace, evenly_spaced

TROUBLES = ("vanishing", "exploding", "zero", "symmetric_units")
"""Verdicts that say nothing of learning."""
ALONG = ("loss", "loss_noise", "accuracy", "update_ratio")
"""What is needed of every step, to judge what is learned; of all else some rows are enough."""


@dataclass(frozen=True)
class Part:
    """What is kept of consecutive rows of a run."""

    steps: int
    ended: bool
    diverged: bool
    norms: Array
    """(rows, sites) gradient norms of those rows that are looked at."""
    names: list[VerdictName]
    """The verdict on the gradient at each of them."""
    along: dict[str, Array]
    """(steps, ...) by the names of ALONG."""
    alike: bool
    """Whether all units of a site are one and the same."""
    first: Trace
    """The first of the rows, by itself."""


def part_of(trace: Trace, before: int) -> Part:
    """Of rows before which there are ``before`` others."""
    e, end = trace.experiment, before + trace.steps
    rows = [row - before for row in looked_at(e) if before <= row < end]
    names = [gradient_verdict(trace, row).name for row in rows]
    along = {name: getattr(trace, name) for name in ALONG}
    ended, diverged = trace.outcome.name != "running", trace.outcome.name == "diverged"
    return Part(
        trace.steps, ended, diverged, trace.gradient_norm[rows], names, along, units_alike(trace), trace.first(1)
    )


def looked_at(experiment: Experiment) -> tuple[int, ...]:
    """The rows of its runs that are drawn and counted."""
    return evenly_spaced(experiment.steps, MOST_DISPLAYED)


class Member:
    """One seed's run, of which no more is kept than is drawn and counted."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment, self.rows = experiment, looked_at(experiment)
        self.steps, self.ended, self.diverged = 0, False, False
        self._parts: list[Part] = []

    def add(self, part: Part) -> None:
        """The rows that follow on those that were added."""
        self._parts.append(part)
        self.steps += part.steps
        self.ended, self.diverged = part.ended, part.diverged

    @property
    def nbytes(self) -> int:
        """Memory of what is kept."""
        return sum(values.nbytes for part in self._parts for values in (part.norms, *part.along.values()))

    def norms(self) -> Array:
        """(rows, sites) gradient norms, infinite where the run has diverged."""
        return _infinite(np.concatenate([part.norms for part in self._parts]), len(self.rows))

    def along(self, name: str) -> Array:
        """(rows,) one of ALONG; NaN where the run has diverged."""
        values = self._all(name)
        found = np.full(len(self.rows), np.nan)
        here = [row for row in self.rows if row < len(values)]
        found[: len(here)] = values[here]
        return found

    def judged(self) -> tuple[list[str], list[bool]]:
        """Of each row the verdict's name, and whether something is learned."""
        along: dict[str, Any] = {name: self._all(name) for name in ALONG}
        whole = replace(self._parts[0].first, **along)
        states = [cast(State, str(progress(whole).state[row])) for row in self.rows if row < self.steps]
        alike = all(part.alike for part in self._parts)
        measured = [name for part in self._parts for name in part.names]
        names: list[VerdictName] = ["symmetric_units" if alike and name == "healthy" else name for name in measured]
        found = [name_of(name, state) for name, state in zip(names, states, strict=True)]
        # The last row of a run that diverged is about its end, and so is all that would have come after it.
        seen = sum(row < self.steps - 1 for row in self.rows) if self.diverged else len(self.rows)
        left = len(self.rows) - seen
        learns = [state in ("learning", "solved") for state in states]
        return [*found[:seen], *["diverged"] * left], [*learns[:seen], *[False] * left]

    def _all(self, name: str) -> Array:
        return np.concatenate([part.along[name] for part in self._parts])


def together(members: list[Member]) -> Seeds:
    """What all have in common, once all have ended."""
    judged = [member.judged() for member in members]
    losses = [np.where(np.isnan(values), np.inf, values) for values in (member.along("loss") for member in members)]
    first = members[0]
    return Seeds(
        first.experiment,
        tuple(member.experiment.seed for member in members),
        first.rows,
        _range(np.stack([member.norms() for member in members])),
        _range(np.stack(losses)),
        _range(np.stack([member.along("accuracy") for member in members])),
        np.array([names for names, _ in judged]),
        np.array([learns for _, learns in judged]),
    )


def _infinite(values: Array, rows: int) -> Array:
    """With infinities in place of what is not a number, and of the rows that are missing at the end."""
    found = np.full((rows, *values.shape[1:]), np.inf)
    found[: len(values)] = np.where(np.isnan(values), np.inf, values)
    return found


def _range(values: Array) -> Range:
    """Over the first axis, without what is NaN; NaN where all are."""
    missing = np.asarray(np.isnan(values).all(0))
    known = np.where(missing, 0.0, values)
    # Halfway between two norms near 1e308 may be beyond all floating-point numbers.
    with np.errstate(over="ignore"):
        found = [np.asarray(of(known, axis=0)) for of in (np.nanmedian, np.nanmin, np.nanmax)]
    return Range(*(np.where(missing, np.nan, one) for one in found))


# ---- how often ------------------------------------------------------------------------------------------------


def counted(found: Verdict, seeds: Seeds, row: int) -> Verdict:
    """The verdict on one of the runs, with in how many seeds it holds at one of ``seeds.rows``."""
    all_, same = len(seeds.seeds), seeds.counts(row).get(found.name, 0)
    head = _("{verdict} in {same} of {all} seeds", verdict=found.head, same=same, all=all_)
    # Where a verdict says nothing of learning, it is told for those that do, where others do not.
    some = found.name in TROUBLES and 0 < seeds.learning(row) < all_
    return replace(found, head=head, why=f"{found.why}; {_learn(seeds, row)}" if some else found.why)


def with_counts(found: Sequence[Verdict], rows: Sequence[int], seeds: Seeds | None) -> list[Verdict]:
    """The verdicts on some rows of one of the runs, with in how many seeds each holds where that is known."""
    if seeds is None:
        return [*found]
    # A run that diverged ends beside the rows of those that went on.
    here = [bisect_right(seeds.rows, row) - 1 for row in rows]
    return [counted(one, seeds, row) for one, row in zip(found, here, strict=True)]


def how_often(seeds: Seeds) -> str:
    """Such as "With 10 seeds: vanishing in 7, healthy in 3; 3 of 10 learn"."""
    counts = [
        _("{verdict} in {count}", verdict=inside(verdict_label(name)), count=count)
        for name, count in seeds.counts().items()
    ]
    holes = {"all": len(seeds.seeds), "verdicts": ", ".join(counts), "learn": _learn(seeds, -1)}
    return _("With {all} random seeds: {verdicts}; {learn}", **holes)


def with_seeds(diagnosis: Diagnosis, seeds: Seeds) -> Diagnosis:
    """The diagnosis, which says how often it is so in place of what a single other seed shows."""
    return replace(diagnosis, doubt=how_often(seeds))


def _learn(seeds: Seeds, row: int) -> str:
    count = seeds.learning(row)
    return ngettext("{number} of {all} learns", "{number} of {all} learn", count, all=len(seeds.seeds))

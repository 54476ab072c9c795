"""What is wrong with a run, and what to do about it: every remedy is tried before it is recommended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from simulator.analysis.effect import Remedy, remedy
from simulator.analysis.finding import Finding, FindingName
from simulator.analysis.findings import findings
from simulator.analysis.search import Job, Search
from simulator.analysis.trial import Trial, as_good
from simulator.language import _, mark
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

UNTRIED = mark("No remedy and no other random seed was tried, as this run was trained in a loop of its own.")
"""What is said of a diagnosis of a network that was only watched."""
Grow = Callable[[int], Trace]
"""Trains a run on, up to the training step that it is told, and gives the new steps."""


@dataclass(frozen=True)
class Diagnosis:
    """``verdict`` is the name of the first finding; ``remedies`` help, the best in front, as far as they were tried."""

    findings: tuple[Finding, ...]
    remedies: tuple[Remedy, ...] = ()
    undecided: tuple[Remedy, ...] = ()
    """What was tried too briefly to tell."""
    rejected: tuple[Remedy, ...] = ()
    """What was tried and does not help."""
    sure: bool = True
    """Whether another random seed begins in the same way."""
    doubt: str = ""
    """Where it does not, what the other seed shows; or why none was tried."""
    tied: int = 0
    """How many remedies, from the first on, the trials cannot tell apart; 1 where the first is ahead."""

    @property
    def verdict(self) -> FindingName:
        return self.findings[0].name

    @property
    def tried(self) -> tuple[Remedy, ...]:
        """Everything that was tried, the best in front."""
        return (*self.remedies, *self.undecided, *self.rejected)


class Trying:
    """A diagnosis whose remedies are still being tried."""

    def __init__(self, trace: Trace) -> None:
        self.trace, self.search = trace, Search(trace, findings(trace))

    @property
    def found(self) -> tuple[Finding, ...]:
        """What is wrong with the run, in the language of whoever asks."""
        # Found anew, as the search has their sentences in the language of whoever began it.
        return findings(self.trace)

    def rounds(self) -> Iterator[list[Job]]:
        """What is to be trained next; to be asked for more once all of it was trained and added."""
        return self.search.rounds()

    @property
    def diagnosis(self) -> Diagnosis:
        """What is known so far."""
        tried = [(trial, remedy(trial, self.trace)) for trial in self.search.ranked]
        doubt = self._doubt()
        helping = tuple(one for _trial, one in tried if one.helps)
        undecided = tuple(one for _trial, one in tried if one.undecided)
        rejected = tuple(one for _trial, one in tried if not (one.helps or one.undecided))
        tied = self._tied([trial for trial, one in tried if one.helps])
        return Diagnosis(self.found, helping, undecided, rejected, not doubt, doubt, tied)

    @staticmethod
    def _tied(helping: list[Trial]) -> int:
        """How many in front may be as good as the first."""
        return len([*takewhile(lambda trial: as_good(trial, helping[0]), helping)])

    def _doubt(self) -> str:
        """What another seed shows, where that is something else; empty before it was tried."""
        other = self.search.twin.trace
        if other is None:
            return ""
        # Both are judged by their beginnings alone, as the other seed is trained no further.
        mine, theirs = findings(self.trace.first(other.steps))[0], findings(other)[0]
        if mine.name == theirs.name:
            return ""
        not_sure = _("Not sure: with another random seed the same settings begin otherwise.")
        return f"{not_sure} {theirs.sentence}"


def diagnose(trace: Trace, begin: Callable[[Experiment], Grow]) -> Diagnosis:
    """Findings, and the remedies that apply, each tried here and now; ``begin`` begins a run.

    Of a run that was watched the settings are not known, and no remedy is tried.
    """
    if not isinstance(trace.network, Experiment):
        return Diagnosis(findings(trace), sure=False, doubt=_(UNTRIED))
    trying = Trying(trace)
    grow: dict[Experiment, Grow] = {}
    for jobs in trying.rounds():
        for run, steps in jobs:
            # Begun once: a remedy is tried in several rounds, each of which goes on where the last one ended.
            if run.experiment not in grow:
                grow[run.experiment] = begin(run.experiment)
            run.add(grow[run.experiment](steps))
    return trying.diagnosis

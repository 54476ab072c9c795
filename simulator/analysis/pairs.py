"""Two remedies at once, for a run that no single one mends."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from simulator.analysis.candidates import changed
from simulator.analysis.candidates.candidate import Both, Candidate
from simulator.analysis.trial import Trial
from simulator.settings.experiment import Experiment

EACH, MOST = 2, 6
"""Remedies of each kind that are tried in pairs, the best ones, and pairs at most."""


def pairs(experiment: Experiment, ranked: Sequence[Trial], cause: Trial | None) -> list[Trial]:
    """Pairs of the remedies in front, those of the best ones first.

    A change of the network goes well with one of its training, as orthogonal weights do with clipping, so both kinds
    take part. ``cause`` is the remedy that takes the cause away: it is part of every pair.
    """
    fit = [trial for trial in ranked if np.isfinite(trial.course.reached)]
    kinds = ([trial for trial in fit if trial.of_training == kind] for kind in (True, False))
    best = [trial for kind in kinds for trial in kind[:EACH]]
    best += [trial for trial in fit if trial not in best][: 2 * EACH - len(best)]
    chosen = [(cause, trial) for trial in fit if trial is not cause] if cause else [*combinations(best, 2)]
    both = sorted(chosen, key=lambda pair: sum(fit.index(trial) for trial in pair if trial is not cause))
    made = {trial.experiment.canonical(): trial for trial in ranked}
    new = [pair for pair in (_pair(experiment, *two) for two in both) if pair]
    # Two that come to the same run are one.
    return [pair for pair in new if made.setdefault(pair.experiment.canonical(), pair) is pair][:MOST]


def _pair(experiment: Experiment, one: Trial, other: Trial) -> Trial | None:
    """Both at once; None where they change the same setting, or one leaves nothing for the other to do."""
    one, other = sorted((one, other), key=lambda trial: trial.of_training)  # it is named by what the network becomes
    changes = {**one.changes, **other.changes}
    together = changed(experiment, changes)
    if not (isinstance(one.candidate, Candidate) and isinstance(other.candidate, Candidate)):
        return None  # two at once are enough
    if len(changes) < len(one.changes) + len(other.changes) or together is None:
        return None
    if together.canonical() in (one.experiment.canonical(), other.experiment.canonical()):
        return None
    return Trial(together, candidate=Both(one.candidate, other.candidate), changes=changes, guess=one.guess)

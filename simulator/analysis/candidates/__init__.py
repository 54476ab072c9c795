"""What can be done about a finding: single changes of the settings, each with the reason why it works."""

from collections.abc import Iterable

from simulator.analysis.candidates.candidate import Candidate
from simulator.analysis.candidates.data import DATA
from simulator.analysis.candidates.start import START
from simulator.analysis.candidates.structure import STRUCTURE
from simulator.analysis.candidates.training import TRAINING
from simulator.analysis.changes import Changes
from simulator.analysis.finding import Finding
from simulator.analysis.findings import SOUND
from simulator.analysis.rules import RULES
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment

# On the page stands in front what did best when it was tried; the order here decides only which of two that cost the
# same is tried first.
CANDIDATES = (*DATA, *START, *STRUCTURE, *TRAINING)
"""Everything that can be tried; which of it helps these settings is measured, not looked up."""


def candidates(experiment: Experiment, found: Iterable[Finding]) -> list[tuple[Candidate, Changes]]:
    """The remedies that apply to these settings and one of the findings, with what they change."""
    names = {finding.name for finding in found}
    if names & SOUND:
        return []
    wanted = frozenset[str]().union(*(rule.tags for rule in RULES if rule.name in names))
    applicable = ((row, row.change(experiment)) for row in CANDIDATES if row.against & wanted)
    made: dict[Experiment, tuple[Candidate, Changes]] = {}
    # Of two that make the same run the one that is said more briefly.
    for row, settings in sorted(applicable, key=lambda one: len(one[1])):
        if other := changed(experiment, settings):
            made.setdefault(other.canonical(), (row, settings))
    return list(made.values())


def changed(experiment: Experiment, changes: Changes) -> Experiment | None:
    """The run that these changes make; None where they are not allowed, or do not make another run."""
    try:
        other = experiment.replace(**changes)
    except SettingsError:
        return None
    return other if other.canonical() != experiment.canonical() else None

"""The random seeds with which a run is repeated, and how a link asks for that."""

from collections.abc import Mapping, Sequence

from simulator.catalog.viewing import SEEDS
from simulator.language import _, signs
from simulator.settings.costs import seconds
from simulator.settings.errors import shorten
from simulator.settings.experiment import Experiment, bounds
from simulator.settings.limits import SECONDS

COUNT = 10
"""Seeds of the page."""
Query = Mapping[str, Sequence[str]]


def group(experiment: Experiment, count: int = COUNT) -> list[Experiment]:
    """The experiment with ``count`` seeds, its own among them: 0 to 9, 10 to 19 and so on.

    So runs that differ by their seed share their repetition.
    """
    # The last seeds that there are make a group of their own.
    first = min(experiment.seed - experiment.seed % count, int(bounds("seed")[1]) + 1 - count)
    return [experiment.replace(seed=seed) for seed in range(first, first + count)]


def too_costly(experiment: Experiment) -> str:
    """Why all these runs would take too long, and what to lower; empty where they would not."""
    whole = COUNT * seconds(experiment)
    if whole <= SECONDS:
        return ""
    steps = int(experiment.steps * SECONDS / whole)
    return _(
        "{count} seeds of this run would take about {given} seconds; allowed are {most}. Lower the training steps to "
        "{steps}, or the size of the network.",
        count=COUNT,
        given=signs(f"{whole:,.0f}"),
        most=signs(f"{SECONDS:,.0f}"),
        steps=max(1, steps),
    )


def is_repeated(query: Query) -> tuple[bool, list[str]]:
    """Whether a link asks for the seeds, and a sentence where it asks for other ones. Never raises."""
    given = query.get(SEEDS, [])
    if not given or given[-1] == str(COUNT):
        return bool(given), []
    holes = {"name": SEEDS, "given": shorten(given[-1]), "count": COUNT}
    return False, [_("{name}: {given} was ignored; a run is repeated with {count} seeds.", **holes)]


def repeated_query(repeated: bool) -> dict[str, list[str]]:
    """The parameter of a link that asks for the seeds; none where it does not."""
    return {SEEDS: [str(COUNT)]} if repeated else {}

"""A story as experiments: the run that it tells of, and the runs that it stands beside it."""

from functools import cache

from simulator.catalog.stories import STORIES
from simulator.settings.experiment import Experiment


@cache
def told(story: str) -> Experiment:
    """The run of a story."""
    return Experiment(**STORIES[story].settings)


@cache
def beside(story: str) -> tuple[Experiment, ...]:
    """The runs that a story is compared with."""
    return tuple(told(story).replace(**changes) for changes in STORIES[story].beside)


@cache
def story_of(experiment: Experiment) -> str | None:
    """The story that tells of exactly this run."""
    return next((name for name in STORIES if told(name) == experiment), None)


OPENING = next(iter(STORIES))
"""The story of an address that asks for nothing."""

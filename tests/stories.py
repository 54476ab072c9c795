"""The runs that the stories tell of, each trained once for all tests that look at it."""

from functools import cache

from simulator import PRESETS, Experiment, Trace, simulate


@cache
def story(name: str) -> Trace:
    """The whole run of a story."""
    return simulate(Experiment(**PRESETS[name].settings))

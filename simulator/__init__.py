"""The gradient simulator: trains toy networks and shows where their gradient vanishes or explodes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulator.analysis.diagnosis import Diagnosis
from simulator.analysis.seeds import Member, part_of, together
from simulator.catalog.stories import STORIES as PRESETS
from simulator.repeated import Seeds
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.settings.repeating import group
from simulator.trace import Trace

if TYPE_CHECKING:
    from simulator.engine.many import simulate_many as simulate_many
    from simulator.engine.theory import predict as predict
    from simulator.engine.training import preview as preview
    from simulator.engine.training import simulate as simulate
    from simulator.engine.watching.watch import watch as watch
    from simulator.sweeps.result import Sweep as Sweep
    from simulator.sweeps.sweep import sweep as sweep

__all__ = [
    "PRESETS",
    "Experiment",
    "SettingsError",
    "Sweep",
    "Trace",
    "diagnose",
    "predict",
    "preview",
    "repeat",
    "simulate",
    "simulate_many",
    "sweep",
    "watch",
]


REPEATED_SLICE = 0.5
"""Seconds between two calls of the progress function of ``repeat``."""


def diagnose(trace: Trace) -> Diagnosis:
    """What is wrong with a run and what helps; every remedy is tried here and now, which loads torch."""
    from simulator.analysis import diagnosis
    from simulator.engine.training import begin_trial

    return diagnosis.diagnose(trace, begin_trial)


def repeat(
    experiment: Experiment, seeds: int = 10, progress: Callable[[int, int], None] = lambda step, steps: None
) -> Seeds:
    """The experiment with several random seeds: median and range of what is recorded, and how often each verdict holds.

    The seeds are 0 to 9, or those among which its own one is: 10 to 19 and so on. They train as one stack; of each run
    no more is kept than is counted. ``progress(step, steps)`` counts the training steps of all.
    """
    from simulator.engine.many import advance_many

    members = [Member(one) for one in group(experiment, seeds)]
    experiments, blob = [member.experiment for member in members], b""
    while not all(member.ended for member in members):
        blob, pieces = advance_many(experiments, blob, REPEATED_SLICE)
        for number, piece in pieces:
            members[number].add(part_of(piece, members[number].steps))
        progress(sum(member.steps for member in members), seeds * experiment.steps)
    return together(members)


# Not imported above, so that `import simulator` loads neither torch nor altair.
def __getattr__(name: str) -> Any:
    """What needs the engine, loaded with torch at its first use."""
    if name in ("simulate", "preview"):
        from simulator.engine import training

        return getattr(training, name)
    if name == "predict":
        from simulator.engine.theory import predict

        return predict
    if name == "simulate_many":
        from simulator.engine.many import simulate_many

        return simulate_many
    if name == "watch":
        from simulator.engine.watching.watch import watch

        return watch
    if name == "sweep":
        from simulator.sweeps.sweep import sweep

        return sweep
    if name == "Sweep":
        from simulator.sweeps.result import Sweep

        return Sweep
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

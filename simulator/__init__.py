"""The gradient simulator: trains toy networks and shows where their gradient vanishes or explodes."""

from typing import TYPE_CHECKING, Any

from simulator.analysis.diagnosis import Diagnosis
from simulator.catalog.stories import STORIES as PRESETS
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

if TYPE_CHECKING:
    from simulator.engine.stack import simulate_many as simulate_many
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
    "simulate",
    "simulate_many",
    "sweep",
    "watch",
]


def diagnose(trace: Trace) -> Diagnosis:
    """What is wrong with a run and what helps; every remedy is tried here and now, which loads torch."""
    from simulator.analysis import diagnosis
    from simulator.engine.training import begin_trial

    return diagnosis.diagnose(trace, begin_trial)


def __getattr__(name: str) -> Any:
    """What needs the engine, loaded with torch at its first use."""
    if name in ("simulate", "preview"):
        from simulator.engine import training

        return getattr(training, name)
    if name == "predict":
        from simulator.engine.theory import predict

        return predict
    if name == "simulate_many":
        from simulator.engine.stack import simulate_many

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

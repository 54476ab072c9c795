"""The gradient simulator: trains toy networks and shows where their gradient vanishes or explodes."""

from typing import TYPE_CHECKING, Any

from simulator.analysis.diagnosis import diagnose
from simulator.catalog.presets import PRESETS
from simulator.errors import SettingsError
from simulator.experiment import Experiment
from simulator.trace import Trace

if TYPE_CHECKING:
    from simulator.analysis.theory import predict as predict
    from simulator.engine.run import preview as preview
    from simulator.engine.run import simulate as simulate

__all__ = ["PRESETS", "Experiment", "SettingsError", "Trace", "diagnose", "predict", "preview", "simulate"]


def __getattr__(name: str) -> Any:
    """What needs the engine, loaded with torch at its first use."""
    if name in ("simulate", "preview"):
        from simulator.engine import run

        return getattr(run, name)
    if name == "predict":
        from simulator.analysis.theory import predict

        return predict
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

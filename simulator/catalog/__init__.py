"""The tables: every menu of the simulator, one frozen record a row; reading them loads no torch."""

from collections.abc import Mapping

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.answers import OBJECTIVES, OUTPUTS
from simulator.catalog.choice import Choice
from simulator.catalog.initializers import GATE_BIASES, INITIALIZERS, INPUT_INITIALIZERS
from simulator.catalog.structure import CELLS, KINDS, LAYERS, NORMALIZATIONS, SKIPS
from simulator.catalog.tasks import TASKS
from simulator.catalog.training import CLIPS, DEVICES, OPTIMIZERS, SCHEDULES

__all__ = [
    "ACTIVATIONS",
    "CELLS",
    "CLIPS",
    "DEVICES",
    "GATE_BIASES",
    "INITIALIZERS",
    "INPUT_INITIALIZERS",
    "KINDS",
    "LAYERS",
    "MENUS",
    "NORMALIZATIONS",
    "OBJECTIVES",
    "OPTIMIZERS",
    "OUTPUTS",
    "SCHEDULES",
    "SKIPS",
    "TASKS",
    "menu",
]

MENUS: dict[str, Mapping[str, Choice]] = {
    "kind": KINDS,
    "layer": LAYERS,
    "cell": CELLS,
    "activation": ACTIVATIONS,
    "init": INITIALIZERS,
    "input_init": INPUT_INITIALIZERS,
    "gate_biases": GATE_BIASES,
    "normalization": NORMALIZATIONS,
    "skip": SKIPS,
    "objective": OBJECTIVES,
    "output_activation": OUTPUTS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "clip": CLIPS,
    "device": DEVICES,
}
"""Table by the name of the setting that chooses from it; the task's table depends on the kind."""


def menu(setting: str, kind: str) -> Mapping[str, Choice]:
    """The choices of a setting for this kind of network."""
    return TASKS[kind] if setting == "task" else MENUS[setting]

"""Inputs and targets as the experiment scales them: the tasks' own are of about size 1 around 0."""

from typing import Any

from simulator.settings.experiment import Experiment


def scaled(e: Experiment, x: Any, y: Any) -> tuple[Any, Any]:
    """Inputs and targets of the task; where nothing is scaled the given arrays themselves."""
    return scaled_inputs(e, x), scaled_targets(e, y)


def scaled_inputs(e: Experiment, x: Any) -> Any:
    """scale * x + offset, in the precision of x."""
    return x if (e.input_scale, e.input_offset) == (1.0, 0.0) else x * e.input_scale + e.input_offset


def scaled_targets(e: Experiment, y: Any) -> Any:
    """scale * y, of a regression; classes have no scale."""
    return y if e.task_row.classes or e.target_scale == 1.0 else y * e.target_scale

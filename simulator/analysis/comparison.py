"""Runs side by side: what differs between them, what is the same, and what each has reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.analysis.verdict import log_spread, verdict, verdict_label
from simulator.analysis.words import number, percent, relative
from simulator.catalog import menu
from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.initializers import INITIALIZERS
from simulator.language import _, inside, mark, signs
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.labels import label_of, spoken_label
from simulator.trace import Array, Trace

LATE = 5
"""What a run has reached is taken over the last fifth of its steps."""
SHAPES = ("kind", "cell", "layer", "width", "activation", "skip", "task")
"""Settings that may change the shape of a weight matrix."""
SAMPLES = ("kind", "task", "sequence_length", "seed", "batch_size")
"""Settings on which it depends which samples a training step sees."""


@dataclass(frozen=True)
class Row:
    """One line of the table: what it is about, and what each run has there."""

    label: str
    values: tuple[str, ...]


def differing(experiments: Sequence[Experiment]) -> list[str]:
    """Names of the settings that are not the same in all runs and matter in one of them."""
    # What does not matter is at its default in all of them, so it cannot differ.
    plain = [e.canonical() for e in experiments]
    return [name for name in FIELDS if len({getattr(e, name) for e in plain}) > 1]


def named(experiment: Experiment, names: Sequence[str]) -> str:
    """What sets a run apart, such as "ReLU, He (normal)"; numbers bring the name of their setting along."""
    said = [
        _short(experiment, name) for name in names if experiment.matters(name) and not _is_own(experiment, name, names)
    ]
    return ", ".join(said) or _("the same settings")


def _is_own(experiment: Experiment, name: str, names: Sequence[str]) -> bool:
    """Whether the value belongs to the cell or to the task, whose name is enough."""
    if name == "objective":
        return "task" in names and experiment.objective == experiment.default_of(name)
    return name == "activation" and experiment.gated and experiment.activation == experiment.default_of(name)


def _short(experiment: Experiment, name: str) -> str:
    value = label(experiment, name)
    if name == "output_activation":
        return _("{activation} output", activation=value)  # its own name is an activation's, too
    plain = isinstance(getattr(experiment, name), str) and getattr(experiment, name) != "none"
    return value if plain else f"{spoken_label(name)} {inside(value)}"


def label(experiment: Experiment, name: str) -> str:
    """The value of a setting as the page writes it; a dash where it does not matter."""
    value: Any = getattr(experiment, name)
    if not experiment.matters(name):
        return "–"
    return menu(name, experiment.kind)[value].label if isinstance(value, str) else signs(f"{value:g}")


def compared(experiments: Sequence[Experiment], traces: Sequence[Trace | None]) -> list[Row]:
    """What differs, a row each, and under it what each run has reached so far; None stands for a run not begun."""
    settings = [Row(label_of(name), tuple(label(e, name) for e in experiments)) for name in differing(experiments)]
    reached = [_reached(trace) if trace else {} for trace in traces]
    lines = list(dict.fromkeys(line for one in reached for line in one))
    return settings + [Row(line, tuple(one.get(line, "–") for one in reached)) for line in lines]


def _reached(trace: Trace) -> dict[str, str]:
    total, end = trace.experiment.steps, trace.outcome
    received = _("Time step 1 receives, of the last")
    if trace.experiment.kind == "deep":
        received = _("Layer 1 receives, of the last")
    said = {
        _("Training"): _("{steps} of {all} steps", steps=trace.steps, all=total),
        _("Verdict at the last step"): verdict_label(verdict(trace).name),
        received: _spread(trace),
        _("Loss"): _number(_late(trace.loss)),
        _("Loss of a guess"): _number(trace.chance_loss),
    }
    if end.name == "diverged" and end.site:
        site = trace.experiment.site_label(end.site)
        said[_("Training")] = _("Diverged at step {step}, {site}", step=end.step, site=site)
    elif end.name == "diverged":
        said[_("Training")] = _("Diverged at step {step}", step=end.step)
    if np.isfinite(trace.accuracy).any():
        said[_("Accuracy")] = percent(_late(trace.accuracy))
    if end.exam:
        said[_("Loss on samples never seen")] = number(end.exam.unseen_loss)
    return said


def _spread(trace: Trace) -> str:
    logs = log_spread(trace)[-max(1, trace.steps // LATE) :]
    known = logs[~np.isnan(logs)]
    # The last rows of a diverged run may hold infinities, which a median mostly passes over.
    middle = float(np.median(known)) if len(known) else float("nan")
    return "–" if np.isnan(middle) or middle == np.inf else relative(middle)


def _number(value: float) -> str:
    return number(value) if np.isfinite(value) else "–"


def _late(values: Array) -> float:
    late = values[-max(1, len(values) // LATE) :]
    known = late[np.isfinite(late)]
    return float(known.mean()) if len(known) else float("nan")


def alike(experiments: Sequence[Experiment]) -> str:
    """What the runs have in common, and what they cannot have in common: data, random numbers, first weights."""
    return f"{_samples(experiments)} {_weights(experiments)}"


def _samples(experiments: Sequence[Experiment]) -> str:
    apart = [name for name in differing(experiments) if name in SAMPLES]
    if apart:
        return _("The runs see different samples, because they differ in {settings}.", settings=_listed(apart))
    return _("All runs see the same samples in the same order.")


def _weights(experiments: Sequence[Experiment]) -> str:
    apart = differing(experiments)
    shapes = [name for name in SHAPES if name in apart and _reshapes(experiments, name)]
    same, reshaped = SAID_OF_WEIGHTS[_numbers(experiments, apart)]
    return _(reshaped, settings=_listed(shapes)) if shapes else _(same)


SAID_OF_WEIGHTS = {
    "other numbers": (
        mark("Their first weights are other random numbers."),
        mark("Where the shapes differ ({settings}), so do the first weights; elsewhere they are other random numbers."),
    ),
    "other ways": (
        mark("Their first weights are drawn in different ways."),
        mark(
            "Where the shapes differ ({settings}), so do the first weights; elsewhere they are drawn in different ways."
        ),
    ),
    "same": (
        mark("Their first weights are the same."),
        mark("Where the shapes differ ({settings}), so do the first weights; elsewhere they are the same."),
    ),
    "same, other size": (
        mark("Their first weights are the same, of another size."),
        mark(
            "Where the shapes differ ({settings}), so do the first weights; elsewhere they are the same, of another "
            "size."
        ),
    ),
    "same, deeper": (
        mark("Their first weights are the same, as far as the smaller one reaches."),
        mark(
            "Where the shapes differ ({settings}), so do the first weights; elsewhere they are the same, as far as the "
            "smaller one reaches."
        ),
    ),
    "same, other size, deeper": (
        mark("Their first weights are the same, of another size, as far as the smaller one reaches."),
        mark(
            "Where the shapes differ ({settings}), so do the first weights; elsewhere they are the same, of another "
            "size, as far as the smaller one reaches."
        ),
    ),
}
"""What the first weights have in common -> what is said of it: of the same shapes, and of some that differ."""


def _numbers(experiments: Sequence[Experiment], apart: Sequence[str]) -> str:
    """A key of SAID_OF_WEIGHTS."""
    # Initializers that draw from the same distribution start with the same random numbers, times another size.
    rows = [INITIALIZERS[e.init] for e in experiments]
    if "seed" in apart:
        return "other numbers"
    if len({row.function or str(row.uniform) for row in rows}) > 1:
        return "other ways"
    size = ", other size" if {"init", "gain"} & set(apart) else ""
    deeper = ", deeper" if "depth" in apart else ""
    return f"same{size}{deeper}"


def _reshapes(experiments: Sequence[Experiment], name: str) -> bool:
    """Whether the setting changes the shape of a weight matrix from one of the runs to another."""
    if name == "activation":
        return len({ACTIVATIONS[e.activation].pieces for e in experiments}) > 1
    if name == "skip":  # of the shortcuts only a highway's gate has weights
        return len({e.skip == "highway" for e in experiments}) > 1
    return True


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(spoken_label, names))

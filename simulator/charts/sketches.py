"""A picture for each quantity of *The numbers*: tiny networks that are really trained, and what is read off them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.charts.sketch import Line, svg
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace

DEEP = Experiment(depth=10, width=16, batch_size=64, steps=60)
RELU = DEEP.replace(activation="relu", init="he_normal", learning_rate=0.03)
SEQUENCE = Experiment(
    kind="sequence", cell="lstm", task="recall_first", sequence_length=20, width=12, batch_size=32, steps=60
)
# One step: what a matrix does to the gradient is seen before training changes the matrix.
ROTATION = SEQUENCE.replace(cell="rnn", activation="linear", init="orthogonal", steps=1)
RUNS = {
    "sigmoid": DEEP,
    "ReLU, He": RELU,
    "normalized": DEEP.replace(normalization="batch"),
    "large weights": DEEP.replace(activation="tanh", gain=2.5, clip="norm", clip_at=1.0),
    "sure sigmoid": RELU.replace(depth=1, gain=5.0, output_activation="sigmoid", objective="mse"),
    "huge steps": RELU.replace(learning_rate=3.0),
    "open gates": SEQUENCE.replace(forget_bias=3.0),
    "half shut": SEQUENCE.replace(forget_bias=0.0),
    "shrinks": ROTATION.replace(gain=0.8),
    "turns only": ROTATION,
    "stretches": ROTATION.replace(gain=1.2),
}
"""The networks by the name of their line: ten layers that learn digits, and sequences of twenty symbols."""

Read = Callable[[Trace], Mapping[str, Array]]
"""The lines of one run by what is added to its name."""


@dataclass(frozen=True)
class Sketch:
    """What is drawn of a quantity: of which runs, along what, and how it is read off a run."""

    runs: tuple[str, ...]
    along: str
    read: Read
    log: bool = False

    def draw(self, traces: Mapping[str, Trace], label: str) -> str:
        """The SVG; ``traces`` holds its runs by name, ``label`` is the quantity's."""
        lines = [Line(added or name, values) for name in self.runs for added, values in self.read(traces[name]).items()]
        names = ", ".join(line.label for line in lines)
        says = f"Sketch: {label.lower()} by {self.along}, of tiny networks that were trained. Lines: {names}."
        return svg(lines, self.along, log=self.log, says=says)


def _sites(name: str) -> Read:
    """At the last training step."""
    return lambda trace: {"": getattr(trace, name)[-1]}


def _steps(name: str) -> Read:
    return lambda trace: {"": getattr(trace, name)}


def _with_guess(name: str) -> Read:
    def read(trace: Trace) -> Mapping[str, Array]:
        guess = np.full(trace.steps, getattr(trace, f"chance_{name}"))
        return {"": getattr(trace, name), "a guess": guess}

    return read


def _with_noise(trace: Trace) -> Mapping[str, Array]:
    return {
        "loss": trace.loss,
        "and its noise": trace.loss + trace.loss_noise,
        "less it": trace.loss - trace.loss_noise,
    }


def _confidence(trace: Trace) -> Mapping[str, Array]:
    """The probability that is given to the right answers to the samples that training never saw, on average."""
    if not trace.learned:
        return {}
    right = trace.learned.targets[:, :, None].astype(int)
    given = np.take_along_axis(trace.learned.samples, right[None], axis=3).mean(axis=(1, 2, 3))
    return {"": np.interp(np.arange(trace.steps), trace.learned.steps, given)}


def _spread(trace: Trace) -> Array:
    return trace.gradient_norm[:, 0] / trace.gradient_norm[:, -1]


def _stacked(trace: Trace) -> Mapping[str, Array]:
    """What the links have multiplied up to on the way from the last site to each."""
    norms = trace.gradient_norm[-1]

    def multiplied(factors: Array) -> Array:
        return np.append(np.cumprod(factors[-1, :0:-1])[::-1], 1.0)

    return {
        "slopes": multiplied(trace.slope_factor),
        "weights": multiplied(trace.weight_factor),
        "both": norms / norms[-1],
    }


ROTATIONS = ("stretches", "turns only", "shrinks")
BOTH = ("sigmoid", "ReLU, He")
SKETCHES = {
    "gradient_norm": Sketch(BOTH, "layer", _sites("gradient_norm"), log=True),
    "weight_gradient_norm": Sketch(BOTH, "layer", _sites("weight_gradient_norm"), log=True),
    "bias_gradient_norm": Sketch(BOTH, "layer", _sites("bias_gradient_norm"), log=True),
    "bias_update": Sketch(BOTH, "layer", _sites("bias_update"), log=True),
    "clip_scale": Sketch(("large weights",), "training step", _steps("clip_scale")),
    "output_slope": Sketch(("sure sigmoid", "sigmoid"), "training step", _steps("output_slope")),
    "update_ratio": Sketch(BOTH, "layer", lambda trace: {"": trace.update_ratio[-1, : trace.sites]}, log=True),
    "activation_mean": Sketch(BOTH, "layer", _sites("activation_mean")),
    "activation_std": Sketch(BOTH, "layer", _sites("activation_std")),
    "saturated": Sketch(("large weights", "sigmoid"), "layer", _sites("saturated")),
    "dead": Sketch(("ReLU, He", "sigmoid"), "layer", _sites("dead")),
    "similarity": Sketch(BOTH, "layer", _sites("similarity")),
    "slope_factor": Sketch(BOTH, "layer", _sites("slope_factor")),
    "weight_factor": Sketch(BOTH, "layer", _sites("weight_factor")),
    "norm_factor": Sketch(("normalized", "sigmoid"), "layer", _sites("norm_factor")),
    "gates": Sketch(("open gates",), "time step", lambda trace: {name: gate[-1] for name, gate in trace.gates.items()}),
    "learned": Sketch(BOTH, "training step", _confidence),
    "loss": Sketch(BOTH, "training step", _steps("loss")),
    "loss_noise": Sketch(("ReLU, He",), "training step", _with_noise),
    "accuracy": Sketch(BOTH, "training step", _steps("accuracy")),
    "chance_loss": Sketch(("ReLU, He",), "training step", _with_guess("loss")),
    "chance_accuracy": Sketch(("ReLU, He",), "training step", _with_guess("accuracy")),
    "outcome": Sketch(("ReLU, He", "huge steps"), "training step", _steps("loss"), log=True),
    "spread": Sketch(BOTH, "training step", lambda trace: {"": _spread(trace)}, log=True),
    "factor": Sketch(BOTH, "training step", lambda trace: {"": _spread(trace) ** (1 / (trace.sites - 1))}),
    "stacked_links": Sketch(("sigmoid",), "layer", _stacked, log=True),
    "recurrent_spectrum": Sketch(
        ("stretches", "turns only", "shrinks"), "time step", _sites("gradient_norm"), log=True
    ),
    "forget_road": Sketch(("open gates", "half shut"), "time step", _sites("gradient_norm"), log=True),
}
"""The sketch of each quantity, by its name."""

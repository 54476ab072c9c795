"""A picture for each quantity of *The numbers*: tiny networks that are really trained, and what is read off them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.charts.sketch import Line, svg
from simulator.language import _, inside, mark
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace

DEEP = Experiment(depth=10, width=16, batch_size=64, steps=60)
RELU = DEEP.replace(activation="relu", init="he_normal", learning_rate=0.03)
SEQUENCE = Experiment(
    kind="sequence", cell="lstm", task="recall_first", sequence_length=20, width=12, batch_size=32, steps=60
)
# One step: what a matrix does to the gradient is seen before training changes the matrix.
ROTATION = SEQUENCE.replace(cell="rnn", activation="linear", init="orthogonal", steps=1)
LAYER, TIME, STEP = mark("layer"), mark("time step"), mark("training step")
"""What runs from left to right."""
RUNS = {
    mark("sigmoid"): DEEP,
    mark("ReLU, He"): RELU,
    mark("normalized"): DEEP.replace(normalization="batch"),
    mark("large weights"): DEEP.replace(activation="tanh", gain=2.5, clip="norm", clip_at=1.0),
    mark("sure sigmoid"): RELU.replace(depth=1, gain=5.0, output_activation="sigmoid", objective="mse"),
    mark("huge steps"): RELU.replace(learning_rate=3.0),
    mark("open gates"): SEQUENCE.replace(forget_bias=3.0),
    mark("half shut"): SEQUENCE.replace(forget_bias=0.0),
    mark("shrinks"): ROTATION.replace(gain=0.8),
    mark("turns only"): ROTATION,
    mark("stretches"): ROTATION.replace(gain=1.2),
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
        lines = [
            Line(added or _(name), values) for name in self.runs for added, values in self.read(traces[name]).items()
        ]
        says = _(
            "Sketch: {label} by {along}, of tiny networks that were trained. Lines: {names}.",
            label=inside(label),
            along=_(self.along),
            names=", ".join(line.label for line in lines),
        )
        return svg(lines, _(self.along), log=self.log, says=says)


def _sites(name: str) -> Read:
    """At the last training step."""
    return lambda trace: {"": getattr(trace, name)[-1]}


def _steps(name: str) -> Read:
    return lambda trace: {"": getattr(trace, name)}


def _with_guess(name: str) -> Read:
    def read(trace: Trace) -> Mapping[str, Array]:
        guess = np.full(trace.steps, getattr(trace, f"chance_{name}"))
        return {"": getattr(trace, name), _("a guess"): guess}

    return read


def _with_noise(trace: Trace) -> Mapping[str, Array]:
    return {
        _("loss"): trace.loss,
        _("loss + noise"): trace.loss + trace.loss_noise,
        _("loss − noise"): trace.loss - trace.loss_noise,
    }


def _confidence(trace: Trace) -> Mapping[str, Array]:
    """The probability that is given to the right answers to the samples that training never saw, on average."""
    if not trace.learned:
        return {}
    right = trace.learned.targets[:, :, None].astype(int)
    given = np.take_along_axis(trace.learned.samples, right[None], axis=3).mean(axis=(1, 2, 3))
    # It was asked at some steps alone; between them the line is straight.
    return {"": np.interp(np.arange(trace.steps), trace.learned.steps, given)}


def _spread(trace: Trace) -> Array:
    return trace.gradient_norm[:, 0] / trace.gradient_norm[:, -1]


def _on_both_axes(trace: Trace) -> Mapping[str, Array]:
    """The same norms, each as a share of the height of a picture with a logarithmic and with a plain axis."""
    norms = trace.gradient_norm[-1]
    powers = np.log10(norms)
    return {
        "logarithmic": (powers - powers.min()) / max(float(np.ptp(powers)), 1e-9),
        "plain": norms / norms.max(),
    }


def _stacked(trace: Trace) -> Mapping[str, Array]:
    """What the links have multiplied up to on the way from the last site to each."""
    norms = trace.gradient_norm[-1]

    def multiplied(factors: Array) -> Array:
        # From the last site down to the second: the link of the first leads out of the network.
        return np.append(np.cumprod(factors[-1, :0:-1])[::-1], 1.0)

    return {
        _("slopes"): multiplied(trace.slope_factor),
        _("weights"): multiplied(trace.weight_factor),
        _("both"): norms / norms[-1],
    }


ROTATIONS = ("stretches", "turns only", "shrinks")
BOTH = ("sigmoid", "ReLU, He")
SKETCHES = {
    "gradient_norm": Sketch(BOTH, LAYER, _sites("gradient_norm"), log=True),
    "weight_gradient_norm": Sketch(BOTH, LAYER, _sites("weight_gradient_norm"), log=True),
    "bias_gradient_norm": Sketch(BOTH, LAYER, _sites("bias_gradient_norm"), log=True),
    "bias_update": Sketch(BOTH, LAYER, _sites("bias_update"), log=True),
    "clip_scale": Sketch(("large weights",), STEP, _steps("clip_scale")),
    "output_slope": Sketch(("sure sigmoid", "sigmoid"), STEP, _steps("output_slope")),
    "update_ratio": Sketch(BOTH, LAYER, lambda trace: {"": trace.update_ratio[-1, : trace.sites]}, log=True),
    "activation_mean": Sketch(BOTH, LAYER, _sites("activation_mean")),
    "activation_std": Sketch(BOTH, LAYER, _sites("activation_std")),
    "saturated": Sketch(("large weights", "sigmoid"), LAYER, _sites("saturated")),
    "dead": Sketch(("ReLU, He", "sigmoid"), LAYER, _sites("dead")),
    "similarity": Sketch(BOTH, LAYER, _sites("similarity")),
    "slope_factor": Sketch(BOTH, LAYER, _sites("slope_factor")),
    "weight_factor": Sketch(BOTH, LAYER, _sites("weight_factor")),
    "norm_factor": Sketch(("normalized", "sigmoid"), LAYER, _sites("norm_factor")),
    "gates": Sketch(("open gates",), TIME, lambda trace: {_(name): gate[-1] for name, gate in trace.gates.items()}),
    "learned": Sketch(BOTH, STEP, _confidence),
    "loss": Sketch(BOTH, STEP, _steps("loss")),
    "loss_noise": Sketch(("ReLU, He",), STEP, _with_noise),
    "accuracy": Sketch(BOTH, STEP, _steps("accuracy")),
    "chance_loss": Sketch(("ReLU, He",), STEP, _with_guess("loss")),
    "chance_accuracy": Sketch(("ReLU, He",), STEP, _with_guess("accuracy")),
    "outcome": Sketch(("ReLU, He", "huge steps"), STEP, _steps("loss"), log=True),
    "spread": Sketch(BOTH, STEP, lambda trace: {"": _spread(trace)}, log=True),
    "factor": Sketch(BOTH, STEP, lambda trace: {"": _spread(trace) ** (1 / (trace.sites - 1))}),
    "stacked_links": Sketch(("sigmoid",), LAYER, _stacked, log=True),
    "recurrent_spectrum": Sketch(ROTATIONS, TIME, _sites("gradient_norm"), log=True),
    "forget_road": Sketch(("open gates", "half shut"), TIME, _sites("gradient_norm"), log=True),
}
"""The sketch of each quantity, by its name."""
MORE = {
    "logarithmic": Sketch(("sigmoid",), "layer", _on_both_axes),
    "plain_norm": Sketch(("sigmoid",), "layer", _sites("gradient_norm")),
    "stride": Sketch(("ReLU, He",), "training step", lambda trace: {"": trace.update_ratio[:, 0]}),
}
"""What else a word of the glossary may be shown by."""

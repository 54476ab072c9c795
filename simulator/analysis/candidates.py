"""What can be done about a finding: single changes of the settings, each with the reason why it works."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.analysis.finding import Finding
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment

Changes = Mapping[str, Any]
RELUS = ("relu", "leaky_relu", "prelu", "elu", "gelu", "swish", "mish")
PROPER = {"selu": "lecun_normal", "maxout": "lecun_normal", "linear": "xavier_normal"} | dict.fromkeys(
    RELUS, "he_normal"
)
"""Starting weights that keep the size of the gradient; Xavier for all that is not named."""
FEW = 5
"""Layers of a network that is not deep."""


@dataclass(frozen=True)
class Candidate:
    """``changes`` gives the settings to change, {} where the remedy does not apply; it helps against ``against``."""

    name: str
    label: str
    why: str
    source: str
    against: frozenset[str]
    changes: Callable[[Experiment], Changes]


def candidates(experiment: Experiment, found: tuple[Finding, ...]) -> list[tuple[Candidate, Changes]]:
    """The remedies that apply to these settings and one of the findings, with what they change."""
    names = {finding.name for finding in found}
    applicable = ((row, row.changes(experiment)) for row in CANDIDATES if row.against & names)
    return [(row, changes) for row, changes in applicable if _possible(experiment, changes)]


def _possible(experiment: Experiment, changes: Changes) -> bool:
    try:
        changed = experiment.replace(**changes)
    except SettingsError:
        return False
    return changed.canonical() != experiment.canonical()


def _proper(e: Experiment) -> Changes:
    return {"init": PROPER.get(e.activation, "xavier_normal"), "gain": 1.0}


def _plain(e: Experiment) -> bool:
    """Whether the activation matters, as it does not in gated cells."""
    return e.matters("activation")


def _relu(e: Experiment) -> Changes:
    if not _plain(e) or e.activation in RELUS or e.kind == "sequence":
        return {}
    return {"activation": "relu", "init": "he_normal", "gain": 1.0}


def _tanh(e: Experiment) -> Changes:
    return {"activation": "tanh", "init": "orthogonal", "gain": 1.0} if e.activation == "sigmoid" and _plain(e) else {}


def _leaky(e: Experiment) -> Changes:
    return {"activation": "leaky_relu"} if e.activation == "relu" and _plain(e) else {}


def _orthogonal(e: Experiment) -> Changes:
    return {"init": "orthogonal", "gain": 2**0.5 if e.activation in RELUS and _plain(e) else 1.0}


def _unless(name: str, value: Any, **more: Any) -> Callable[[Experiment], Changes]:
    """Sets it, with more beside it, where it is another and matters."""
    return lambda e: {name: value, **more} if e.matters(name) and getattr(e, name) != value else {}


def _rate(factor: float) -> Callable[[Experiment], Changes]:
    def changes(e: Experiment) -> Changes:
        return {"learning_rate": float(f"{min(max(e.learning_rate * factor, 1e-6), 1000.0):.3g}")}

    return changes


def _cell(cell: str, **more: Any) -> Callable[[Experiment], Changes]:
    return lambda e: {"cell": cell, **more} if e.kind == "sequence" and e.cell != cell else {}


def _forget(e: Experiment) -> Changes:
    return {"forget_bias": 3.0} if e.kind == "sequence" and e.cell == "lstm" and e.forget_bias < 3.0 else {}


def _shallow(e: Experiment) -> Changes:
    return {"depth": FEW} if e.kind == "deep" and e.depth > FEW else {}


def _no_penalty(e: Experiment) -> Changes:
    return {"l1": 0.0, "l2": 0.0} if e.l1 or e.l2 else {}


def _looser(factor: float) -> Callable[[Experiment], Changes]:
    return lambda e: {"clip_at": min(factor * e.clip_at, 1000.0)} if e.clip != "none" else {}


FADING = frozenset(["vanishing", "short_memory", "upper_layers_only", "saturated_units"])
GROWING = frozenset(["exploding", "diverged"])
CHAIN = FADING | GROWING
WILD = GROWING | {"oscillating", "dead_units", "saturated_units"}

CANDIDATES = (
    Candidate(
        "relu",
        "ReLU with He weights",
        "A ReLU's slope is 1 wherever it is not 0, and He weights make up for the half that it drops.",
        "He, Zhang, Ren, Sun (2015)",
        FADING,
        _relu,
    ),
    Candidate(
        "proper_weights",
        "Starting weights of the right size",
        "Weights whose variance fits the number of units keep the gradient's size from layer to layer, and no two "
        "units start alike.",
        "Glorot, Bengio (2010); He, Zhang, Ren, Sun (2015)",
        CHAIN | {"symmetric_units", "dead_units"},
        _proper,
    ),
    Candidate(
        "orthogonal_weights",
        "Orthogonal weights",
        "An orthogonal matrix turns the gradient without stretching or shrinking it.",
        "Saxe, McClelland, Ganguli (2013)",
        CHAIN | {"symmetric_units"},
        _orthogonal,
    ),
    Candidate(
        "tanh",
        "Tanh with orthogonal weights",
        "Tanh has slope 1 at zero, four times a sigmoid's.",
        "LeCun, Bottou, Orr, Müller (1998)",
        FADING,
        _tanh,
    ),
    Candidate(
        "batch_norm",
        "Batch normalization",
        "Every unit is brought to mean 0 and variance 1 over the batch, where the activation is steep.",
        "Ioffe, Szegedy (2015)",
        CHAIN,
        _unless("normalization", "batch"),
    ),
    Candidate(
        "layer_norm",
        "Layer normalization",
        "Each sample's units are brought to mean 0 and variance 1, whatever the weights do.",
        "Ba, Kiros, Hinton (2016)",
        CHAIN | {"dead_units"},
        _unless("normalization", "layer"),
    ),
    Candidate(
        "residual",
        "Residual shortcuts",
        "The gradient has a road of slope 1 past every layer.",
        "He, Zhang, Ren, Sun (2016)",
        FADING | {"dead_units"},
        _unless("skip", "residual"),
    ),
    Candidate(
        "highway",
        "Highway shortcuts",
        "A gate that starts mostly open to h carries the gradient past the layers.",
        "Srivastava, Greff, Schmidhuber (2015)",
        FADING,
        _unless("skip", "highway"),
    ),
    Candidate(
        "lstm",
        "LSTM",
        "The memory cell passes the gradient on through the forget gate alone, which starts wide open.",
        "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        CHAIN | {"oscillating"},
        _cell("lstm", forget_bias=3.0),
    ),
    Candidate(
        "gru",
        "GRU",
        "The update gate keeps part of the old state, and with it of the gradient.",
        "Cho et al. (2014)",
        CHAIN | {"oscillating"},
        _cell("gru"),
    ),
    Candidate(
        "forget_bias",
        "Open the forget gate",
        "What the forget gate lets through at each time step multiplies up; a bias of 3 opens it to 95 %.",
        "Jozefowicz, Zaremba, Sutskever (2015)",
        FADING,
        _forget,
    ),
    Candidate(
        "leaky_relu",
        "Leaky ReLU",
        "A small slope below zero lets units come back to life.",
        "Maas, Hannun, Ng (2013)",
        frozenset(["dead_units"]),
        _leaky,
    ),
    Candidate(
        "clipping",
        "Clipping by norm",
        "A gradient that is longer than the threshold is shortened to it before the step is taken.",
        "Pascanu, Mikolov, Bengio (2013)",
        WILD,
        _unless("clip", "norm", clip_at=1.0),
    ),
    Candidate(
        "smaller_rate",
        "A tenth of the learning rate",
        "Smaller steps do not overshoot, nor throw units into their flat parts.",
        "LeCun, Bottou, Orr, Müller (1998)",
        WILD | {"clipped_mostly"},
        _rate(0.1),
    ),
    Candidate(
        "much_smaller_rate",
        "A hundredth of the learning rate",
        "Smaller steps do not overshoot, nor throw units into their flat parts.",
        "LeCun, Bottou, Orr, Müller (1998)",
        WILD,
        _rate(0.01),
    ),
    Candidate(
        "larger_rate",
        "Ten times the learning rate",
        "Where the gradient is sound and nothing moves, larger steps get further.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset(["stalled"]),
        _rate(10.0),
    ),
    Candidate(
        "much_larger_rate",
        "A thousand times the learning rate",
        "Where the gradient is sound and nothing moves, larger steps get further.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset(["stalled"]),
        _rate(1000.0),
    ),
    Candidate(
        "adam",
        "Adam",
        "Every weight's step is divided by the size of its own gradient, so that all of them move.",
        "Kingma, Ba (2015)",
        frozenset(["stalled", "upper_layers_only", "oscillating"]),
        _unless("optimizer", "adam", learning_rate=0.003),
    ),
    Candidate(
        "fewer_layers",
        f"Only {FEW} layers",
        "What every layer does to the gradient multiplies up: fewer layers, fewer factors.",
        "Bengio, Simard, Frasconi (1994)",
        CHAIN,
        _shallow,
    ),
    Candidate(
        "pretraining",
        "Layer-by-layer pretraining",
        "Each layer first learns the task alone, where no gradient has far to go.",
        "Schmidhuber (1992); Bengio, Lamblin, Popovici, Larochelle (2007)",
        FADING | {"stalled"},
        lambda e: {"pretraining": 10} if e.kind == "deep" and not e.pretraining else {},
    ),
    Candidate(
        "no_penalty",
        "No L1 and L2",
        "A strong penalty pulls the weights to zero, and the gradient with them.",
        "Krogh, Hertz (1991)",
        FADING | {"stalled"},
        _no_penalty,
    ),
    Candidate(
        "small_l2",
        "A little L2",
        "A light pull towards zero keeps weights from growing, and the gradient with them.",
        "Krogh, Hertz (1991)",
        frozenset(["exploding", "oscillating"]),
        _unless("l2", 0.001),
    ),
    Candidate(
        "looser_clipping",
        "Ten times the clipping threshold",
        "Where nearly every step is cut, the threshold is too low for this network.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset(["clipped_mostly"]),
        _looser(10.0),
    ),
    Candidate(
        "much_looser_clipping",
        "A hundred times the clipping threshold",
        "Where nearly every step is cut, the threshold is too low for this network.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset(["clipped_mostly"]),
        _looser(100.0),
    ),
)
"""Everything that can be tried; which of it helps these settings is measured, not looked up."""

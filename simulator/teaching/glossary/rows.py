"""Words that are rows of tables: activations, starting weights, parts of a network, ways of training, quantities."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.catalog import (
    ACTIVATIONS,
    CELLS,
    CLIPS,
    GATE_BIASES,
    INITIALIZERS,
    KINDS,
    LAYERS,
    NORMALIZATIONS,
    OBJECTIVES,
    OPTIMIZERS,
    SCHEDULES,
    SKIPS,
    TASKS,
)
from simulator.catalog.activations import Activation
from simulator.catalog.choice import Choice
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.quantity import Quantity
from simulator.catalog.readings import READINGS
from simulator.settings.experiment import Experiment
from simulator.teaching.glossary.entry import CURVE, LOSS, PROFILE, Entry, Picture
from simulator.teaching.glossary.networks import LSTM, RELU, RNN, SIGMOID, TANH

ACTIVATION, START, PARTS, TRAINING, TASK, MEASURED = (
    "Activations",
    "Starting weights",
    "Layers, cells, normalizations, shortcuts",
    "Ways of training",
    "Tasks and losses",
    "What is measured",
)
OWN = "this one"
"""The line of the row itself."""
NOTHING = ("none", "constant", "alike")
"""Rows by which a menu says that there is nothing of the kind: no words of their own."""
FORMULAS = {
    "linear": r"f(z) = z, \qquad f'(z) = 1",
    "sigmoid": r"\sigma(z) = \frac{1}{1 + e^{-z}}, \qquad \sigma'(z) = \sigma(z)\,(1-\sigma(z)) \le \tfrac{1}{4}",
    "tanh": r"\tanh'(z) = 1 - \tanh^2(z) \le 1",
    "relu": r"f(z) = \max(0, z), \qquad f'(z) \in \{0, 1\}",
    "leaky_relu": r"f(z) = \max(0.01\,z, z)",
    "prelu": r"f(z) = \max(0, z) + a \min(0, z)",
    "elu": r"f(z) = e^z - 1 \quad (z < 0), \qquad f(z) = z \quad (z \ge 0)",
    "selu": r"f(z) = \lambda \alpha (e^z - 1) \quad (z < 0), \qquad f(z) = \lambda z \quad (z \ge 0)",
    "gelu": r"f(z) = z\,\Phi(z)",
    "swish": r"f(z) = z\,\sigma(z)",
    "mish": r"f(z) = z \tanh(\log(1 + e^z))",
    "softplus": r"f(z) = \log(1 + e^z), \qquad f'(z) = \sigma(z)",
    "hard_tanh": r"f(z) = \max(-1, \min(1, z))",
    "maxout": r"f(x) = \max_k (W_k x + b_k)",
    "xavier_normal": r"\mathrm{Var}(w) = \frac{2}{n_{\text{in}} + n_{\text{out}}}",
    "he_normal": r"\mathrm{Var}(w) = \frac{2}{n_{\text{in}}}",
    "lecun_normal": r"\mathrm{Var}(w) = \frac{1}{n_{\text{in}}}",
    "orthogonal": r"W^\top W = I",
    "identity": r"W = I",
    "batch": r"\hat a = \frac{a - \mu_{\text{batch}}}{\sigma_{\text{batch}}}, \quad z = \gamma\,\hat a + \beta",
    "layer": r"\hat a = \frac{a - \mu_{\text{units}}}{\sigma_{\text{units}}}, \quad z = \gamma\,\hat a + \beta",
    "rms": r"\hat a = \frac{a}{\sqrt{\text{mean}(a^2)}}, \quad z = \gamma\,\hat a",
    "residual": r"h_l = h_{l-1} + f(\dots), \qquad \frac{\partial h_l}{\partial h_{l-1}} = 1 + f'(\dots)",
    "highway": r"h_l = t \odot f(\dots) + (1 - t) \odot h_{l-1}",
    "rnn": r"h_t = f(W h_{t-1} + U x_t + b)",
    "lstm": r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t, \quad h_t = o_t \odot \tanh(c_t)",
    "gru": r"h_t = u_t \odot h_{t-1} + (1 - u_t) \odot \tilde h_t",
    "sgd": r"\Delta w = -\eta\,g",
    "momentum": r"v \leftarrow 0.9\,v + g, \quad \Delta w = -\eta\,v",
    "adam": r"\Delta w = -\eta\,\frac{\hat m}{\sqrt{\hat v}}",
    "norm": r"g \leftarrow g \cdot \min\left(1, \frac{c}{\lVert g \rVert}\right)",
    "value": r"g_i \leftarrow \max(-c, \min(c, g_i))",
    "cross_entropy": r"\ell = -\log p(y)",
    "mse": r"\ell = (\hat y - y)^2",
    "mae": r"\ell = |\hat y - y|",
}
"""Formula of each row, where one says more than the words."""


def rows() -> Iterator[Entry]:
    """All of them, in the order of the tables."""
    for row in ACTIVATIONS.values():
        yield _entry(row, ACTIVATION, _of_activation(row))
    for init in INITIALIZERS.values():
        yield _entry(init, START, _of_weights(init))
    yield from _changed(LAYERS, PARTS, RELU.replace(depth=4, width=8), "layer", "dense")
    yield from _changed(NORMALIZATIONS, PARTS, SIGMOID, "normalization", "none")
    yield from _changed(SKIPS, PARTS, SIGMOID, "skip", "none")
    yield from _changed(CELLS, PARTS, RNN, "cell", "rnn")
    yield from _changed(GATE_BIASES, PARTS, LSTM, "gate_biases", "alike")
    yield from _changed(KINDS, PARTS, SIGMOID, "kind", "deep")
    yield from _changed(OPTIMIZERS, TRAINING, RELU.replace(learning_rate=0.003), "optimizer", "sgd", LOSS)
    yield from _changed(SCHEDULES, TRAINING, RELU, "schedule", "constant", "stride")
    yield from _changed(CLIPS, TRAINING, TANH.replace(gain=2.5, clip_at=1.0), "clip", "none", "clip_scale")
    yield from _changed(OBJECTIVES, TASK, RELU, "objective", "cross_entropy", "accuracy")
    for kind, base in (("deep", RELU), ("sequence", LSTM)):
        for task in TASKS[kind].values():
            length = {"sequence_length": task.length} if getattr(task, "length", None) else {}
            yield _entry(task, TASK, Picture({"this task": base.replace(task=task.name, **length)}, "chance_loss"))
    for quantity in (*QUANTITIES.values(), *READINGS.values()):
        yield _of_quantity(quantity)


def _entry(row: Choice, group: str, picture: Picture) -> Entry:
    sources = (row.source,) if row.source else ()
    return Entry(row.name, row.label, group, picture, row.note, (), FORMULAS.get(row.name, ""), sources)


def _of_activation(row: Activation) -> Picture:
    """The function itself; of competing pieces, which have none of their own, the gradient."""
    wide = {"depth": 3, "gain": 2.0}  # z from end to end of the curve
    network = RELU.replace(activation=row.name, init=row.proper_init, **({} if row.pieces > 1 else wide))
    return Picture({OWN: network}, PROFILE if row.pieces > 1 else CURVE)


def _of_weights(row: Choice) -> Picture:
    """Beside those that fit the network."""
    base = RELU if row.name.startswith("he") else TANH
    gain = {"gain": 0.3} if row.name in ("normal", "uniform", "constant") else {}
    skip = {"skip": "residual"} if row.name == "zero_branches" else {}
    other = base.replace(**skip)
    fitting = {} if row.name == base.init else {"Xavier": other}
    return Picture({OWN: other.replace(init=row.name, **gain), **fitting})


def _changed(
    table: Mapping[str, Choice], group: str, base: Experiment, name: str, plain: str, shows: str = PROFILE
) -> Iterator[Entry]:
    """The rows of a menu, each beside the row that is the plain one."""
    for row in table.values():
        if row.name in NOTHING:
            continue
        changes: dict[str, Any] = {name: row.name}
        # A sequence is another network altogether, and not layers with one thing changed.
        runs = {OWN: RNN if row.name == "sequence" else base.replace(**changes)}
        if row.name != plain:
            runs[table[plain].label.lower() if plain in NOTHING else table[plain].label] = base
        yield _entry(row, group, Picture(runs, shows))


def _of_quantity(row: Quantity) -> Entry:
    """Drawn of the networks of its own sketch."""
    picture = Picture({}, row.name)
    return Entry(
        row.name, row.label, MEASURED, picture, row.plain, (row.note,), row.formula, (row.source,), (), row.name
    )

"""Settings that were asked for and cannot change the run: each in a sentence that says where it has no effect."""

from collections.abc import Callable

from simulator.catalog import INITIALIZERS, menu
from simulator.catalog.structure import CELLS
from simulator.catalog.training import SCHEDULES
from simulator.settings.fields import Settings


def idle(s: Settings) -> tuple[str, ...]:
    """A sentence for each setting that differs from its default to no effect, such as
    "Forget-gate bias: 3 has no effect in a GRU."."""
    given = [name for name in type(s).model_fields if getattr(s, name) != s.default_of(name)]
    return tuple(f"{_spoken(s, name)} has no effect {where}." for name in given if (where := _without_effect(s, name)))


def _spoken(s: Settings, name: str) -> str:
    value = getattr(s, name)
    text = menu(name, s.kind)[value].label if isinstance(value, str) else f"{value:g}"
    return f"{type(s).model_fields[name].title}: {text}"


def _without_effect(s: Settings, name: str) -> str:
    """Where the setting has no effect, such as "in a GRU"; empty where it may have one."""
    if not s.matters(name):
        return WHERE_IDLE.get(name, _network)(s)
    where = WHERE_EFFECTLESS.get(name)
    return where(s) if where else ""


def _network(s: Settings) -> str:
    """English asks how a label is spoken: an LSTM, but a GRU."""
    if s.kind == "deep":
        return "in a deep network"
    label = CELLS[s.cell].label
    spoken = label[0].lower() + label[1:] if label[1].islower() else label
    return f"in {'an' if spoken[0] in 'aeioAEFHILMNORSX' else 'a'} {spoken}"


def _length(s: Settings) -> str:
    return _network(s) if s.kind == "deep" else f"on the task {s.task_row.label}, which has {s.sites} time steps"


def _shortcut(s: Settings) -> str:
    # The input has another width, so that no shortcut leads around the first layer.
    return "in a single layer" if s.kind == "deep" and s.depth == 1 and s.skip == "residual" else ""


def _schedule(s: Settings) -> str:
    shortest = SCHEDULES[s.schedule].shortest
    # Each layer's pretraining has a schedule of its own.
    longest = max(s.steps, s.pretraining if s.kind == "deep" else 0)
    return f"in fewer than {shortest} training steps" if longest < shortest else ""


def _start(s: Settings) -> str:
    return "with a weight gain of 0" if s.gain == 0 and s.init != "zeros" else ""


def _input_weights(s: Settings) -> str:
    others = INITIALIZERS[s.init]
    if INITIALIZERS[others.ends or s.init] is s.input_row:
        return "where it is how they are drawn anyway"
    return _start(s)


def _forget_bias(s: Settings) -> str:
    return "beside chrono gate biases" if s.gated and s.cell == "lstm" else _network(s)


def _gate_biases(s: Settings) -> str:
    return "in a GRU of two time steps" if s.cell == "gru" and s.sites == 2 else ""


Where = Callable[[Settings], str]
WHERE_IDLE: dict[str, Where] = {
    "sequence_length": _length,
    "bias_std": lambda s: "beside a normalization, which has a shift in place of the biases",
    "target_scale": lambda s: f"on the task {s.task_row.label}, which asks for one of {s.task_row.classes} classes",
    "gain": lambda s: "on weights that all start at zero",
    "clip_at": lambda s: "without gradient clipping",
    "forget_bias": _forget_bias,
    "weight_mean": lambda s: "on weights that are not drawn one by one",
}
"""Where a setting does not matter; what is not named here depends on the network."""
WHERE_EFFECTLESS: dict[str, Where] = {
    "skip": _shortcut,
    "schedule": _schedule,
    "init": _start,
    "input_init": _input_weights,
    "weight_mean": _start,
    "gate_biases": _gate_biases,
}
"""Where a setting that matters does nothing all the same."""

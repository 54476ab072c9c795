"""Settings that were asked for and cannot change the run: each in a sentence that says where it has no effect."""

from collections.abc import Callable

from simulator.catalog import INITIALIZERS, menu
from simulator.catalog.structure import CELLS
from simulator.catalog.training import SCHEDULES
from simulator.language import _, inside, signs
from simulator.settings.derived import Settings
from simulator.settings.labels import label_of


def idle(s: Settings) -> tuple[str, ...]:
    """A sentence for each setting that differs from its default to no effect, such as
    "Forget-gate bias: 3 has no effect in a GRU."."""
    given = [name for name in type(s).model_fields if getattr(s, name) != s.default_of(name)]
    return tuple(filter(None, (_without_effect(s, name) for name in given)))


def _spoken(s: Settings, name: str) -> str:
    value = getattr(s, name)
    text = menu(name, s.kind)[value].label if isinstance(value, str) else signs(f"{value:g}")
    return f"{label_of(name)}: {text}"


def _without_effect(s: Settings, name: str) -> str:
    """The sentence that says where the setting has no effect; empty where it may have one."""
    # A setting can do nothing for two reasons: it is not asked for, or what it does is the same without it.
    where = WHERE_EFFECTLESS.get(name) if s.matters(name) else WHERE_IDLE.get(name, _network)
    return where(s, _spoken(s, name)) if where else ""


def _network(s: Settings, what: str) -> str:
    """English asks how a label is spoken: an LSTM, but a GRU."""
    if s.kind == "deep":
        return _("{what} has no effect in a deep network.", what=what)
    cell = inside(CELLS[s.cell].label)
    if cell[0] in "aeioAEFHILMNORSX":
        return _("{what} has no effect in an {cell}.", what=what, cell=cell)
    return _("{what} has no effect in a {cell}.", what=what, cell=cell)


def _length(s: Settings, what: str) -> str:
    if s.kind == "deep":
        return _network(s, what)
    holes = {"what": what, "task": s.task_row.label, "sites": s.sites}
    return _("{what} has no effect on the task {task}, which has {sites} time steps.", **holes)


def _shortcut(s: Settings, what: str) -> str:
    # The input has another width, so that no shortcut leads around the first layer.
    alone = s.kind == "deep" and s.depth == 1 and s.skip == "residual"
    return _("{what} has no effect in a single layer.", what=what) if alone else ""


def _schedule(s: Settings, what: str) -> str:
    shortest = SCHEDULES[s.schedule].shortest
    # Each layer's pretraining has a schedule of its own.
    longest = max(s.steps, s.pretraining if s.kind == "deep" else 0)
    told = _("{what} has no effect in fewer than {shortest} training steps.", what=what, shortest=shortest)
    return told if longest < shortest else ""


def _start(s: Settings, what: str) -> str:
    nothing = s.gain == 0 and s.init != "zeros"
    return _("{what} has no effect with a weight gain of 0.", what=what) if nothing else ""


def _input_weights(s: Settings, what: str) -> str:
    others = INITIALIZERS[s.init]
    if INITIALIZERS[others.ends or s.init] is s.input_row:
        return _("{what} has no effect where it is how they are drawn anyway.", what=what)
    return _start(s, what)


def _forget_bias(s: Settings, what: str) -> str:
    if s.gated and s.cell == "lstm":
        return _("{what} has no effect beside chrono gate biases.", what=what)
    return _network(s, what)


def _gate_biases(s: Settings, what: str) -> str:
    short = s.cell == "gru" and s.sites == 2
    return _("{what} has no effect in a GRU of two time steps.", what=what) if short else ""


def _target_scale(s: Settings, what: str) -> str:
    holes = {"what": what, "task": s.task_row.label, "classes": s.task_row.classes}
    return _("{what} has no effect on the task {task}, which asks for one of {classes} classes.", **holes)


Where = Callable[[Settings, str], str]
WHERE_IDLE: dict[str, Where] = {
    "sequence_length": _length,
    "bias_std": lambda s, what: _(
        "{what} has no effect beside a normalization, which has a shift in place of the biases.", what=what
    ),
    "target_scale": _target_scale,
    "gain": lambda s, what: _("{what} has no effect on weights that all start at zero.", what=what),
    "clip_at": lambda s, what: _("{what} has no effect without gradient clipping.", what=what),
    "forget_bias": _forget_bias,
    "weight_mean": lambda s, what: _("{what} has no effect on weights that are not drawn one by one.", what=what),
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

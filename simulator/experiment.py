"""Every knob, once: its range, default, label and help; the checks, the URL and the page's controls come from here."""

from collections.abc import Callable, Mapping
from typing import Any, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from simulator.catalog import MENUS, menu
from simulator.catalog.tasks import TASKS, Task
from simulator.errors import SettingsError
from simulator.limits import check

Rule = Callable[["Experiment"], bool]


def _deep(e: "Experiment") -> bool:
    return e.kind == "deep"


def _sequence(e: "Experiment") -> bool:
    return e.kind == "sequence"


def _lstm(e: "Experiment") -> bool:
    return e.kind == "sequence" and e.cell == "lstm"


def _ungated(e: "Experiment") -> bool:
    return e.kind == "deep" or e.cell == "rnn"


def _free_length(e: "Experiment") -> bool:
    return e.kind == "sequence" and e.task_row.length is None


def _knob(default: Any, label: str, help: str, *, group: str, when: Rule | None = None, **limits: Any) -> Any:
    """A field; ``group`` is its place on the page, ``when`` tells for which experiments it matters."""
    extra = {"group": group, "when": when, **{k: limits.pop(k) for k in ("step", "log", "unit") if k in limits}}
    return Field(default=default, title=label, description=help, json_schema_extra=extra, **limits)


class Experiment(BaseModel):
    """One run, described completely: equal experiments give equal traces. Frozen and hashable.

    Raises SettingsError where a value is outside its range or two settings clash.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: str = _knob(
        "deep",
        "Kind of network",
        "In a deep network the gradient walks back layer by layer, in a sequence time step by time step.",
        group="basic",
    )
    cell: str = _knob(
        "rnn",
        "Cell",
        "What carries the state from one time step to the next.",
        group="basic",
        when=_sequence,
    )
    depth: int = _knob(20, "Layers", "Number of hidden layers (depth).", group="basic", when=_deep, ge=1, le=200)
    sequence_length: int = _knob(
        50,
        "Time steps",
        "Length of the sequence: the number of time steps that the gradient walks back.",
        group="basic",
        when=_free_length,
        ge=2,
        le=500,
    )
    activation: str = _knob(
        "sigmoid",
        "Activation",
        "The function after each weighted sum. Its slope multiplies the gradient at every site.",
        group="basic",
        when=_ungated,
    )
    init: str = _knob(
        "xavier_normal",
        "Starting weights",
        "How the weights are drawn before training (initialization).",
        group="basic",
    )
    gain: float = _knob(
        1.0,
        "Weight gain",
        "Every starting weight is multiplied by this (gain).",
        group="basic",
        when=lambda e: e.init != "zeros",
        ge=0.0,
        le=10.0,
        step=0.05,
    )
    forget_bias: float = _knob(
        1.0,
        "Forget-gate bias",
        "Starting bias of the LSTM's forget gate: the larger, the longer it remembers at first "
        "(Jozefowicz, Zaremba, Sutskever, 2015).",
        group="basic",
        when=_lstm,
        ge=-10.0,
        le=10.0,
        step=0.5,
    )
    normalization: str = _knob(
        "none",
        "Normalization",
        "Rescales what goes into the activation, in every layer or at every time step.",
        group="basic",
    )
    skip: str = _knob(
        "none",
        "Shortcuts",
        "A way around the weights, from one h to the next (skip connections).",
        group="basic",
        when=_ungated,
    )
    learning_rate: float = _knob(
        0.1, "Learning rate", "Size of a training step.", group="basic", ge=1e-6, le=1000.0, log=True
    )
    task: str = _knob("digits", "Task", "What the network is asked to learn.", group="task")
    layer: str = _knob(
        "dense",
        "Kind of layer",
        "Dense layers see everything at once; convolutional ones slide small filters over an image.",
        group="task",
        when=_deep,
    )
    width: int = _knob(
        32,
        "Width",
        "Units of a layer or of the state; channels of a convolutional layer.",
        group="task",
        ge=2,
        le=512,
    )
    batch_size: int = _knob(64, "Batch size", "Samples per training step.", group="task", ge=1, le=512)
    steps: int = _knob(300, "Training steps", "Number of training steps.", group="task", ge=1, le=2000)
    seed: int = _knob(
        0, "Random seed", "Another seed draws other weights and other data.", group="task", ge=0, le=2**31 - 1
    )
    optimizer: str = _knob("sgd", "Optimizer", "The rule that turns gradients into steps.", group="training")
    schedule: str = _knob(
        "constant", "Learning-rate schedule", "How the learning rate changes during training.", group="training"
    )
    clip: str = _knob("none", "Gradient clipping", "Limits the gradient before the step is taken.", group="training")
    clip_at: float = _knob(
        1.0,
        "Clipping threshold",
        "The largest norm, or the largest entry, that is let through.",
        group="training",
        when=lambda e: e.clip != "none",
        ge=1e-6,
        le=1e6,
        log=True,
    )
    device: str = _knob("auto", "Device", "Where the network is computed.", group="training")
    dropout: float = _knob(
        0.0,
        "Dropout",
        "Share of the units switched off at random in each training step (Srivastava et al., 2014).",
        group="regularization",
        ge=0.0,
        le=0.9,
        step=0.05,
    )
    l1: float = _knob(
        0.0,
        "L1 penalty",
        "Pulls every weight towards zero by the same amount (Tibshirani, 1996).",
        group="regularization",
        ge=0.0,
        le=1.0,
        log=True,
    )
    l2: float = _knob(
        0.0,
        "L2 penalty",
        "Pulls every weight towards zero in proportion to its size (weight decay; Krogh, Hertz, 1991).",
        group="regularization",
        ge=0.0,
        le=1.0,
        log=True,
    )
    pretraining: int = _knob(
        0,
        "Pretraining steps per layer",
        "Trains one layer at a time for so many steps, before all of them together "
        "(Schmidhuber, 1992; Bengio, Lamblin, Popovici, Larochelle, 2007).",
        group="regularization",
        when=_deep,
        ge=0,
        le=500,
    )

    def __init__(self, **settings: Any) -> None:
        try:
            super().__init__(**settings)
        except ValidationError as error:
            raise _refusal(error) from None
        for name in ("kind", *MENUS, "task"):
            _check_choice(self, name)
        check(self)

    @property
    def task_row(self) -> Task:
        """The row of the task's table."""
        return TASKS[self.kind][self.task]

    @property
    def sites(self) -> int:
        """Number of places on the chain: layers, or time steps."""
        if self.kind == "deep":
            return self.depth
        return self.task_row.length or self.sequence_length

    def replace(self, **changes: Any) -> Self:
        """A checked copy with some settings changed; raises SettingsError as the constructor does."""
        return type(self)(**{**self.model_dump(), **changes})

    def matters(self, name: str) -> bool:
        """Whether the setting can change anything, given the others."""
        rule = cast(Rule | None, extra(name)["when"])
        return rule is None or rule(self)

    def canonical(self) -> Self:
        """The same run with every setting that does not matter at its default: equal runs compare equal."""
        idle = {name: info.default for name, info in FIELDS.items() if not self.matters(name)}
        return self.replace(**idle) if idle else self

    def to_query(self) -> dict[str, str]:
        """Name -> text of every setting that differs from its default."""
        values = self.model_dump()
        return {name: str(values[name]) for name, info in FIELDS.items() if values[name] != info.default}

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> tuple[Self, list[str]]:
        """The experiment a URL asks for, and a sentence for each thing in it that was ignored; never raises."""
        ignored: list[str] = []
        settings: dict[str, Any] = {}
        for name, value in query.items():
            if name in FIELDS:
                settings[name] = value
            else:
                ignored.append(f"{_short(name)} is not a setting and was ignored.")
        while True:
            try:
                return cls(**settings), ignored
            except SettingsError as error:
                culprit = next((name for name in error.fields if name in settings), next(iter(settings)))
                del settings[culprit]
                ignored.append(f"{error} The default is used.")


FIELDS: dict[str, FieldInfo] = dict(Experiment.model_fields)
"""Every setting by name, in the order of the page."""


def extra(name: str) -> dict[str, Any]:
    """What the page needs to know of a setting beside its type and limits: group, when, step, log."""
    return cast(dict[str, Any], FIELDS[name].json_schema_extra)


def bounds(name: str) -> tuple[float, float]:
    """Smallest and largest allowed value of a numeric setting."""
    limits = {key: getattr(m, key) for m in FIELDS[name].metadata for key in ("ge", "le") if hasattr(m, key)}
    return limits["ge"], limits["le"]


def _short(value: Any) -> str:
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _check_choice(e: Experiment, name: str) -> None:
    choices, given = menu(name, e.kind), getattr(e, name)
    if given not in choices:
        label = FIELDS[name].title
        where = f" for a {e.kind} network" if name == "task" else ""
        raise SettingsError(
            f"{label}: allowed{where} are {', '.join(choices)}; given was {_short(given)}. Choose one of these.", name
        )


def _refusal(error: ValidationError) -> SettingsError:
    """The first thing pydantic found wrong, in the user's words."""
    problem = error.errors()[0]
    name, given = str(problem["loc"][0]), _short(problem["input"])
    if name not in FIELDS:
        return SettingsError(f"{_short(name)} is not a setting; the settings are {', '.join(FIELDS)}.", name)
    kind = FIELDS[name].annotation
    if kind is str:
        return SettingsError(f"{FIELDS[name].title}: allowed is a name from its menu; given was {given}.", name)
    low, high = bounds(name)
    number = "whole numbers" if kind is int else "numbers"
    return SettingsError(
        f"{FIELDS[name].title}: allowed are {number} from {low:g} to {high:g}; given was {given}. "
        "Choose one in that range.",
        name,
    )

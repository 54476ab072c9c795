"""Every knob, once: its range, default, label and help; the checks, the URL and the page's controls come from here."""

from collections.abc import Mapping
from typing import Any, Self, cast

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic.fields import FieldInfo

from simulator.catalog import MENUS, menu
from simulator.catalog.tasks import TASKS, Task
from simulator.settings.errors import SettingsError, closest, shorten
from simulator.settings.limits import check
from simulator.settings.refusal import ignored, not_on_the_menu, refusal
from simulator.settings.setting import Rule, deep, extra_of, free_length, knob, lstm, range_of, sequence, ungated

POWERS = [2, 4, 8, 16, 32, 64, 128, 256, 512]
RATES = [1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0]
PENALTIES = [0.0, 1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0]
THRESHOLDS = [1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0, 1e4, 1e6]


class Experiment(BaseModel):
    """One run, described completely: equal experiments give equal traces. Frozen and hashable.

    Raises SettingsError where a value is outside its range or two settings clash.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: str = knob(
        "deep",
        "Kind of network",
        "In a deep network the gradient walks back layer by layer, in a sequence time step by time step.",
        group="basic",
    )
    cell: str = knob(
        "rnn",
        "Cell",
        "What carries the state from one time step to the next.",
        group="basic",
        when=sequence,
    )
    depth: int = knob(20, "Layers", "Number of hidden layers (depth).", group="basic", when=deep, ge=1, le=200)
    sequence_length: int = knob(
        50,
        "Time steps",
        "Length of the sequence: the number of time steps that the gradient walks back.",
        group="basic",
        when=free_length,
        ge=2,
        le=500,
    )
    activation: str = knob(
        "sigmoid",
        "Activation",
        "The function after each weighted sum. Its slope multiplies the gradient at every site.",
        group="basic",
        when=ungated,
    )
    init: str = knob(
        "xavier_normal",
        "Starting weights",
        "How the weights are drawn before training (initialization).",
        group="basic",
    )
    gain: float = knob(
        1.0,
        "Weight gain",
        "Every starting weight is multiplied by this (gain).",
        group="basic",
        when=lambda e: e.init != "zeros",
        ge=0.0,
        le=10.0,
        step=0.05,
    )
    forget_bias: float = knob(
        1.0,
        "Forget-gate bias",
        "Starting bias of the LSTM's forget gate: the larger, the longer it remembers at first "
        "(Jozefowicz, Zaremba, Sutskever, 2015).",
        group="basic",
        when=lstm,
        ge=-10.0,
        le=10.0,
        step=0.5,
    )
    normalization: str = knob(
        "none",
        "Normalization",
        "Rescales what goes into the activation, in every layer or at every time step.",
        group="basic",
    )
    skip: str = knob(
        "none",
        "Shortcuts",
        "A way around the weights, from one h to the next (skip connections).",
        group="basic",
        when=ungated,
    )
    learning_rate: float = knob(
        0.1, "Learning rate", "Size of a training step.", group="basic", ge=1e-6, le=1000.0, log=True, stops=RATES
    )
    task: str = knob("digits", "Task", "What the network is asked to learn.", group="task")
    layer: str = knob(
        "dense",
        "Kind of layer",
        "Dense layers see everything at once; convolutional ones slide small filters over an image.",
        group="task",
        when=deep,
    )
    width: int = knob(
        32,
        "Width",
        "Units of a layer or of the state; channels of a convolutional layer.",
        group="task",
        ge=2,
        le=512,
        stops=POWERS,
    )
    batch_size: int = knob(
        64, "Batch size", "Samples per training step.", group="task", ge=1, le=512, stops=[1, *POWERS]
    )
    steps: int = knob(
        300,
        "Training steps",
        "Number of training steps.",
        group="task",
        ge=1,
        le=2000,
        stops=[1, 10, 50, 100, 200, 300, 500, 1000, 2000],
    )
    seed: int = knob(
        0, "Random seed", "Another seed draws other weights and other data.", group="task", ge=0, le=2**31 - 1
    )
    optimizer: str = knob("sgd", "Optimizer", "The rule that turns gradients into steps.", group="training")
    schedule: str = knob(
        "constant", "Learning-rate schedule", "How the learning rate changes during training.", group="training"
    )
    clip: str = knob("none", "Gradient clipping", "Limits the gradient before the step is taken.", group="training")
    clip_at: float = knob(
        1.0,
        "Clipping threshold",
        "The largest norm, or the largest entry, that is let through.",
        group="training",
        when=lambda e: e.clip != "none",
        ge=1e-6,
        le=1e6,
        log=True,
        stops=THRESHOLDS,
    )
    device: str = knob("auto", "Device", "Where the network is computed.", group="training")
    dropout: float = knob(
        0.0,
        "Dropout",
        "Share of the units switched off at random in each training step (Srivastava et al., 2014).",
        group="regularization",
        ge=0.0,
        le=0.9,
        step=0.05,
    )
    l1: float = knob(
        0.0,
        "L1 penalty",
        "Pulls every weight towards zero by the same amount (Tibshirani, 1996).",
        group="regularization",
        ge=0.0,
        le=1.0,
        log=True,
        stops=PENALTIES,
    )
    l2: float = knob(
        0.0,
        "L2 penalty",
        "Pulls every weight towards zero in proportion to its size (weight decay; Krogh, Hertz, 1991).",
        group="regularization",
        ge=0.0,
        le=1.0,
        log=True,
        stops=PENALTIES,
    )
    pretraining: int = knob(
        0,
        "Pretraining steps per layer",
        "Trains one layer at a time for so many steps, before all of them together "
        "(Schmidhuber, 1992; Bengio, Lamblin, Popovici, Larochelle, 2007).",
        group="regularization",
        when=deep,
        ge=0,
        le=500,
        stops=[0, 10, 20, 50, 100, 200, 500],
    )

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_value(cls, given: Any) -> Any:
        if isinstance(given, bool):  # pydantic would read True as 1
            raise ValueError
        return given

    def __init__(self, **settings: Any) -> None:
        try:
            super().__init__(**settings)
        except ValidationError as error:
            raise refusal(error, settings, FIELDS) from None
        for name in ("kind", *MENUS, "task"):
            given = getattr(self, name)
            if given not in menu(name, self.kind):
                raise not_on_the_menu(name, given, self.kind, FIELDS)
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

    @property
    def gated(self) -> bool:
        """Whether the cell is an LSTM or a GRU, which bring their own activation and record their gates."""
        return self.kind == "sequence" and self.cell != "rnn"

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
        return self.model_copy(update=idle)

    def to_query(self) -> dict[str, str]:
        """Name -> text of every setting that differs from its default."""
        values = self.model_dump()
        return {name: str(values[name]) for name, info in FIELDS.items() if values[name] != info.default}

    @classmethod
    def from_query(cls, query: Mapping[Any, Any]) -> tuple[Self, list[str]]:
        """The experiment a URL asks for, and a sentence for each thing in it that was ignored; never raises."""
        settings = {name: query[name] for name in FIELDS if name in query}
        sentences = [_unknown(name) for name in query if name not in FIELDS]
        while True:
            try:
                return cls(**settings), sentences
            except SettingsError as error:
                culprit = next(name for name in (*error.fields, *settings) if name in settings)
                sentences.append(ignored(error, culprit, settings.pop(culprit), FIELDS))


FIELDS: dict[str, FieldInfo] = dict(Experiment.model_fields)
"""Every setting by name, in the order of the page."""


def extra(name: str) -> dict[str, Any]:
    """What the page needs to know of a setting beside its type and range: group, when, step, log, stops."""
    return extra_of(FIELDS[name])


def bounds(name: str) -> tuple[float, float]:
    """Smallest and largest allowed value of a numeric setting."""
    limits = range_of(FIELDS[name])
    assert limits, f"{name} is chosen from a menu"
    return limits


def _unknown(name: Any) -> str:
    meant = closest(name, FIELDS)
    return f"{shorten(name)} is not a setting and was ignored{f'; did you mean {meant}?' if meant else '.'}"

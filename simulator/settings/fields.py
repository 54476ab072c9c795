"""Every setting once: range, default, label and help; the checks, the URL and the page's controls come from here."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from simulator.catalog.initializers import INITIALIZERS, SAME, Initializer
from simulator.catalog.tasks import TASKS, Task
from simulator.settings.network import Named
from simulator.settings.setting import setting

# What controls stop at; every other value of the range is as good.
POWERS = [2, 4, 8, 16, 32, 64, 128, 256, 512]
RATES = [1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0]
PENALTIES = [0.0, 1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0]
SCALES = [1e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
OFFSETS = [-1000.0, -100.0, -30.0, -10.0, -3.0, -1.0, 0.0, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0]
THRESHOLDS = [1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0, 1e4, 1e6]


def _deep(s: "Fields") -> bool:
    return s.kind == "deep"


def _sequence(s: "Fields") -> bool:
    return s.kind == "sequence"


def _lstm(s: "Fields") -> bool:
    return s.gated and s.cell == "lstm"


def _ungated(s: "Fields") -> bool:
    return not s.gated


def _biased(s: "Fields") -> bool:
    return s.normalization == "none"


def _regression(s: "Fields") -> bool:
    return not s.task_row.classes


def _free_length(s: "Fields") -> bool:
    return s.kind == "sequence" and s.task_row.length is None


class Fields(BaseModel, Named):
    """The settings of one run; ``Settings`` adds what follows from them, ``Experiment`` that they go together."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: str = setting(
        "deep",
        "Kind of network",
        "In a deep network the gradient walks back layer by layer, in a sequence time step by time step.",
        group="basic",
    )
    cell: str = setting(
        "rnn",
        "Cell",
        "What carries the state from one time step to the next.",
        group="basic",
        when=_sequence,
    )
    depth: int = setting(20, "Layers", "Number of hidden layers (depth).", group="basic", when=_deep, ge=1, le=200)
    sequence_length: int = setting(
        50,
        "Time steps",
        "Length of the sequence: the number of time steps that the gradient walks back.",
        group="basic",
        when=_free_length,
        ge=2,
        le=500,
    )
    activation: str = setting(
        "sigmoid",
        "Activation",
        "The function after each weighted sum. Its slope multiplies the gradient at every site. "
        "In an LSTM it shapes what is written to the memory and what is read from it, in a GRU what is written; "
        "their own is tanh.",
        group="basic",
    )
    init: str = setting(
        "xavier_normal",
        "Starting weights",
        "How the weights are drawn before training (initialization).",
        group="basic",
    )
    gain: float = setting(
        1.0,
        "Weight gain",
        "Every starting weight is multiplied by this (gain).",
        group="basic",
        # Zeros stay zeros, whatever they are multiplied by.
        when=lambda e: e.init != "zeros" or e.input_row.name != "zeros",
        ge=0.0,
        le=10.0,
        step=0.05,
    )
    bias_std: float = setting(
        0.0,
        "Bias deviation",
        "Standard deviation sigma_b of the starting biases of layers or time steps, normal around 0. With the gain it "
        "decides whether a tanh network is in order or in chaos (Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, 2017). "
        "A normalization takes the biases' place.",
        group="scales",
        when=_biased,
        ge=0.0,
        le=10.0,
        step=0.05,
    )
    forget_bias: float = setting(
        1.0,
        "Forget-gate bias",
        "Starting bias of the LSTM's forget gate: the larger, the longer it remembers at first "
        "(Jozefowicz, Zaremba, Sutskever, 2015). PyTorch's default adds what it draws to every bias.",
        group="basic",
        # Chrono biases draw one for each unit.
        when=lambda s: _lstm(s) and s.gate_biases != "chrono",
        ge=-10.0,
        le=10.0,
        step=0.5,
    )
    gate_biases: str = setting(
        "alike",
        "Gate biases",
        "How the biases of the gates start that keep the state: with one number for all units, or with memories of all "
        "lengths. Reports of an LSTM that forgets the start of long sequences are answered with it.",
        group="scales",
        when=lambda s: s.gated,
    )
    input_init: str = setting(
        "same",
        "Weights from the inputs",
        "How the weights from the inputs to the state are drawn, where not as those between time steps: a ReLU network "
        "that starts as the identity has it between time steps alone (IRNN; Le, Jaitly, Hinton, 2015).",
        group="scales",
        when=_sequence,
    )
    weight_mean: float = setting(
        0.0,
        "Mean of the weights",
        "Mean of the starting weights in their own standard deviations: 0 is centred. Weights drawn evenly between 0 "
        "and 1, as reports of networks that do not learn often have them, are off by 1.73.",
        group="scales",
        when=lambda s: INITIALIZERS[s.init].drawn or s.input_row.drawn,
        ge=-10.0,
        le=10.0,
        step=0.05,
    )
    normalization: str = setting(
        "none",
        "Normalization",
        "Rescales what goes into the activation, in every layer or at every time step.",
        group="basic",
    )
    skip: str = setting(
        "none",
        "Shortcuts",
        "A way around the weights, from one h to the next (skip connections).",
        group="basic",
        when=_ungated,
    )
    learning_rate: float = setting(
        0.1, "Learning rate", "Size of a training step.", group="basic", ge=1e-6, le=1000.0, log=True, stops=RATES
    )
    task: str = setting("digits", "Task", "What the network is asked to learn.", group="task")
    input_scale: float = setting(
        1.0,
        "Scale of the inputs",
        "Every input is multiplied by this. The tasks' inputs are of about size 1 around 0, as normalized data are; "
        "pixels from 0 to 255 would have a scale of 96 and an offset of 78 (LeCun, Bottou, Orr, Müller, 1998).",
        group="scales",
        ge=1e-3,
        le=1000.0,
        log=True,
        stops=SCALES,
    )
    input_offset: float = setting(
        0.0,
        "Offset of the inputs",
        "This is added to every input, after the scale: how far from 0 the data lie.",
        group="scales",
        ge=-1000.0,
        le=1000.0,
        log=True,
        stops=OFFSETS,
    )
    target_scale: float = setting(
        1.0,
        "Scale of the targets",
        "Every right answer of a regression is multiplied by this, as where it is asked for in dollars and not in "
        "thousands of them. What a guess costs grows with its square.",
        group="scales",
        when=_regression,
        ge=1e-3,
        le=1000.0,
        log=True,
        stops=SCALES,
    )
    objective: str = setting(
        "cross_entropy",
        "Loss",
        "What training lowers (objective): of classes the cross entropy if nothing else is chosen, of a regression the "
        "mean squared error. Reports of classifiers that hardly learn often have a squared error.",
        group="task",
    )
    output_activation: str = setting(
        "linear",
        "Output",
        "The function behind the output layer, in front of the loss. A cross entropy takes a softmax of its own: "
        "a sigmoid in front of it, as reports of networks that do not learn often show, squeezes the answers twice.",
        group="task",
    )
    layer: str = setting(
        "dense",
        "Kind of layer",
        "Dense layers see everything at once; convolutional ones slide small filters over an image.",
        group="task",
        when=_deep,
    )
    width: int = setting(
        32,
        "Width",
        "Units of a layer or of the state; channels of a convolutional layer.",
        group="task",
        ge=2,
        le=512,
        stops=POWERS,
    )
    batch_size: int = setting(
        64, "Batch size", "Samples per training step.", group="task", ge=1, le=512, stops=[1, *POWERS]
    )
    steps: int = setting(
        300,
        "Training steps",
        "Number of training steps.",
        group="task",
        ge=1,
        le=10_000,
        stops=[1, 10, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000],
    )
    seed: int = setting(
        0, "Random seed", "Another seed draws other weights and other data.", group="task", ge=0, le=2**31 - 1
    )
    optimizer: str = setting("sgd", "Optimizer", "The rule that turns gradients into steps.", group="training")
    schedule: str = setting(
        "constant", "Learning-rate schedule", "How the learning rate changes during training.", group="training"
    )
    clip: str = setting("none", "Gradient clipping", "Limits the gradient before the step is taken.", group="training")
    clip_at: float = setting(
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
    device: str = setting("auto", "Device", "Where the network is computed.", group="training")
    dropout: float = setting(
        0.0,
        "Dropout",
        "Share of the units switched off at random in each training step (Srivastava et al., 2014).",
        group="regularization",
        ge=0.0,
        le=0.9,
        step=0.05,
    )
    l1: float = setting(
        0.0,
        "L1 penalty",
        "Pulls every weight towards zero by the same amount (Tibshirani, 1996). It is added after clipping: "
        "the gradient, the clipping and the loss that are shown are without it.",
        group="regularization",
        ge=0.0,
        le=1.0,
        log=True,
        stops=PENALTIES,
    )
    l2: float = setting(
        0.0,
        "L2 penalty",
        "Pulls every weight towards zero in proportion to its size (weight decay; Krogh, Hertz, 1991). It is added "
        "after clipping: the gradient, the clipping and the loss that are shown are without it.",
        group="regularization",
        ge=0.0,
        le=10.0,
        log=True,
        stops=[*PENALTIES, 3.0, 10.0],
    )
    pretraining: int = setting(
        0,
        "Pretraining steps per layer",
        "Trains one layer at a time for this many steps, before all of them together "
        "(Schmidhuber, 1992; Bengio, Lamblin, Popovici, Larochelle, 2007).",
        group="regularization",
        when=_deep,
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

    @property
    def task_row(self) -> Task:
        """The row of the task's table."""
        return TASKS[self.kind][self.task]

    @property
    def input_row(self) -> Initializer:
        """The row by which the weights from the inputs are drawn; of layers that of all weights."""
        apart = self.kind == "sequence" and self.input_init != SAME
        return INITIALIZERS[self.input_init if apart else self.init]

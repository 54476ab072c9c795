"""How a network is trained: optimizers, learning-rate schedules, clipping, devices."""

from dataclasses import dataclass, field
from math import inf

from simulator.catalog.choice import Choice, table


@dataclass(frozen=True)
class Optimizer(Choice):
    """``function`` is a class of torch.optim that takes ``options``."""

    function: str = ""
    options: tuple[tuple[str, float | bool], ...] = field(default=())
    # Only tests ask for it: at this rate each optimizer takes its steps beside torch's own.
    usual_rate: float = 0.01
    """A learning rate with which it is stable on small networks."""
    pull_limit: float = inf
    """Largest product of learning rate and L2 with which the penalty alone shrinks a weight; beyond it the weight
    overshoots zero by more and more. Infinite where the penalty is divided by its size. Of momentum b: 2 (1 + b), of
    Nesterov's 2 (1 + b) / (1 + 2 b) (Sutskever et al., 2013)."""


SINGLE = (("foreach", False),)
"""One call for each tensor, of which there is one: for most optimizers the quickest."""

OPTIMIZERS = table(
    Optimizer(
        "sgd",
        "SGD",
        "Weight minus learning rate times gradient: a vanished gradient is a step of nothing.",
        "Robbins, Monro (1951)",
        "torch.optim:SGD",
        # Fused it would take 20 µs a step instead of 15 (22,000 weights, one thread).
        SINGLE,
        usual_rate=0.2,
        pull_limit=2.0,  # of |1 - rate * L2| < 1
    ),
    Optimizer(
        "momentum",
        "Momentum",
        "SGD that keeps nine tenths of its last step.",
        "Polyak (1964)",
        "torch.optim:SGD",
        (("momentum", 0.9), *SINGLE),
        usual_rate=0.1,
        pull_limit=3.8,  # 2 (1 + 0.9)
    ),
    Optimizer(
        "nesterov",
        "Nesterov momentum",
        "Momentum that looks ahead before it steps.",
        "Nesterov (1983); Sutskever et al. (2013)",
        "torch.optim:SGD",
        (("momentum", 0.9), ("nesterov", True), *SINGLE),
        usual_rate=0.1,
        pull_limit=3.8 / 2.8,  # 2 (1 + 0.9) / (1 + 2 * 0.9)
    ),
    Optimizer(
        "rmsprop",
        "RMSprop",
        "Divides each weight's step by the recent size of its gradient.",
        "Tieleman, Hinton (2012)",
        "torch.optim:RMSprop",
        SINGLE,
    ),
    Optimizer(
        "adagrad",
        "Adagrad",
        "Divides each weight's step by the size of all its gradients so far.",
        "Duchi, Hazan, Singer (2011)",
        "torch.optim:Adagrad",
        SINGLE,
        usual_rate=0.05,
    ),
    Optimizer(
        "adam",
        "Adam",
        "RMSprop with momentum: even a faint gradient, while above 1e-8, becomes a full step.",
        "Kingma, Ba (2015)",
        "torch.optim:Adam",
        # Fused it takes 85 µs a step instead of 158 (22,000 weights, one thread).
        (("fused", True),),
    ),
    Optimizer(
        "adamw",
        "AdamW",
        "Adam with weight decay kept apart from the gradient; without an L2 penalty it is Adam, bit for bit.",
        "Loshchilov, Hutter (2019)",
        "torch.optim:AdamW",
        (("fused", True),),
        pull_limit=2.0,  # kept apart, the penalty takes the weights times 1 - rate * L2, as with SGD
    ),
    Optimizer(
        "nadam",
        "Nadam",
        "Adam whose momentum looks ahead before it steps, as Nesterov's does; the momentum itself grows at first.",
        "Dozat (2016)",
        "torch.optim:NAdam",
        # torch has no fused form of it.
        SINGLE,
    ),
)


@dataclass(frozen=True)
class Schedule(Choice):
    """What the learning rate does over a run."""

    shortest: int = 1
    """Training steps of the shortest run in which some step has another rate than the setting's."""


SCHEDULES = table(
    Schedule("constant", "Constant", "The same learning rate from first step to last."),
    Schedule(
        "warmup",
        "Warm-up",
        "Rises evenly over the first tenth of the steps, then stays.",
        "Goyal et al. (2017)",
        # Of fewer a tenth, rounded, is the first step alone, which has the full rate.
        shortest=15,
    ),
    Schedule(
        "cosine",
        "Cosine",
        "Falls along half a cosine, from the full rate to zero.",
        "Loshchilov, Hutter (2017)",
        # A single step has the full rate.
        shortest=2,
    ),
    Schedule(
        "onecycle",
        # No `shortest` of two: even the only step of a run of one has another rate, the last one.
        "One cycle",
        "Rises from a 25th over the first three tenths of the steps, along half a cosine, and falls along another to "
        "next to nothing. The setting is the highest rate.",
        "Smith, Topin (2017)",
    ),
)

CLIPS = table(
    Choice("none", "None", "The gradient is used as it is."),
    Choice(
        "norm",
        "By norm",
        "Where the norm of the whole gradient passes the threshold it is shrunk to it; the direction stays.",
        "Pascanu, Mikolov, Bengio (2013)",
    ),
    Choice("value", "By value", "Each entry of the gradient is cut off at the threshold.", "Mikolov (2012)"),
)

DEVICES = table(
    Choice("auto", "Automatic", "CUDA where there is one, else the CPU."),
    Choice("cpu", "CPU", "The processor."),
    Choice("cuda", "CUDA", "The graphics card; refused where there is none."),
)

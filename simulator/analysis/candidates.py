"""What can be done about a finding: single changes of the settings, each with the reason why it works."""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.analysis import changes
from simulator.analysis.changes import SHALLOW, Change, Changes
from simulator.analysis.finding import Finding, Trait
from simulator.analysis.rules import RULES
from simulator.language import translated
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment

FADING, GROWING, WILD, IDLE = Trait.FADING, Trait.GROWING, Trait.WILD, Trait.IDLE
NO_PROGRESS = frozenset(["stalled", "not_learning"])
"""Findings that say nothing of the gradient: what is wrong may be any setting that learning depends on."""
NOTHING_TO_MEND = frozenset(["solved", "healthy"])


@translated("label", "why")
@dataclass(frozen=True)
class Candidate:
    """A remedy that can be tried."""

    name: str
    label: str
    why: str
    source: str
    against: frozenset[str]
    """Names and traits of the findings that it may help against."""
    change: Change
    cause: str = ""
    """Name of the finding whose very cause it takes away; nothing else is enough while that is there."""


def candidates(experiment: Experiment, found: Iterable[Finding]) -> list[tuple[Candidate, Changes]]:
    """The remedies that apply to these settings and one of the findings, with what they change."""
    names = {finding.name for finding in found}
    if names & NOTHING_TO_MEND:
        return []
    wanted = frozenset[str]().union(*(rule.tags for rule in RULES if rule.name in names))
    applicable = ((row, row.change(experiment)) for row in CANDIDATES if row.against & wanted)
    made: dict[Experiment, tuple[Candidate, Changes]] = {}
    # Of two that make the same run the one that is said more briefly.
    for row, settings in sorted(applicable, key=lambda one: len(one[1])):
        if other := changed(experiment, settings):
            made.setdefault(other.canonical(), (row, settings))
    return list(made.values())


def changed(experiment: Experiment, changes: Changes) -> Experiment | None:
    """The run that these changes make; None where they are not allowed, or do not make another run."""
    try:
        other = experiment.replace(**changes)
    except SettingsError:
        return None
    return other if other.canonical() != experiment.canonical() else None


@dataclass(frozen=True)
class Both:
    """Two remedies at once."""

    one: Candidate
    other: Candidate
    cause: str = ""

    @property
    def name(self) -> str:
        return f"{self.one.name}+{self.other.name}"

    @property
    def label(self) -> str:
        return f"{self.one.label} + {self.other.label}"

    @property
    def why(self) -> str:
        return f"{self.one.why} {self.other.why}"

    @property
    def source(self) -> str:
        return f"{self.one.source}; {self.other.source}"


# Order is of no meaning here: what stands in front on the page is what did best when it was tried.
CANDIDATES = (
    Candidate(
        "normalize_inputs",
        "Normalize the inputs",
        "Inputs of about size 1 around 0 leave the first sums where activations are steep, and give steps of one size "
        "to all weights.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([FADING, GROWING, WILD, IDLE, "alike_samples"]),
        changes.normalize_inputs,
        cause="raw_inputs",
    ),
    Candidate(
        "normalize_targets",
        "Normalize the targets",
        "The gradient grows with the targets, and so does every step; targets of about size 1 keep both in bounds. "
        "The loss is told in the units of before.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([FADING, GROWING, WILD, IDLE]),
        changes.setting_to("target_scale", 1.0),
    ),
    Candidate(
        "cross_entropy",
        "Cross entropy on a linear output",
        "Through a softmax and its logarithm the gradient is the error itself, probability minus right answer, and "
        "nothing flat stands between. The loss is told in the units of before.",
        "Bridle (1990); Nielsen (2015)",
        frozenset(["flat_output", "no_gradient"]) | NO_PROGRESS,
        changes.cross_entropy,
        cause="flat_output",
    ),
    Candidate(
        "linear_output",
        "A linear output",
        "It can give any answer, and its slope is 1 everywhere.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset(["flat_output", "no_gradient"]) | NO_PROGRESS,
        changes.linear_output,
        cause="flat_output",
    ),
    Candidate(
        "relu",
        "ReLU with He weights",
        "A ReLU's slope is 1 wherever it is not 0, and He weights make up for the half that it drops.",
        "He, Zhang, Ren, Sun (2015)",
        frozenset([FADING, "symmetric_units"]) | NO_PROGRESS,
        changes.relu,
    ),
    Candidate(
        "proper_weights",
        "Starting weights of the right size",
        "Weights whose variance fits the number of units keep the gradient's size from layer to layer, and no two "
        "units start alike.",
        "Glorot, Bengio (2010); He, Zhang, Ren, Sun (2015)",
        frozenset([FADING, GROWING, "symmetric_units", "dead_units"]) | NO_PROGRESS,
        changes.proper_weights,
    ),
    Candidate(
        "centred_weights",
        "Weights around 0",
        "Weights that are all positive, or mostly, add up: every unit sees the same large sum, and the gradient grows "
        "with the width at every site.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([FADING, GROWING, WILD, IDLE, "alike_samples"]),
        changes.centred_weights,
    ),
    Candidate(
        "orthogonal_weights",
        "Orthogonal weights",
        "An orthogonal matrix turns the gradient without stretching or shrinking it.",
        "Saxe, McClelland, Ganguli (2013)",
        frozenset([FADING, GROWING, "symmetric_units"]) | NO_PROGRESS,
        changes.orthogonal_weights,
    ),
    Candidate(
        "tanh",
        "Tanh with orthogonal weights",
        "Tanh has slope 1 at zero, four times a sigmoid's, and orthogonal weights keep apart what differs.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([FADING, "alike_samples", "symmetric_units"]) | NO_PROGRESS,
        changes.tanh,
    ),
    Candidate(
        "batch_norm",
        "Batch normalization",
        "Every unit is brought to mean 0 and variance 1 over the batch, where the activation is steep.",
        "Ioffe, Szegedy (2015)",
        frozenset([FADING, GROWING, "alike_samples"]) | NO_PROGRESS,
        changes.setting_to("normalization", "batch"),
    ),
    Candidate(
        "layer_norm",
        "Layer normalization",
        "Each sample's units are brought to mean 0 and variance 1, whatever the weights do.",
        "Ba, Kiros, Hinton (2016)",
        frozenset([FADING, GROWING, "dead_units", "alike_samples"]),
        changes.setting_to("normalization", "layer"),
    ),
    Candidate(
        "residual",
        "Residual shortcuts",
        "The gradient has a road of slope 1 past every layer.",
        "He, Zhang, Ren, Sun (2016)",
        frozenset([FADING, "dead_units", "alike_samples"]) | NO_PROGRESS,
        changes.setting_to("skip", "residual"),
    ),
    Candidate(
        "zero_branches",
        "Residual branches that start at zero",
        "A branch that adds nothing at first hands signal and gradient on unchanged, however many there are.",
        "Zhang, Dauphin, Ma (2019); Goyal et al. (2017)",
        frozenset([GROWING, WILD]),
        changes.zero_branches,
    ),
    Candidate(
        "highway",
        "Highway shortcuts",
        "A gate that starts mostly open to h carries the gradient past the layers.",
        "Srivastava, Greff, Schmidhuber (2015)",
        frozenset([FADING]),
        changes.setting_to("skip", "highway"),
    ),
    Candidate(
        "lstm",
        "LSTM",
        "The memory cell passes the gradient on through the forget gate alone, which starts wide open.",
        "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        frozenset([FADING, GROWING, "oscillating"]) | NO_PROGRESS,
        changes.cell("lstm"),
    ),
    Candidate(
        "gru",
        "GRU",
        "The update gate keeps part of the old state, and with it of the gradient.",
        "Cho et al. (2014)",
        frozenset([FADING, GROWING, "oscillating"]) | NO_PROGRESS,
        changes.cell("gru"),
    ),
    Candidate(
        "own_activation",
        "The cell's own tanh",
        "Bounded on both sides, it keeps what is written to the state, and read from a memory, from growing.",
        "Hochreiter, Schmidhuber (1997); Cho et al. (2014)",
        frozenset([FADING, GROWING, WILD, "dead_units"]),
        changes.own_activation,
    ),
    Candidate(
        "forget_bias",
        "Open the forget gate",
        "What the forget gate lets through at each time step multiplies up; a larger bias opens it until the memory "
        "lasts as long as the sequence.",
        "Jozefowicz, Zaremba, Sutskever (2015); Tallec, Ollivier (2018)",
        frozenset([FADING]),
        changes.open_forget_gate,
    ),
    Candidate(
        "leaky_relu",
        "Leaky ReLU",
        "A small slope below zero lets units come back to life.",
        "Maas, Hannun, Ng (2013)",
        frozenset(["dead_units"]),
        changes.leaky_relu,
    ),
    Candidate(
        "clipping",
        "Clipping by norm",
        "A gradient that is longer than the threshold is shortened to it before the step is taken.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset([WILD]),
        changes.setting_to("clip", "norm", clip_at=1.0),
    ),
    Candidate(
        "smaller_rate",
        "A tenth of the learning rate",
        "Smaller steps do not overshoot, nor throw units into their flat parts.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([WILD, "clipped_mostly"]) | NO_PROGRESS,
        changes.rate_times(0.1),
    ),
    Candidate(
        "much_smaller_rate",
        "A hundredth of the learning rate",
        "Smaller steps do not overshoot, nor throw units into their flat parts.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([WILD]),
        changes.rate_times(0.01),
    ),
    Candidate(
        "larger_rate",
        "Ten times the learning rate",
        "Where the gradient is sound and nothing moves, larger steps get further.",
        "LeCun, Bottou, Orr, Müller (1998)",
        NO_PROGRESS,
        changes.rate_times(10.0),
    ),
    Candidate(
        "much_larger_rate",
        "A thousand times the learning rate",
        "Where the gradient is sound and nothing moves, larger steps get further.",
        "LeCun, Bottou, Orr, Müller (1998)",
        NO_PROGRESS,
        changes.rate_times(1000.0),
    ),
    Candidate(
        "adam",
        "Adam",
        "Every weight's step is divided by the size of its own gradient: a faint one moves it too, a huge one no "
        "further.",
        "Kingma, Ba (2015)",
        frozenset([IDLE, GROWING, WILD]),
        changes.setting_to("optimizer", "adam", learning_rate=0.003),
    ),
    Candidate(
        "fewer_layers",
        f"Only {SHALLOW} layers",
        "What every layer does to the gradient multiplies up: fewer layers, fewer factors.",
        "Bengio, Simard, Frasconi (1994)",
        frozenset([FADING, GROWING, "alike_samples"]),
        changes.fewer_layers,
    ),
    Candidate(
        "pretraining",
        "Layer-by-layer pretraining",
        "Each layer first learns the task alone, where no gradient has far to go.",
        "Schmidhuber (1992); Bengio, Lamblin, Popovici, Larochelle (2007)",
        frozenset([FADING]) | NO_PROGRESS,
        changes.pretraining,
    ),
    Candidate(
        "no_penalty",
        "No L1 and L2",
        "A strong penalty pulls the weights to zero, and the gradient with them; where the learning rate is large, it "
        "throws them past zero.",
        "Krogh, Hertz (1991)",
        frozenset([FADING, "diverged", "penalty_overshoots"]) | NO_PROGRESS,
        changes.no_penalty,
        cause="penalty_overshoots",
    ),
    Candidate(
        "small_l2",
        "A little L2",
        "A light pull towards zero keeps weights from growing, and the gradient with them.",
        "Krogh, Hertz (1991)",
        frozenset(["exploding", "oscillating"]),
        changes.setting_to("l2", 0.001),
    ),
    Candidate(
        "looser_clipping",
        "Ten times the clipping threshold",
        "Where nearly every step is cut, the threshold is too low for this network.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset(["clipped_mostly"]) | NO_PROGRESS,
        changes.looser_clipping(10.0),
    ),
    Candidate(
        "much_looser_clipping",
        "A hundred times the clipping threshold",
        "Where nearly every step is cut, the threshold is too low for this network.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset(["clipped_mostly"]),
        changes.looser_clipping(100.0),
    ),
)
"""Everything that can be tried; which of it helps these settings is measured, not looked up."""

"""One sentence that says what is trained, for people who do not write code."""

from functools import singledispatch

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.structure import CELLS, SKIPS
from simulator.settings.experiment import Experiment
from simulator.settings.network import Network
from simulator.watched import Watched


@singledispatch
def describe(network: Network, learns: bool = False) -> str:
    """Such as "A 20-layer sigmoid network is trained on handwritten digits."; where it ``learns`` them, it says so."""
    raise TypeError(f"{type(network).__name__} has no sentence")


@describe.register
def _(network: Watched, learns: bool = False) -> str:
    return f"{network.name}, watched at {network.sites} {network.site_name}s{', learns' if learns else ''}."


@describe.register
def _(network: Experiment, learns: bool = False) -> str:
    task = network.task_row.learns
    does = "learns" if learns else "is trained" if task.startswith("to ") else "is trained on"
    return f"{_article(_network(network))} {does} {task}."


def inside(label: str) -> str:
    """A label inside a sentence: "Leaky ReLU" gives "leaky ReLU", and "ReLU" stays."""
    label = label.split(" (")[0]
    return label[0].lower() + label[1:] if label.split()[0][1:].islower() else label


def _network(e: Experiment) -> str:
    skip = [] if e.skip == "none" or not e.matters("skip") else [inside(SKIPS[e.skip].label)]
    shape = inside(ACTIVATIONS[e.activation].label)
    if e.kind == "deep":
        conv = ["convolutional"] if e.layer == "conv" else []
        return " ".join([f"{e.depth}-layer", *skip, *conv, shape, "network"])
    cell = CELLS[e.cell]
    named = [] if e.activation == cell.activation else [shape]
    return " ".join([*skip, *named, cell.label if e.gated else "RNN", f"over {e.sites} time steps"])


def _article(noun: str) -> str:
    """English asks how the noun is spoken: an 8-layer network, an 18-layer one, an LSTM, but a GRU."""
    number = noun.split("-")[0]
    vowel = noun.startswith(("8", "LSTM")) or number in ("11", "18") or noun[0].lower() in "aeio"
    return f"{'An' if vowel else 'A'} {noun}"

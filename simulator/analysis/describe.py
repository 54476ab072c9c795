"""One sentence that says what is trained, for people who do not write code."""

from collections.abc import Mapping
from functools import singledispatch

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.structure import CELLS
from simulator.language import _, inside, raw
from simulator.settings.experiment import Experiment
from simulator.settings.network import Network
from simulator.watched import Watched


@singledispatch
def describe(network: Network, learns: bool = False) -> str:
    """Such as "A 20-layer sigmoid network is trained on handwritten digits."; where it ``learns`` them, it says so."""
    raise TypeError(f"{type(network).__name__} has no sentence")


@describe.register
def _of_watched(network: Watched, learns: bool = False) -> str:
    holes = {"name": network.name, "sites": network.sites_label(network.sites)}
    return _("{name}, watched at {sites}, learns.", **holes) if learns else _("{name}, watched at {sites}.", **holes)


@describe.register
def _of_experiment(network: Experiment, learns: bool = False) -> str:
    noun, named = _network(network), raw(network.task_row, "learns")
    holes = {"network": noun, "task": network.task_row.learns}
    # English asks how the noun is spoken: an 8-layer network, an 18-layer one, an LSTM, but a GRU.
    first = noun.split("-")[0]
    an = noun.startswith(("8", "LSTM")) or first in ("11", "18") or noun[0].lower() in "aeio"
    if learns:
        return _("An {network} learns {task}.", **holes) if an else _("A {network} learns {task}.", **holes)
    if named.startswith("to "):
        return _("An {network} is trained {task}.", **holes) if an else _("A {network} is trained {task}.", **holes)
    return _("An {network} is trained on {task}.", **holes) if an else _("A {network} is trained on {task}.", **holes)


def _network(e: Experiment) -> str:
    # A gated cell keeps the shortcut that was chosen before it, and makes no use of it.
    skip = e.skip if e.matters("skip") else "none"
    holes = {
        "activation": inside(ACTIVATIONS[e.activation].label.split(" (")[0]),
        "cell": CELLS[e.cell].label if e.gated else "RNN",
        "sites": e.sites,
    }
    if e.kind == "deep":
        return _deep(skip, e.layer == "conv", holes)
    if skip == "residual":
        return _("residual {activation} {cell} over {sites} time steps", **holes)
    if skip == "highway":
        return _("highway {activation} {cell} over {sites} time steps", **holes)
    if e.activation == CELLS[e.cell].activation:
        return _("{cell} over {sites} time steps", **holes)
    return _("{activation} {cell} over {sites} time steps", **holes)


def _deep(skip: str, conv: bool, holes: Mapping[str, object]) -> str:
    if skip == "residual" and conv:
        return _("{sites}-layer residual convolutional {activation} network", **holes)
    if skip == "residual":
        return _("{sites}-layer residual {activation} network", **holes)
    if skip == "highway" and conv:
        return _("{sites}-layer highway convolutional {activation} network", **holes)
    if skip == "highway":
        return _("{sites}-layer highway {activation} network", **holes)
    if conv:
        return _("{sites}-layer convolutional {activation} network", **holes)
    return _("{sites}-layer {activation} network", **holes)

"""A deep network as modules: layers, whose outputs h are the sites, and the head behind them."""

from simulator.export.script.parts import chosen, conv, from_z, module, norm, prelu, wide
from simulator.export.script.text import lines
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces, positions


def layers(e: Experiment) -> list[str]:
    """The layer's class, and the network of such layers."""
    shortcut = e.skip != "none"
    made = "Layer(INPUTS if number == 0 else WIDTH" + (", number == 0)" if shortcut else ")")
    flat = "nn.Flatten(), " if conv(e) else ""
    network = lines(
        f"layers = [{made} for number in range(DEPTH)]",
        f"head = nn.Linear({f'WIDTH * {positions(e)}' if conv(e) else 'WIDTH'}, OUTPUTS)",
        f"network = nn.Sequential(*layers, {flat}head)",
    )
    return [_layer(e), network]


def _layer(e: Experiment) -> str:
    shortcut, bare = e.skip != "none", e.normalization == "none"
    shape = f"inputs, {wide(pieces(e))}"
    bias = "" if bare else ", bias=False"
    linear = f"nn.Conv2d({shape}, 3, padding=1{bias})" if conv(e) else f"nn.Linear({shape}{bias})"
    told = f"  # {chosen(e, 'layer')}" if conv(e) else ""
    return module(
        "Layer",
        "One layer; its output h is a site on the chain that the gradient walks back along.",
        ", inputs, first" if shortcut else ", inputs",
        [f"self.linear = {linear}{told}", norm(e), prelu(e), "self.first = first" if shortcut else None],
        "before",
        "carried = 0 if self.first else before  # the input is not carried on" if shortcut else None,
        "z = self.linear(before)" if bare else "z = self.norm(self.linear(before))",
        *from_z(e, "carried"),
    )

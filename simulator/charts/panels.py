"""Every chart of the simulator: an ordinary Altair chart with named, empty data sets, which the player fills."""

from dataclasses import dataclass
from typing import Any

from simulator.catalog.choice import load
from simulator.language import cached_per_language, translated


@translated("heading", "describes")
@dataclass(frozen=True)
class Panel:
    """One chart of the page; ``anchor`` is the quantity that it shows, under which The numbers explains it."""

    name: str
    heading: str
    """May name the site as ``{site}``."""
    anchor: str
    describes: str
    """What someone who cannot see the chart is told that it shows."""
    function: str
    """Where the chart is drawn, as an entry point: reading this table loads no altair."""
    views: tuple[str, ...] = ("watch",)
    """The views of the player that show it."""

    def draw(self) -> Any:
        """The altair chart, which may be changed."""
        return _drawn(self.function).copy()


@cached_per_language
def _drawn(function: str) -> Any:
    """Once a process: altair looks at each part of a chart again for each that is put around it, for half a second."""
    return load(function)()


PANELS = {
    panel.name: panel
    for panel in (
        Panel(
            "profile",
            "Gradient norm by {site}",
            "gradient_norm",
            "One point for each {site}, on a logarithmic axis, at the training step shown.",
            "simulator.charts.profile:profile",
            ("watch", "why", "learns"),
        ),
        Panel(
            "loss",
            "Loss and accuracy",
            "loss",
            "Loss and accuracy against training step, and a line at the loss of a guess.",
            "simulator.charts.training:loss",
        ),
        Panel(
            "map",
            "The same through training",
            "gradient_norm",
            "Colour shows the gradient norm: one row for each {site}, one column for each training step.",
            "simulator.charts.training:gradient_map",
        ),
        Panel(
            "updates",
            "Weight updates",
            "update_ratio",
            "One bar for each weight matrix, on a logarithmic axis, at the training step shown.",
            "simulator.charts.sites:updates",
        ),
        Panel(
            "units",
            "Saturated and dead units, similarity",
            "saturated",
            "Two bars for each {site}, at the training step shown: the share of saturated units, and of dead ones. "
            "A dotted line: how alike what the {site} passes on is for different samples.",
            "simulator.charts.sites:units",
        ),
        Panel(
            "gates",
            "Gates along the sequence, similarity",
            "gates",
            "One line for each gate: how far it is open at each {site}, at the training step shown. "
            "A dotted line: how alike what the {site} passes on is for different samples.",
            "simulator.charts.sites:gates",
        ),
        Panel(
            "links",
            "The links of the chain, multiplied up",
            "slope_factor",
            "For each {site} one stacked bar on a logarithmic axis: what each link has done to the gradient on its way "
            "there. Their sum is a line, the gradient norm relative to the last {site}'s.",
            "simulator.charts.why:links",
            ("why",),
        ),
        Panel(
            "curve",
            "The activation, and the z it gets",
            "saturated",
            "The activation and its slope against z, over bars that show how z is distributed at the chosen {site}.",
            "simulator.charts.why:curve",
            ("why",),
        ),
        Panel(
            "memory",
            "The road through the forget gates",
            "gates",
            "Two lines by {site}: what the forget gates alone would leave of the memory's gradient, and what is left.",
            "simulator.charts.why:memory",
            ("why",),
        ),
    )
}
"""Every chart by name."""

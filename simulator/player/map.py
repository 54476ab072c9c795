"""The map's markup: a chart for each kind of question, one of which is seen, and the card of a network."""

from html import escape

from simulator.charts import theme
from simulator.charts.map import MAPS
from simulator.language import _, mark

ABOUT = mark(
    "A map of networks. Arrow keys go from cell to cell, Enter opens the run, p pins it, plus zooms in and minus out."
)
HINT = mark(
    "Point at a cell, or go there by the arrow keys: here stands what became of that very network. A click opens its "
    "run, a drag over several cells zooms in."
)


def html() -> str:
    """The component's markup."""
    figures = "".join(map(_figure, MAPS))
    return f"""<div class="atlas">
<div class="bar"><button data-control="stop">{_("Stop")}</button>
<progress aria-label="{_("Networks so far")}"></progress>
<span data-map="progress"></span>
<button data-control="out" hidden>{_("Zoom out")}</button>
<button data-control="png" aria-label="{_("PNG: save the map as a picture")}">PNG</button>
<button data-control="svg" aria-label="{_("SVG: save the map as a drawing")}">SVG</button></div>
<div class="rows"><div>{figures}<p class="theory" data-map="theory"></p></div>{_card()}</div>
<div class="pins" hidden></div>
<i class="here" hidden></i><p class="said" role="status"></p>
</div>"""


def _figure(name: str) -> str:
    said = f'aria-roledescription="{_("map")}" aria-label="{escape(_(ABOUT))}"'
    reading = f'tabindex="0" role="application" {said}'
    return f"""<figure data-panel="{name}" hidden><figcaption class="heading"></figcaption>
<div class="plot" style="min-height:{theme.MAP_HEIGHT}px"><div class="chart" {reading}></div>
<i class="brush" hidden></i></div></figure>"""


def _card() -> str:
    return f"""<div class="card" data-empty="true"><p class="hint">{escape(_(HINT))}</p>
<p data-card="settings"></p><p data-card="answer"></p><div data-card="picture"></div>
<p class="ways"><a class="button" data-card="open" href="./">{_("Open this run")}</a>
<button data-control="pin">{_("Pin")}</button></p><p data-card="says"></p></div>"""

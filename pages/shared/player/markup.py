"""The player's HTML: verdict, controls, and a place of fixed size for each chart."""

from html import escape

from simulator.charts import theme
from simulator.charts.panels import PANELS, Panel

LEFT, RIGHT = ("profile", "map"), ("loss", "updates", "units", "gates")
SPEEDS = {"slow": 10, "normal": 30, "fast": 90}
"""Displayed steps per second."""


def html() -> str:
    """Everything that is there before the first run arrives."""
    columns = "".join(f'<div class="column">{"".join(map(_figure, names))}</div>' for names in (LEFT, RIGHT))
    return f"""
<section class="player" tabindex="0" aria-label="Animation of the gradient. Space plays and pauses, arrows step.">
  <p class="verdict"><span class="sign" aria-hidden="true"></span> <b></b><span class="rest"></span></p>
  <p class="said" aria-live="polite"></p>
  <div class="bar" role="group" aria-label="Player">
    <button data-control="play">▶ Play</button>
    <button data-control="again" aria-label="Replay from the start">↺<span class="word"> Replay</span></button>
    <label><span class="word">Speed </span><select data-control="speed">{_speeds()}</select></label>
    <input data-control="scrub" type="range" min="0" max="1" value="0" aria-label="Training step">
    <button data-control="stop" hidden>■ Stop</button>
    <div class="facts">
      <output data-control="step" aria-live="off">step 0</output>
      <span data-control="status" role="status"></span>
    </div>
  </div>
  <ul class="legend" aria-label="Runs side by side" hidden></ul>
  <div class="charts">{columns}</div>
  <div class="tip" role="tooltip" hidden></div>
</section>"""


def _speeds() -> str:
    return "".join(
        f'<option value="{speed}"{" selected" if name == "normal" else ""}>{name}</option>'
        for name, speed in SPEEDS.items()
    )


def _figure(name: str) -> str:
    panel = PANELS[name]
    cells = '<canvas class="cells" aria-hidden="true"></canvas>' if name == "map" else ""
    under = {"profile": '<p class="note"></p>', "map": '<div class="maps"></div>'}.get(name, "")
    return f"""
<figure data-panel="{name}"{" hidden" if name == "gates" else ""}>
  <figcaption><span class="heading">{escape(panel.heading.format(site="layer"))}</span>{_link(panel)}</figcaption>
  <div class="plot" style="min-height:{theme.HEIGHTS[name]}px">{cells}
    <div class="chart" role="img" aria-label="{escape(panel.describes.format(site="site"))}"></div>
    <i class="cursor" hidden></i>
  </div>{under}
</figure>"""


def _link(panel: Panel) -> str:
    """Opens beside the run, which would be lost otherwise."""
    about = escape(panel.heading.format(site="site"))
    label = f"What am I looking at? {about}: explained in The numbers, in a new tab"
    where = f'href="numbers#{panel.anchor}" target="_blank" rel="noopener"'
    return f'<a {where} aria-label="{label}">What am I looking at?</a>'

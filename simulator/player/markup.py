"""The player's HTML: verdict, controls, and a place of fixed size for each chart."""

from html import escape

from simulator.catalog.viewing import SPEEDS, SPOKEN, VIEWS
from simulator.charts import theme
from simulator.charts.panels import PANELS
from simulator.language import _, mark

LEFT, RIGHT = ("profile", "map", "links"), ("loss", "updates", "units", "gates", "curve", "memory")
WORDS_OF_VIEWS = {
    "watch": mark("Watch"),
    "why": mark("Why?"),
    "walk": mark('Walk<span class="word"> one step</span>'),
    "learns": mark('<span class="word">What it </span><span class="start">learns</span>'),
}
"""The words on the buttons; a phone has room for a part of them."""
PHASES = {
    "forward": mark("1 Forward"),
    "loss": mark("2 Loss"),
    "backward": mark("3 Backward"),
    "update": mark("4 Update"),
}
"""What a training step consists of, and the words on the buttons."""
WALK = (
    ("start", mark('↺<span class="word"> Start</span>'), mark("Start of the walk")),
    ("back", mark("◀ Back"), mark("Back by one moment")),
    ("play", mark("▶ Walk"), mark("Walk on by itself")),
    ("on", mark("Step ▶"), mark("Step on by one moment")),
    ("next", mark('<span class="word">Next phase </span>▶▶'), mark("Next phase of the walk")),
)
"""The buttons of the walk: name, words, and what a screen reader says."""
LATER = ("gates", "memory")
"""Charts that only some networks have."""
LEARNS = (
    mark("What the network answers"),
    mark("What the network has learned at the training step shown: its answers to questions that it never trained on."),
)
"""Heading of what the player draws itself of the answers, and what someone is told who cannot see it."""


def html(*, stories: bool) -> str:
    """Everything that is there before the first run arrives; ``stories``: whether the page around it has them."""
    storyless = "" if stories else " data-storyless"
    columns = "".join(f'<div class="column">{"".join(map(_figure, names))}</div>' for names in (LEFT, RIGHT))
    return f"""
<section class="player" tabindex="0"{storyless}
  aria-label="{_("Animation of the gradient. Space plays and pauses, arrows step.")}">
  <p class="verdict"><span class="sign" aria-hidden="true"></span> <b></b><span class="rest"></span></p>
  <p class="said" aria-live="polite"></p>
  <p class="value-said" aria-live="polite"></p>
  <div class="bar" role="group" aria-label="{_("Player")}">
    <button data-control="play">▶<span class="word"> {_("Play")}</span></button>
    <button data-control="again" aria-label="{_("Replay from the start")}">↺<span
      class="word"> {_("Replay")}</span></button>
    <label><span class="word">{_("Speed")} </span><select data-control="speed">{_speeds()}</select></label>
    <input data-control="scrub" type="range" min="0" max="1" value="0" aria-label="{_("Training step")}">
    <button data-control="stop" hidden>■<span class="word"> {_("Stop")}</span></button>
    <div class="facts">
      <output data-control="step" aria-live="off">{_("no step yet")}</output>
      <span data-control="status" role="status"></span>
    </div>
  </div>
  <div class="choice">
    <div class="views" role="group" aria-label="{_("View")}">{_views()}</div>
    <button data-control="present" title="{_("One picture fills the screen, for the back row. Key: f")}">
      <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9"/></svg>
      <span class="word">{_("Present")}</span></button>
    <button data-control="save" aria-label="{_("Picture, film or link")}" aria-expanded="false" aria-controls="saving">
      <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M7 1v8M3.5 6 7 9.5 10.5 6M1 10v3h12v-3"/></svg>
      <span class="word">{_("Picture")}</span></button>
    <ul class="legend" aria-label="{_("Runs side by side")}" hidden></ul>
    {_saving()}
  </div>
  <div class="charts">{_learns()}{columns}</div>
  {_walk()}
  <p class="keys" aria-label="{_("Keys")}"></p>
  <section class="help" role="dialog" aria-label="{_("Keys of the player")}" hidden><dl></dl></section>
  <div class="tip" role="tooltip" hidden></div>
</section>"""


def _views() -> str:
    return "".join(f'<button data-to="{name}">{_(WORDS_OF_VIEWS[name])}</button>' for name in VIEWS)


def _saving() -> str:
    """What can be taken along of what is seen; all of it is made in the browser."""
    return f"""<section class="saving" id="saving" role="group" aria-label="{_("Picture, film or link")}" hidden>
    <label class="charted">{_("Of")} <select data-save="which"></select></label>
    <span class="charted"><button data-save="png">{_("Picture (PNG)")}</button>
    <button data-save="svg">{_("Drawing (SVG)")}</button>
    <button data-save="film">{_("Film")}</button> <button data-save="gif">{_("Animation (GIF)")}</button></span>
    <button data-save="link">{_("Copy the link to this step")}</button>
    <p data-save="said" role="status"></p>
    <input data-save="address" readonly hidden aria-label="{_("Link to this step")}">
    <img data-save="code" hidden alt="{_("Point a phone's camera here:")}">
  </section>"""


def _walk() -> str:
    """One training step walked through: drawn, said, and in numbers."""
    buttons = "".join(
        f'<button data-walk="{name}" aria-label="{_(says)}">{_(word)}</button>' for name, word, says in WALK
    )
    phases = "".join(f'<button data-phase="{name}">{_(word)}</button>' for name, word in PHASES.items())
    return f"""<section class="walk" aria-label="{_("One training step, walked through")}">
    <div class="steps">
      <div role="group" aria-label="{_("The walk")}">{buttons}</div>
      <div class="phases" role="group" aria-label="{_("Phases")}">{phases}</div>
    </div>
    <p class="moment"><b data-walk="title"></b><span data-walk="text"></span></p>
    <p class="sum"><span data-walk="terms"></span><b data-walk="result"></b> <span data-walk="of"></span></p>
    <p class="spoken" aria-live="polite" data-walk="said"></p>
    <svg data-walk="drawing" role="img"
      aria-label="{_("Drawing of the network; the words above say what it shows")}"></svg>
    <div class="strip" data-walk="strip">
      <div class="names"></div>
      <canvas role="img" title="{_("Press a cell to go there")}"
        aria-label="{_("All sites, coloured as far as the walk has come")}">
      </canvas>
    </div>
    <ul class="key" data-walk="key" aria-label="{_("Legend")}"></ul>
  </section>"""


def _speeds() -> str:
    return "".join(
        f'<option value="{speed}"{" selected" if name == "normal" else ""}>{_(SPOKEN[name])}</option>'
        for name, speed in SPEEDS.items()
    )


def _figure(name: str) -> str:
    panel = PANELS[name]
    # Painted behind the chart, as thousands of rectangles cost Vega 155 to 297 ms for each run.
    cells = '<canvas class="cells" aria-hidden="true"></canvas>' if name == "map" else ""
    about = escape(panel.describes.format(site=_("site")))
    return f"""
<figure data-panel="{name}" data-views="{" ".join(panel.views)}"{" hidden" if name in LATER else ""}>
  {_caption(name, panel.heading, panel.anchor)}
  <div class="plot" style="min-height:{theme.HEIGHTS[name]}px">{cells}
    <div class="chart" {_reading(name, about)}></div>
    <i class="cursor" hidden></i>
  </div>
  {_read(name)}{_under(name)}
</figure>"""


def _under(name: str) -> str:
    """What stands below a chart."""
    if name == "profile":
        return '<p class="note"></p>'
    if name == "map":
        return '<div class="maps"></div>'
    if name == "memory":
        what = _("What the forget gates do not let through takes the way through h and the weights.")
        return f'<p class="note">{what}</p>'
    if name == "curve":
        place = '<b data-why="place"></b>'
        return f"""<p class="note" data-why="z"></p>
<div class="back">
  <label>{_("One step back from {place}", place=place)}
  <input data-why="site" type="range" min="1" max="20"
    aria-label="{_("Site from which one step back is shown")}"></label>
  <p data-why="words"></p><p class="filled" data-why="numbers"></p><p data-why="recurrent"></p>
</div>"""
    return ""


def _learns() -> str:
    """What the network answers, drawn by the player itself."""
    heading, about = map(_, LEARNS)
    return f"""
<figure class="learns" data-views="learns">
  {_caption("learns", heading, "learned")}
  <div class="plot"><div class="chart" data-learns="pictures" {_reading("learns", about)}></div></div>
  {_read("learns")}
  <p class="note" data-learns="legend"></p>
</figure>"""


def _caption(name: str, heading: str, anchor: str) -> str:
    """The heading; a button that opens the table; and a link, which opens beside the run, else it would be lost."""
    about = escape(heading.format(site=_("site")))
    values = _("Values as a table: {chart}", chart=about)
    more = _("What am I looking at? {chart}: explained in The numbers, in a new tab", chart=about)
    controls = f'aria-expanded="false" aria-controls="table-{name}"'
    where = f'href="numbers#{anchor}" target="_blank" rel="noopener"'
    return f"""<figcaption><span class="heading">{escape(heading.format(site=_("layer")))}</span>
    <span class="more"><button class="values" {controls} aria-label="{values}">{_("Values")}</button>
    <a {where} aria-label="{more}">
      {_("What am I looking at?")}</a></span></figcaption>"""


def _reading(name: str, about: str) -> str:
    """What lets a chart be focused and read by the arrow keys."""
    described = f'aria-label="{about}" aria-describedby="told-{name}"'
    return f'tabindex="0" role="application" aria-roledescription="{_("chart")}" {described}'


def _read(name: str) -> str:
    """A chart's text and its table."""
    return f"""<p class="told" id="told-{name}"></p>
  <div class="table" id="table-{name}" tabindex="0" role="group"
    aria-label="{_("Values of this chart")}" hidden></div>"""

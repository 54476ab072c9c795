"""The player's HTML: verdict, controls, and a place of fixed size for each chart."""

from html import escape

from simulator.catalog.viewing import SPEEDS, VIEWS
from simulator.charts import theme
from simulator.charts.panels import PANELS

LEFT, RIGHT = ("profile", "map", "links"), ("loss", "updates", "units", "gates", "curve", "memory")
WORDS_OF_VIEWS = {
    "watch": "Watch",
    "why": "Why?",
    "walk": 'Walk<span class="word"> one step</span>',
    "learns": '<span class="word">What it </span><span class="start">learns</span>',
}
"""The words on the buttons; a phone has room for a part of them."""
PHASES = {"forward": "1 Forward", "loss": "2 Loss", "backward": "3 Backward", "update": "4 Update"}
"""What a training step consists of, and the words on the buttons."""
WALK = (
    ("start", '↺<span class="word"> Start</span>', "Start of the walk"),
    ("back", "◀ Back", "Back by one moment"),
    ("play", "▶ Walk", "Walk on by itself"),
    ("on", "Step ▶", "Step on by one moment"),
    ("next", '<span class="word">Next phase </span>▶▶', "Next phase of the walk"),
)
"""The buttons of the walk: name, words, and what a screen reader says."""

SAVING = """<section class="saving" id="saving" role="group" aria-label="Picture, film or link" hidden>
    <label class="charted">Of <select data-save="which"></select></label>
    <span class="charted"><button data-save="png">Picture (PNG)</button> <button data-save="svg">Drawing (SVG)</button>
    <button data-save="film">Film</button> <button data-save="gif">Animation (GIF)</button></span>
    <button data-save="link">Copy the link to this step</button>
    <p data-save="said" role="status"></p>
    <input data-save="address" readonly hidden aria-label="Link to this step">
  </section>"""
"""What can be taken along of what is seen; all of it is made in the browser."""

LATER = ("gates", "memory")
"""Charts that only some networks have."""
UNDER = {
    "profile": '<p class="note"></p>',
    "map": '<div class="maps"></div>',
    "memory": '<p class="note">What the forget gates do not let through takes the way through h and the weights.</p>',
    "curve": """<p class="note" data-why="z"></p>
<div class="back">
  <label>One step back from <b data-why="place"></b>
  <input data-why="site" type="range" min="1" max="20" aria-label="Site from which one step back is shown"></label>
  <p data-why="words"></p><p class="filled" data-why="numbers"></p><p data-why="recurrent"></p>
</div>""",
}
"""What stands below a chart."""
LEARNS = (
    "What the network answers",
    "What the network has learned at the training step shown: its answers to questions that it never trained on.",
)
"""Heading of what the player draws itself of the answers, and what someone is told who cannot see it."""


def html(*, stories: bool) -> str:
    """Everything that is there before the first run arrives; ``stories``: whether the page around it has them."""
    storyless = "" if stories else " data-storyless"
    columns = "".join(f'<div class="column">{"".join(map(_figure, names))}</div>' for names in (LEFT, RIGHT))
    return f"""
<section class="player" tabindex="0"{storyless}
  aria-label="Animation of the gradient. Space plays and pauses, arrows step.">
  <p class="verdict"><span class="sign" aria-hidden="true"></span> <b></b><span class="rest"></span></p>
  <p class="said" aria-live="polite"></p>
  <p class="value-said" aria-live="polite"></p>
  <div class="bar" role="group" aria-label="Player">
    <button data-control="play">▶<span class="word"> Play</span></button>
    <button data-control="again" aria-label="Replay from the start">↺<span class="word"> Replay</span></button>
    <label><span class="word">Speed </span><select data-control="speed">{_speeds()}</select></label>
    <input data-control="scrub" type="range" min="0" max="1" value="0" aria-label="Training step">
    <button data-control="stop" hidden>■<span class="word"> Stop</span></button>
    <div class="facts">
      <output data-control="step" aria-live="off">no step yet</output>
      <span data-control="status" role="status"></span>
    </div>
  </div>
  <div class="choice">
    <div class="views" role="group" aria-label="View">{_views()}</div>
    <button data-control="present" title="One picture fills the screen, for the back row. Key: f">
      <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9"/></svg>
      <span class="word">Present</span></button>
    <button data-control="save" aria-label="Picture, film or link" aria-expanded="false" aria-controls="saving">
      <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M7 1v8M3.5 6 7 9.5 10.5 6M1 10v3h12v-3"/></svg>
      <span class="word">Picture</span></button>
    <ul class="legend" aria-label="Runs side by side" hidden></ul>
  </div>
  {SAVING}
  <div class="charts">{_learns()}{columns}</div>
  {_walk()}
  <p class="keys" aria-label="Keys"></p>
  <section class="help" role="dialog" aria-label="Keys of the player" hidden><dl></dl></section>
  <div class="tip" role="tooltip" hidden></div>
</section>"""


def _views() -> str:
    return "".join(f'<button data-to="{name}">{WORDS_OF_VIEWS[name]}</button>' for name in VIEWS)


def _walk() -> str:
    """One training step walked through: drawn, said, and in numbers."""
    buttons = "".join(f'<button data-walk="{name}" aria-label="{says}">{word}</button>' for name, word, says in WALK)
    phases = "".join(f'<button data-phase="{name}">{word}</button>' for name, word in PHASES.items())
    return f"""<section class="walk" aria-label="One training step, walked through">
    <div class="steps">
      <div role="group" aria-label="The walk">{buttons}</div>
      <div class="phases" role="group" aria-label="Phases">{phases}</div>
    </div>
    <p class="moment"><b data-walk="title"></b><span data-walk="text"></span></p>
    <p class="sum"><span data-walk="terms"></span><b data-walk="result"></b> <span data-walk="of"></span></p>
    <p class="spoken" aria-live="polite" data-walk="said"></p>
    <svg data-walk="drawing" role="img" aria-label="Drawing of the network; the words above say what it shows"></svg>
    <div class="strip" data-walk="strip">
      <div class="names"></div>
      <canvas role="img" title="Press a cell to go there" aria-label="All sites, coloured as far as the walk has come">
      </canvas>
    </div>
    <ul class="key" data-walk="key" aria-label="Legend"></ul>
  </section>"""


def _speeds() -> str:
    return "".join(
        f'<option value="{speed}"{" selected" if name == "normal" else ""}>{name}</option>'
        for name, speed in SPEEDS.items()
    )


def _figure(name: str) -> str:
    panel = PANELS[name]
    cells = '<canvas class="cells" aria-hidden="true"></canvas>' if name == "map" else ""
    about = escape(panel.describes.format(site="site"))
    return f"""
<figure data-panel="{name}" data-views="{" ".join(panel.views)}"{" hidden" if name in LATER else ""}>
  {_caption(name, panel.heading, panel.anchor)}
  <div class="plot" style="min-height:{theme.HEIGHTS[name]}px">{cells}
    <div class="chart" {_reading(name, about)}></div>
    <i class="cursor" hidden></i>
  </div>
  {_read(name)}{UNDER.get(name, "")}
</figure>"""


def _learns() -> str:
    """What the network answers, drawn by the player itself."""
    heading, about = LEARNS
    return f"""
<figure class="learns" data-views="learns">
  {_caption("learns", heading, "learned")}
  <div class="plot"><div class="chart" data-learns="pictures" {_reading("learns", about)}></div></div>
  {_read("learns")}
  <p class="note" data-learns="legend"></p>
</figure>"""


def _caption(name: str, heading: str, anchor: str) -> str:
    """The heading; a button that opens the table; and a link, which opens beside the run, else it would be lost."""
    about = escape(heading.format(site="site"))
    controls = f'aria-expanded="false" aria-controls="table-{name}"'
    where = f'href="numbers#{anchor}" target="_blank" rel="noopener"'
    return f"""<figcaption><span class="heading">{escape(heading.format(site="layer"))}</span>
    <span class="more"><button class="values" {controls} aria-label="Values as a table: {about}">Values</button>
    <a {where} aria-label="What am I looking at? {about}: explained in The numbers, in a new tab">
      What am I looking at?</a></span></figcaption>"""


def _reading(name: str, about: str) -> str:
    """What lets a chart be focused and read by the arrow keys."""
    described = f'aria-label="{about}" aria-describedby="told-{name}"'
    return f'tabindex="0" role="application" aria-roledescription="chart" {described}'


def _read(name: str) -> str:
    """A chart's text and its table."""
    return f"""<p class="told" id="told-{name}"></p>
  <div class="table" id="table-{name}" tabindex="0" role="group" aria-label="Values of this chart" hidden></div>"""

"""The sheets of lessons, to be printed: the teacher's with all answers, the students' to write on."""

from collections.abc import Iterable, Iterator
from html import escape

from simulator.catalog.lessons import KINDS, Answer, Lesson, Screen
from simulator.language import _, language, mark, ngettext
from simulator.teaching.place import Place
from simulator.teaching.words import blanked

STYLE = """
@page { size: A4; margin: 16mm 18mm; }
body { font: 11pt/1.4 "Source Sans 3", "Source Sans Pro", Arial, sans-serif; color: #1A1F27; background: #FFFFFF;
  max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 19pt; margin: 0; }
h2 { font-size: 12.5pt; margin: 1.1em 0 .2em; break-after: avoid; }
section + section { break-before: page; margin-top: 3rem; }
article { break-inside: avoid; }
p { margin: .25em 0; }
ul { margin: .3em 0; padding-left: 1.3em; }
.answers { list-style: none; padding-left: 0; }
.answers li { margin: .3em 0; padding-left: 1.7em; text-indent: -1.7em; }
.answers li > * { text-indent: 0; }
.thought { display: block; color: #4E5866; }
.about, .link { color: #4E5866; }
.link { font-size: 9.5pt; overflow-wrap: anywhere; }
.lines { border-bottom: 1px solid #8A93A0; height: 1.9em; }
a { color: #00619A; }
@media print { body { max-width: none; margin: 0; padding: 0; } section + section { margin-top: 0; } }
"""
LINES = 2
"""Lines to write on, where something is to be said in one's own words."""
WRITTEN = {"run": mark("What I saw:"), "explain": mark("Why, in my own words:"), "ask": mark("What I saw:")}
"""Kind of screen -> what is to be written on the lines."""
FRAME = """<svg viewBox="0 0 600 190" width="100%" role="img" aria-label="{frame}">
<rect x="80" y="8" width="510" height="150" fill="none" stroke="#8A93A0"/>
<line x1="80" x2="590" y1="83" y2="83" stroke="#8A93A0" stroke-dasharray="3 4"/>
<text x="72" y="88" text-anchor="end" font-size="13">1</text>
<text x="72" y="22" text-anchor="end" font-size="13">{larger}</text>
<text x="72" y="156" text-anchor="end" font-size="13">{smaller}</text>
<text x="80" y="178" font-size="13">{first}</text><text x="590" y="178" text-anchor="end" font-size="13">{last}</text>
<text x="335" y="178" text-anchor="middle" font-size="13">{way}</text></svg>"""
ASKING = ("predict", "draw", "ask")
"""Screens whose words ask. Those of the others tell what was asked before, and stand on the teacher's sheet alone."""
SHEETS = {"teacher": mark("Teacher's sheet"), "student": mark("Student's sheet")}
ALL_SHEETS = {"teacher": mark("Teacher's sheets"), "student": mark("Student's sheets")}
"""What they are called where there are several."""


def sheet(lessons: Iterable[Lesson], page: str, kind: str, more: str = "") -> str:
    """A page of HTML for each lesson, all in one file. ``kind`` is in SHEETS.

    ``page`` is the address of the lessons, ``more`` what stands in each link behind its own parameters.

    Numbers that are read off a run are left blank, for whoever runs it to write them down.
    """
    body = "".join(_lesson(lesson, (page, more), kind == "teacher") for lesson in lessons)
    title = _("Lessons of the gradient simulator: teacher's sheet")
    if kind == "student":
        title = _("Lessons of the gradient simulator: student's sheet")
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="{language()}"><head>{head}</head><body><main>{body}</main></body></html>'


def _lesson(lesson: Lesson, page: tuple[str, str], teacher: bool) -> str:
    sheet_name = _(SHEETS["teacher" if teacher else "student"])
    minutes = ngettext("{number} minute", "{number} minutes", lesson.minutes)
    aims = "".join(f"<li>{escape(aim)}</li>" for aim in lesson.aims)
    # The note gives the answer away, so students are not given it.
    about = f"<p>{escape(lesson.note)}</p><p>{_('Afterwards they can')}</p><ul>{aims}</ul>" if teacher else ""
    can = "" if teacher else f"<article><h2>{_('Now I can')}</h2><ul>{aims}</ul></article>"
    screens = "".join(_screen(Place(lesson, n), page, teacher) for n in range(1, len(lesson.screens) + 1))
    # And so may the lesson's name.
    title = lesson.label if teacher else lesson.topic
    blanks = _("Name: {name} Date: {date}", name="_" * 30, date="_" * 14)
    name = "" if teacher else f"<p>{blanks}</p>"
    sources = escape(_("Sources: {source}", source=lesson.source))
    return (
        f"<section><p class='about'>{sheet_name} · {minutes}</p><h1>{escape(title)}</h1>{name}"
        f"{about}{screens}{can}"
        f"<p class='about'>{sources}</p></section>"
    )


def _screen(place: Place, page: tuple[str, str], teacher: bool) -> str:
    screen = place.screen
    address, more = page
    link = escape(f"{address}?{'&'.join(f'{name}={value[0]}' for name, value in place.to_query().items())}{more}")
    kind, said = _(KINDS[screen.kind]), ""
    heading = f"<h2>{place.number}. {kind}</h2>"
    if teacher or screen.kind in ASKING:
        heading = f"<h2>{place.number}. {escape(screen.heading)} <span class='about'>· {kind}</span></h2>"
        said = "".join(f"<p>{escape(blanked(sentence.text))}</p>" for sentence in screen.text)
    parts = "".join(_teachers(screen) if teacher else _students(screen))
    where = f"<p class='link'><a href='{link}'>{link}</a></p>"
    return f"<article>{heading}{said}{parts}{where}</article>"


def _teachers(screen: Screen) -> Iterator[str]:
    """What to expect, with the misconception behind it."""
    if screen.term:
        yield f"<p>{escape(screen.term)}</p>"
    if screen.answers:
        yield f"<ul class='answers'>{''.join(map(_expected, screen.choices))}</ul>"


def _expected(answer: Answer) -> str:
    if not answer.misconception:
        shown = _("{answer} (this is what the run shows)", answer=f"<strong>{escape(answer.text)}</strong>")
        # The sign behind the mark asks for plain text, where a phone would put a coloured picture.
        return f"<li>✔\ufe0e {shown}</li>"
    return f"<li>✖\ufe0e {escape(answer.text)}<span class='thought'>{escape(answer.misconception)}</span></li>"


def _students(screen: Screen) -> Iterator[str]:
    """What to choose from, a frame to draw in, and lines to write on; nothing says what is right."""
    if screen.kind == "draw":
        yield FRAME.format(
            frame=_("Frame to draw the gradient in"),
            larger=_("larger"),
            smaller=_("smaller"),
            first=_("first"),
            last=_("last"),
            way=_("← the gradient travels this way"),
        )
    elif screen.answers:
        yield f"<ul class='answers'>{''.join(f'<li>☐ {escape(answer.text)}</li>' for answer in screen.choices)}</ul>"
    if wanted := WRITTEN.get(screen.kind):
        yield f"<p class='about'>{_(wanted)}</p>" + "<div class='lines'></div>" * LINES

"""A teacher's check: codes, one a line, each of them trained again and marked."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.shared.address import lock_key
from pages.shared.languages import in_link
from pages.shared.slices import PAGE_SLICE
from pages.shared.tab import interrupted
from simulator.language import _, ngettext
from simulator.service.answers import reason
from simulator.service.service import Service
from simulator.settings.link import as_text
from simulator.teaching.challenges.attempt import Attempt
from simulator.teaching.challenges.codes import CodeError, from_code
from simulator.teaching.challenges.marks import Mark, mark

MOST = 40
"""Codes that are checked at once."""


def display_check(service: Service, given: Sequence[str]) -> None:
    """The codes, and what each of them comes to."""
    st.header(_("Check codes"), anchor=False)
    text = st.text_area(_("Codes, one a line"), "\n".join(code for code in given if code), key="codes", height=160)
    # Handed in twice is handed in once.
    codes = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(codes) > MOST:
        said = ngettext(
            "{number} code: the first {most} are checked.",
            "{number} codes: the first {most} are checked.",
            len(codes),
            most=MOST,
        )
        st.info(said, icon=":material/info:")
    shown = st.empty()
    headings = (
        _("Code"),
        _("Challenge"),
        _("Number"),
        _("Result"),
        _("Points or depth"),
        _("What was done"),
        _("Hints"),
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in headings)
    rows: list[str] = []
    for code in codes[:MOST]:
        # Shown after each, as every code takes a run.
        rows.append(_row(service, code, len(headings)))
        shown.html(
            f'<div class="checked"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        )


def _row(service: Service, code: str, width: int) -> str:
    try:
        attempt = from_code(code, lock_key())
        found = checked(service, attempt)
    except CodeError as error:
        return f'<tr><td colspan="{width}">✖&#xfe0e; {escape(str(error))}</td></tr>'
    sign = "✔" if found.passed else "✖"
    done = (_("Settings changed"), _("Your answer"), _("Depth"))
    changed = next((found.rows[name] for name in done if name in found.rows), "")
    link = escape(as_text(attempt.to_query() | in_link()))
    cells = (
        f"<code>{escape(code)}</code>",
        f'<a href="challenges{link}" target="_blank" rel="noopener">{escape(attempt.challenge.label)}</a>',
        str(attempt.number),
        f"{sign}&#xfe0e; {escape(found.word)}",
        escape(found.said),
        escape(changed),
        str(attempt.hints),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def checked(service: Service, attempt: Attempt) -> Mark:
    """The mark of a run that is trained here and now; raises CodeError where it cannot be."""
    run = service.run(attempt.experiment)
    try:
        if attempt.challenge.kind == "wrong":
            return mark(attempt, run.trace or run.preview(interrupted))
        while not (run.done or run.error):
            run.advance(PAGE_SLICE, interrupted)
        if run.trace and run.done:
            return mark(attempt, run.trace)
    except ValueError as error:
        raise CodeError(reason(error)) from None
    raise CodeError(run.error or _("This run could not be trained here."))

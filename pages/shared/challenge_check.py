"""A teacher's check: codes, one a line, each of them trained again and marked."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.shared.slices import PAGE_SLICE
from pages.shared.visit import interrupted, lock_key
from simulator.service.answers import reason
from simulator.service.service import Service
from simulator.teaching.challenges.attempt import Attempt
from simulator.teaching.challenges.codes import CodeError, from_code
from simulator.teaching.challenges.marks import Mark, mark

MOST = 40
"""Codes that are checked at once."""
HEADINGS = ("Code", "Challenge", "Number", "Result", "Points or depth", "What was done", "Hints")


def display_check(service: Service, given: Sequence[str]) -> None:
    """The codes, and what each of them comes to."""
    st.header("Check codes", anchor=False)
    text = st.text_area("Codes, one a line", "\n".join(code for code in given if code), key="codes", height=160)
    codes = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(codes) > MOST:
        st.info(f"{len(codes)} codes: the first {MOST} are checked.", icon=":material/info:")
    shown = st.empty()
    rows: list[str] = []
    for code in codes[:MOST]:
        rows.append(_row(service, code))
        head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
        shown.html(
            f'<div class="checked"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        )


def _row(service: Service, code: str) -> str:
    try:
        attempt = from_code(code, lock_key())
        found = checked(service, attempt)
    except CodeError as error:
        return f'<tr><td colspan="{len(HEADINGS)}">✖&#xfe0e; {escape(str(error))}</td></tr>'
    sign = "✔" if found.passed else "✖"
    changed = found.rows.get("Settings changed", found.rows.get("Your answer", found.rows.get("Depth", "")))
    link = "&amp;".join(f"{name}={escape(values[-1])}" for name, values in attempt.to_query().items())
    cells = (
        f"<code>{escape(code)}</code>",
        f'<a href="challenges?{link}" target="_blank" rel="noopener">{escape(attempt.challenge.label)}</a>',
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
    raise CodeError(run.error or "This run could not be trained here.")

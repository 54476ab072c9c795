"""What is said of a challenge once its run is done: the mark, and the code by which it is handed in."""

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.address import lock_key
from pages.shared.challenge import note_reached
from pages.shared.challenge_visit import ChallengeVisit
from pages.shared.languages import with_language
from simulator.analysis.words import together
from simulator.language import _
from simulator.service.service import Service
from simulator.settings.link import as_text
from simulator.teaching.challenges.attempt import Attempt
from simulator.teaching.challenges.codes import to_code
from simulator.teaching.challenges.marks import Mark, mark


def tell(
    service: Service, visit: ChallengeVisit, attempt: Attempt, result: DeltaGenerator, code: DeltaGenerator
) -> None:
    """The mark and the code in their places; of a profile at once, for its first training step is enough."""
    run = service.run(attempt.experiment)
    trace = run.trace
    if not trace or not (run.done or attempt.challenge.kind == "wrong"):
        result.html(_told(Mark(False, _("Training …"), "", 0, {_("Loss reached"): "…"}), done=False))
        code.empty()
        return
    found, more = mark(attempt, trace), ""
    if attempt.challenge.kind == "limbo":
        # Told here alone, and no more than this tab has seen: the code is of one depth.
        visit.tried[trace.sites] = found.passed
        more = _tried(visit.tried)
    result.html(_told(found, more))
    with code.container(gap="small"):
        st.caption(_("Hand this in, the code or the link:"))
        st.code(to_code(attempt, lock_key()), language=None, wrap_lines=True)
        st.code((st.context.url or "") + with_language(as_text(attempt.to_query())), language=None, wrap_lines=True)
    if found.passed:
        with st.container(key="reached"):
            note_reached(attempt, found)


def _told(found: Mark, more: str = "", *, done: bool = True) -> str:
    """The mark as HTML."""
    sign = f"{'✔' if found.passed else '✖'}&#xfe0e; " if done else ""
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(together(text))}</td></tr>'
        for name, text in found.rows.items()
    )
    return (
        f'<div class="lesson mark" role="status"><span class="word">{sign}{escape(found.word)}</span>'
        f"<p>{escape(together(found.sentence))}</p>{more}<table><tbody>{lines}</tbody></table></div>"
    )


def _tried(depths: dict[int, bool]) -> str:
    """How deep this visitor has gone, and what came of it."""
    best = max((depth for depth, learns in depths.items() if learns), default=0)
    said = ", ".join(f"{depth} {'✔' if depths[depth] else '✖'}&#xfe0e;" for depth in sorted(depths))
    if not best:
        return f"<p>{_('Tried here: {depths}. None of them learns yet.', depths=said)}</p>"
    return f"<p>{_('Tried here: {depths}. The deepest that learns: {best}.', depths=said, best=best)}</p>"

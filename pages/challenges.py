"""The challenges: rescue a network, say what is wrong with one, and go as deep as it still learns."""

from html import escape

import streamlit as st

from pages.shared.address import url_parameters
from pages.shared.challenge import PAGE_CSS, choose, profile
from pages.shared.challenge_check import display_check
from pages.shared.challenge_mark import tell
from pages.shared.challenge_visit import ChallengeVisit
from pages.shared.controls import display_control
from pages.shared.exercise import display_run, starting_profile
from pages.shared.glossary import display_script, marked
from pages.shared.languages import with_language
from pages.shared.layout import CHALLENGES as CHALLENGES_PAGE
from pages.shared.layout import display_links, open_page
from pages.shared.lesson import PAGE_CSS as LESSON_CSS
from pages.shared.notices import display_ignored, display_remarks, valid_experiment
from pages.shared.tab import arrive
from simulator.catalog.challenges import CAUSES, KINDS
from simulator.language import _, mark
from simulator.service.service import Service, shared_service
from simulator.settings.link import as_text, to_text
from simulator.teaching.challenges.attempt import NUMBER, Attempt, number_of

CHECK = "check"
"""The parameter of a link to the teacher's check, and the codes that are checked there."""
OPENING = mark(
    "Real networks, and each is marked by what it really does: trained again, and held against a guess. "
    "The word below never leaves this browser, only the number that is made of it: with the word of your class you all "
    "get the same networks, with your name your own."
)


def display_challenges() -> None:
    """The list of the challenges, the one that the address names, or the check of codes."""
    url = url_parameters()
    open_page()
    st.html(f"<style>{LESSON_CSS}{PAGE_CSS}</style>")
    if CHECK in url:
        display_links(CHALLENGES_PAGE, "")
        st.html(f'<nav class="where" aria-label="{escape(_("Challenge"))}">{_link(_("All challenges"))}</nav>')
        display_check(shared_service(), url[CHECK])
        display_script()
        return
    visit = arrive(ChallengeVisit)
    attempt = visit.attempt
    # What a profile is of stands nowhere, in no link either, until a cause was named.
    hidden = attempt is None or (attempt.challenge.kind == "wrong" and not attempt.answer)
    display_links(CHALLENGES_PAGE, to_text(visit.lock.run) if visit.lock and not hidden else "")
    display_ignored(visit)
    if attempt:
        display_challenge(shared_service(), visit, attempt)
    else:
        display_list(url)
    display_script()


def _link(words: str, **query: str) -> str:
    """The words as a link to the challenges, with these parameters."""
    address = CHALLENGES_PAGE + with_language(as_text({name: [value] for name, value in query.items()}))
    return f'<a href="{escape(address)}" target="_self">{words}</a>'


def display_list(url: dict[str, list[str]]) -> None:
    """All challenges, with the word of the class."""
    st.title(_("Challenges"), anchor=False)
    st.html(f'<p class="lesson">{marked(_(OPENING), set())}</p>')
    choose(number_of({name: values[-1] for name, values in url.items()}))
    check = _link(_("check the codes"), **{CHECK: ""})
    said = _("For teachers: {check} that were handed in. Each is trained again.", check=check)
    st.html(f'<p class="lesson">{said}</p>')


def display_challenge(service: Service, visit: ChallengeVisit, attempt: Attempt) -> None:
    """What is to be done, with its controls and its mark on the left; the run on the right."""
    home = _link(_("All challenges"), **{NUMBER: str(attempt.number)})
    kind, number = _(KINDS[attempt.challenge.kind][0]), _("number {number}", number=attempt.number)
    st.html(
        f'<nav class="where" aria-label="{escape(_("Challenge"))}">{home}'
        f'<span class="kind">{kind}, </span><span>{number}</span></nav>'
    )
    left, right = st.columns([5, 8], gap="medium")
    with left:
        with st.container(key="lesson_text", gap="small"):
            st.header(attempt.challenge.label, anchor=False)
            st.html(f'<div class="lesson"><p>{marked(attempt.challenge.note, set())}</p></div>')
        guessed = attempt.challenge.kind == "wrong"
        if not guessed:
            # Above the mark, which is long: below it the last of them would stand under the screen's edge.
            display_hints(visit, attempt)
        result = st.container(key=attempt.challenge.kind).empty()
        if not guessed:
            display_own_controls(visit, attempt)
        elif not attempt.answer:
            display_causes(visit)
    experiment = valid_experiment(visit)
    visit.mirror(experiment)
    # With the network as the controls have it by now.
    now = visit.attempt or attempt
    with left:
        display_remarks(visit)
        code = st.empty()
    with right:
        if now.challenge.kind == "wrong" and not now.answer:
            profile(experiment, starting_profile(service, experiment))
        else:
            display_run(service, visit, experiment, lambda: tell(service, visit, now, result, code))


def display_causes(visit: ChallengeVisit) -> None:
    """The five answers; the first one that is given counts."""
    with st.container(gap="small"):
        for cause in CAUSES.values():
            key = f"cause_{cause.name}"
            st.button(cause.label, key=key, on_click=visit.name_cause, args=(cause.name,), width="stretch")
    if visit.changed:
        st.rerun()


def display_hints(visit: ChallengeVisit, attempt: Attempt) -> None:
    """The hints that were taken, and the next one."""
    hints, taken = attempt.challenge.hints, attempt.hints
    if taken:
        known = set[str]()
        items = "".join(f"<li>{marked(hint, known)}</li>" for hint in hints[:taken])
        st.html(f'<div class="lesson mark"><ol>{items}</ol></div>')
    if taken < len(hints):
        label = _("Hint {place} of {count}, for a point", place=taken + 1, count=len(hints))
        st.button(label, key="hint", icon=":material/lightbulb:", on_click=visit.take_hint)


def display_own_controls(visit: ChallengeVisit, attempt: Attempt) -> None:
    """The settings that can be changed, and the way back."""
    relevant = visit.relevant_settings()
    for name in (name for name in attempt.challenge.free if name in relevant):
        display_control(visit, name)
    if attempt.changes:
        st.button(_("As it was"), key="again", icon=":material/undo:", on_click=visit.again)
    if visit.changed:
        st.rerun()

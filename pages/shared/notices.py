"""What the page says beside the picture: what a link asked for that cannot be, and where settings clash."""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.choices import with_loss
from pages.shared.languages import ignored_language
from pages.shared.offers import offers
from pages.shared.visit import Visit
from simulator.analysis.words import together
from simulator.catalog import menu
from simulator.catalog.tasks import TASKS
from simulator.language import _, ngettext
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.settings.labels import label_of

MOST_SENTENCES = 3
"""Sentences on a link that are shown; the others are counted."""


def escape_markdown(text: str) -> str:
    """The text so that it is shown as it stands: nothing in it is read as Markdown, and nothing becomes a link."""
    # A word joiner, which nobody sees, keeps the browser from making links of www., :// and @, and icons of :names:.
    text = re.sub(r"(?i)(?<=www)(?=\.)|(?<=:)(?=//)|(?<=:)(?=[\w+/-]+:)|(?=@)", "\u2060", text)
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|$:~&])", r"\\\1", together(" ".join(text.split())))


def display_remarks(visit: Visit) -> None:
    """What could not be done, until something is changed."""
    if visit.remarks:
        st.info(escape_markdown(" ".join(visit.remarks)), icon=":material/info:")


def display_ignored(visit: Visit) -> None:
    """One line on what was wrong with the link, until something is changed."""
    ignored = [*ignored_language(), *visit.ignored]
    if ignored:
        said, rest = ignored[:MOST_SENTENCES], len(ignored[MOST_SENTENCES:])
        more = [ngettext("And {number} more.", "And {number} more.", rest)] if rest else []
        sentences = [_("The link was not quite right."), *said, *more]
        st.info(escape_markdown(" ".join(sentences)), icon=":material/link_off:")


def valid_experiment(visit: Visit) -> Experiment:
    """The chosen experiment; where its settings clash, says so with the ways out, and gives the last valid one."""
    try:
        return Experiment(**visit.settings)
    except SettingsError as error:
        _display_clash(visit, error)
    return Experiment(**visit.valid)


def _display_clash(visit: Visit, error: SettingsError) -> None:
    last, story = visit.valid, visit.story
    found = [offer for offer in offers(visit.settings, error) if visit.is_free(offer.name)]
    st.warning(escape_markdown(_words(error, visit.settings)), icon=":material/rule:")
    with st.container(horizontal=True, gap="small"):
        for offer in found:
            change = with_loss(visit.settings, {offer.name: offer.value})
            key = f"offer_{offer.name}_{offer.value}"
            st.button(offer.label, key=key, on_click=visit.choose_all, args=(change, story))
        undone = ", ".join(label_of(name) for name, value in visit.settings.items() if value != last[name])
        label = _("Undo: {settings}", settings=undone)
        st.button(label, key="undo", on_click=visit.choose_all, args=(last, story), type="tertiary")


def _words(error: SettingsError, settings: Mapping[str, Any]) -> str:
    """The error in the words of the page; a task of the other kind of network is one that the visitor once chose."""
    here = menu("task", settings["kind"])
    other = next((tasks[settings["task"]] for tasks in TASKS.values() if settings["task"] in tasks), None)
    if other is None or settings["task"] in here:
        return _("{error} Shown below is the last network that could be trained.", error=error)
    return _("{task}: this task is for the other kind of network. Choose one of these instead.", task=other.label)

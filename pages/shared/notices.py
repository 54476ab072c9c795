"""What the page says beside the picture: what a link asked for in vain, and where settings clash, with the ways out."""

import re

import streamlit as st

from pages.shared import settings as chosen
from pages.shared.offers import offers
from simulator.catalog import menu
from simulator.catalog.tasks import TASKS
from simulator.errors import SettingsError
from simulator.experiment import FIELDS, Experiment

MOST = 3
"""Sentences on a link that are shown; the others are counted."""


def plain(text: str) -> str:
    """The text as it stands: nothing in it is read as Markdown, and nothing becomes a link."""
    text = re.sub(r"(?i)(?<=www)(?=\.)|(?<=:)(?=//)|(?=@)", "\u2060", text)
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|$:~&])", r"\\\1", " ".join(text.split()))


def display_ignored() -> None:
    """One line on what was wrong with the link, and one on what could not be done, until something is changed."""
    remarks = st.session_state.get("remarks")
    if remarks:
        st.info(plain(" ".join(remarks)), icon=":material/info:")
    sentences = st.session_state["ignored"]
    if sentences:
        more = f" And {len(sentences) - MOST} more." if len(sentences) > MOST else ""
        st.info(plain("The link was not quite right. " + " ".join(sentences[:MOST]) + more), icon=":material/link_off:")


def settle() -> Experiment:
    """The experiment that is chosen; where settings clash, says so with the ways out and gives the last that worked."""
    try:
        return Experiment(**chosen.settings())
    except SettingsError as error:
        _display_clash(error)
    return Experiment(**st.session_state["valid"])


def _display_clash(error: SettingsError) -> None:
    last, story, found = st.session_state["valid"], st.session_state["story"], offers(chosen.settings(), error)
    st.warning(plain(_words(error)), icon=":material/rule:")
    with st.container(horizontal=True, gap="small"):
        for offer in found:
            change = {**chosen.settings(), offer.name: offer.value}
            key = f"offer_{offer.name}_{offer.value}"
            st.button(offer.label, key=key, on_click=chosen.choose_all, args=(change, story))
        undo = [str(FIELDS[name].title) for name, value in chosen.settings().items() if value != last[name]]
        st.button(
            f"Undo: {', '.join(undo)}", key="undo", on_click=chosen.choose_all, args=(last, story), type="tertiary"
        )


def _words(error: SettingsError) -> str:
    """The error in the words of the page; a task of the other kind of network is one that the visitor once chose."""
    settings = chosen.settings()
    here = menu("task", settings["kind"])
    other = next((tasks[settings["task"]] for tasks in TASKS.values() if settings["task"] in tasks), None)
    if other is None or settings["task"] in here:
        return f"{error} Shown below is the last network that could be trained."
    return f"{other.label}: this task is for the other kind of network. Choose one of these instead."

"""The numbers: what each quantity and each setting means, made from the same tables and fields as the simulator."""

from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.address import url_parameters
from pages.shared.glossary import display_script, explained
from pages.shared.layout import display_links, open_page
from pages.shared.notices import display_ignored, escape_markdown
from pages.shared.sketches import display_sketches, sketch_place
from pages.shared.visit import Visit
from simulator.analysis.finding import Rule
from simulator.analysis.rules import RULES
from simulator.analysis.words import percent
from simulator.catalog import menu
from simulator.catalog.choice import Choice
from simulator.catalog.glossary import GLOSSARY
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.quantity import Quantity
from simulator.catalog.readings import READINGS
from simulator.catalog.structure import KINDS
from simulator.catalog.tasks import TASKS
from simulator.catalog.thresholds import HEALTHY_DECADES, LEARNED
from simulator.language import _, mark, signs
from simulator.service.service import shared_service
from simulator.settings.experiment import FIELDS, bounds
from simulator.settings.labels import help_of, label_of
from simulator.settings.link import as_text

OPENING = mark(
    "A network learns from its mistakes: at its end the loss says how wrong an answer was, and the gradient carries "
    "that back through all layers, so that each finds out how to change its weights. Here stands what is measured on "
    "that way: in plain words, with a picture of tiny networks that were really trained, and then exactly."
)
LETTERS = mark(
    "A **site** is a place on the chain that the gradient walks back along: a hidden layer $l = 1, \\dots, L$ of a "
    "deep network (1 is nearest the input), or a time step $t = 1, \\dots, T$ of a sequence. $h$ is what the site "
    "passes on, $z$ what goes into its activation $f$, $a$ what the weights $W$ hand to the normalization, "
    "$\\mathcal{L}$ the loss of the batch of $B$ samples, $H$ the number of units. Every gradient is taken before the "
    "training step's update, so step 1 shows the network as initialized. Nothing is estimated: every number comes from "
    "a network that was really trained."
)


SAID = mark(
    "Two questions are asked of every run: **does the gradient arrive, and is anything learned?** A gradient arrives "
    "where its [spread](#spread) stays between {low} and {high}. Something is learned where the loss is surely below "
    "{share} of [that of a guess](#chance_loss), with the [noise of the batches](#loss_noise) in mind, or the accuracy "
    "clearly above a guess's. *Healthy* is a run of which both hold; what is recent is judged, the last tenth of the "
    "steps so far, and in the first tenth of a run it is too early to tell. The diagnosis looks at all training steps. "
    "What explains more stands in front, and hides what follows from it:"
)


def display_numbers() -> None:
    """The page, top to bottom."""
    open_page()
    url, visit = url_parameters(), Visit()
    visit.arrive(url)  # only to hear what is wrong with the link, which leads back to a run
    with st.sidebar:
        display_links("numbers", as_text(url))
        anchors = {
            "quantities": _("Quantities"),
            "letters": _("The letters"),
            "findings": _("What is said"),
            "settings": _("Settings"),
            "words": _("Words"),
        }
        st.markdown(" · ".join(f"[{words}](#{anchor})" for anchor, words in anchors.items()))
        for row in (*QUANTITIES.values(), *READINGS.values()):
            st.markdown(f"[{row.label}](#{row.name})")

    st.title(_("The numbers"), anchor=False)
    display_ignored(visit)
    st.markdown(explained(_(OPENING)), unsafe_allow_html=True)
    st.header(_("What is recorded and shown"), anchor="quantities")
    rows = (*QUANTITIES.values(), *READINGS.values())
    places = {row.name: (row.label, display_quantity(row)) for row in rows}
    st.subheader(_("The letters"), anchor="letters")
    st.markdown(_(LETTERS))
    st.header(_("What is said of a run"), anchor="findings")
    low, high = f"1e-{HEALTHY_DECADES}", f"1e{HEALTHY_DECADES}"
    st.markdown(_(SAID, low=low, high=high, share=percent(LEARNED)))
    for found in RULES:
        display_rule(found)
    st.header(_("What can be set"), anchor="settings")
    for setting in FIELDS:
        display_setting(setting)
    st.header(_("Words"), anchor="words")
    st.markdown("\n".join(f"- **{term.label}**: {escape_markdown(term.note)}" for term in GLOSSARY.values()))
    display_script()
    display_sketches(shared_service(), places)


def display_quantity(row: Quantity) -> DeltaGenerator:
    """One quantity under an anchor of its own name: plain words, room for a picture, the formula, its name in code."""
    st.subheader(row.label, anchor=row.name)
    st.markdown(explained(row.plain), unsafe_allow_html=True)
    place = sketch_place()
    st.markdown(f"**{_('Exactly:')}** {row.note}")
    st.latex(row.formula)
    said = _("In a trace: {name}, {shape}", name=f"`{row.name}`", shape=_(row.shape))
    st.caption(f"{said} · {row.source}" if row.source else said)
    return place


def display_setting(name: str) -> None:
    """One setting under an anchor of its own name: its meaning, its range, and the rows of its menu."""
    info = FIELDS[name]
    st.subheader(label_of(name), anchor=name)
    st.markdown(help_of(name))
    if info.annotation is not str:  # a number has a range, a name has a menu
        low, high = (signs(f"{bound:,.10g}") for bound in bounds(name))
        default = signs(f"{info.default:g}")
        code = f"`{name}`"
        st.caption(_("{name}: {low} to {high}; at first {default}", name=code, low=low, high=high, default=default))
        return
    st.caption(_("{name}; at first {default}", name=f"`{name}`", default=menu(name, "deep")[info.default].label))
    # Every other menu is the same for both kinds of network.
    if name != "task":
        return display_menu(menu(name, "deep").values())
    for kind, tasks in TASKS.items():
        st.markdown(f"**{KINDS[kind].label}**")
        display_menu(tasks.values())


def display_menu(rows: Iterable[Choice]) -> None:
    """The rows of a menu, each with its note and source."""
    st.markdown("\n".join(map(_menu_line, rows)))


def _menu_line(row: Choice) -> str:
    source = f" *{escape_markdown(row.source)}*" if row.source else ""
    return f"- **{escape_markdown(row.label)}**: {escape_markdown(row.note)}{source}"


def display_rule(rule: Rule) -> None:
    """One thing that can be found wrong: when it is, and where that comes from."""
    st.markdown(f"- **{rule.label}**: {escape_markdown(rule.criterion)} *{escape_markdown(rule.source)}*")

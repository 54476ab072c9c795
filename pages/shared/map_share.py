"""The map to hand on: its link, and its cells as a table."""

import csv
from io import StringIO

import streamlit as st

from pages.shared.languages import with_language
from pages.shared.map_visit import MapVisit
from simulator.language import _
from simulator.service.growing_map import GrowingMap
from simulator.service.service import Service
from simulator.sweeps.plan import Plan
from simulator.sweeps.questions import QUESTIONS


def display_map_share(service: Service, visit: MapVisit, plan: Plan) -> None:
    """A button that opens the map's address, and its table."""
    popover = st.popover(_("Share"), icon=":material/share:", key="share", on_change=visit.note_change)
    if popover.open:
        with popover:
            st.markdown(_("This link opens the same map, with its pinned cells:"))
            link = (st.context.url or "") + with_language(visit.map_link(plan))
            st.code(link or "/", language=None, wrap_lines=True)
            growing = service.maps.get(plan)
            st.download_button(
                _("Table (CSV)"),
                # Made when it is pressed, as the map grows until then.
                lambda: table(growing).encode(),
                f"map-{plan.across.name}-{plan.up.name}.csv",
                "text/csv",
                help=_("Every network that is computed so far: both settings, the seed, and all answers."),
                icon=":material/download:",
                on_click="ignore",
                width="stretch",
            )
            st.markdown(_("*PNG* and *SVG* above the map make a picture of it."))


def table(growing: GrowingMap) -> str:
    """One network a line, in the order of the axes; empty where it could not be trained."""
    plan = growing.plan
    names = [name for name, row in QUESTIONS.items() if row.trained == plan.trained]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([plan.across.name, plan.up.name, "seed", *names, "sentence"])
    for cell in sorted(growing.cells, key=lambda cell: cell.step.place):
        column, row = cell.step.place
        place = plan.across.axis.values[column], plan.up.axis.values[row]
        for number, answer in enumerate(cell.answers):
            seed = plan.experiment.seed + number
            writer.writerow([*place, seed, *(answer.values[name] for name in names), answer.says])
        if not cell.answers:
            writer.writerow([*place, "", *("" for _ in names), cell.refused])
    return text.getvalue()

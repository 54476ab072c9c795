"""The run leaves the page: its address, as a link and as a picture for phones, and files to take along."""

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO

import segno
import streamlit as st

from pages.shared.compare import pinned_runs
from pages.shared.visit import Visit
from simulator.analysis.describe import describe
from simulator.catalog.stories import STORIES
from simulator.export.page import page, rows_to_show
from simulator.export.script.script import script
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.service.takeaway import finished, snapshots_along
from simulator.settings.experiment import Experiment
from simulator.settings.link import to_text

THEORY_PATIENCE = 5.0
"""Seconds that a file waits for theory's line."""
QR_SIZE = 180
"""Pixels of the picture for phones."""
EMBEDDED = (960, 900)
"""Width and height of a frame in somebody else's page that holds the sentence, the bar and the profile."""


def address(visit: Visit, experiment: Experiment) -> str:
    """The URL that opens the page with these settings and the pinned runs."""
    return (st.context.url or "") + to_text(experiment, visit.pins)


def display_share(service: Service, visit: Visit, experiment: Experiment) -> None:
    """A button that opens the address, and the files that there are of the run."""
    popover = st.popover("Share", icon=":material/share:", key="share", on_change=visit.note_change)
    if popover.open:
        with popover:
            link = address(visit, experiment) or "/"
            st.markdown("This link opens the same run:")
            st.code(link, language=None, wrap_lines=True)
            _display_files(service, visit, service.run(experiment), link)
            _display_elsewhere(link)


def _display_elsewhere(link: str) -> None:
    with st.expander("For phones, and for a page of your own"):
        drawn = BytesIO()
        segno.make(link, error="l", micro=False).save(drawn, kind="png", scale=6, border=3)
        st.markdown("Point a phone's camera here:")
        st.image(drawn.getvalue(), width=QR_SIZE)
        st.markdown("This shows the run in a frame of another page:")
        st.code(_frame(link), language="html", wrap_lines=True)


def _frame(link: str) -> str:
    width, height = EMBEDDED
    source = f"{link}{'&' if '?' in link else '?'}embed=true"
    return f'<iframe src="{source}" width="{width}" height="{height}" title="The gradient simulator"></iframe>'


def _display_files(service: Service, visit: Visit, run: Run, link: str) -> None:
    """Nothing is made before somebody asks for it."""
    name = _file_name(run.experiment)
    st.markdown("Take it along:")
    _display_file(
        "A page that plays without a server",
        partial(_page, service, visit, run, link),
        f"{name}.html",
        "text/html",
        "One file: player, charts and the pinned runs. It opens in any browser, also without a network.",
    )
    _display_file(
        "The same run in plain PyTorch",
        partial(_script, run),
        f"{name}.py",
        "text/x-python",
        "A script of PyTorch alone that starts from the same weights and prints the same gradient norms.",
    )


def _display_file(label: str, make: Callable[[], str], name: str, kind: str, about: str) -> None:
    st.download_button(
        label, make, name, kind, key=f"file_{name.rpartition('.')[2]}", help=about, on_click="ignore", width="stretch"
    )


def _page(service: Service, visit: Visit, run: Run, link: str) -> str:
    trace = finished(run)
    beside = {i: finished(one) for i, one in pinned_runs(service, visit, run).items()}
    taken = snapshots_along(service.pool, trace, rows_to_show(trace))
    expected = service.predictions.get(run, THEORY_PATIENCE)
    note = STORIES[visit.story].note if visit.story and visit.unchanged else ""
    return page(trace, pinned=beside, snapshots=taken, expected=expected, note=note, address=link)


def _script(run: Run) -> str:
    return script(run.experiment, finished(run))


def _file_name(experiment: Experiment) -> str:
    """Such as "20-layer-sigmoid-network", which any system can write down."""
    network = re.split(" (?:is trained|learns)", describe(experiment))[0].partition(" ")[2]
    return re.sub("[^a-z0-9]+", "-", network.lower()).strip("-")

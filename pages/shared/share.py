"""The run leaves the page: its address, as a link and as a picture for phones, and files to take along."""

from functools import partial
from io import BytesIO
from itertools import cycle

import segno
import streamlit as st

from pages.shared.compare import pinned_runs
from pages.shared.notices import escape_markdown
from pages.shared.visit import Visit
from simulator.catalog.stories import STORIES
from simulator.export.files import FORMS, export, name_of
from simulator.export.page import page, rows_to_show
from simulator.export.reading import read
from simulator.export.refusal import MOST_BYTES, FileError
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.service.takeaway import finished, snapshots_along
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.lock import Lock

THEORY_PATIENCE = 5.0
"""Seconds that a file waits for theory's line."""
QR_SIZE, QR_MODULE, QR_BORDER = 180, 3, 3
"""Pixels of the picture for phones, at least, and of each of its small squares; the border in squares."""
EMBEDDED = (960, 900)
"""Width and height of a frame in somebody else's page that holds the sentence, the bar and the profile."""


def address(visit: Visit, experiment: Experiment, lock: Lock | None = None) -> str:
    """The URL that opens the page with these settings and the pinned runs, and lets be changed what the lock says."""
    return (st.context.url or "") + visit.link_text(experiment, lock)


def display_share(service: Service, visit: Visit, experiment: Experiment) -> None:
    """A button that opens the address, and the files that there are of the run."""
    popover = st.popover("Share", icon=":material/share:", key="share", on_change=visit.note_change)
    if popover.open:
        with popover:
            link = address(visit, experiment) or "/"
            st.markdown("This link opens the same run:")
            st.code(link, language=None, wrap_lines=True)
            st.markdown("*Picture* in the player copies one to the very step, view and speed seen there.")
            _display_files(service, visit, service.run(experiment), link)
            _display_elsewhere(link)
            if not visit.lock:
                _display_class(visit, experiment)
                _display_opening(visit)


def _display_class(visit: Visit, experiment: Experiment) -> None:
    """What a class is to change, and the link for that."""
    with st.expander("For a class: choose what can be changed"):
        names = visit.relevant_settings()
        chosen = st.pills(
            "What can be changed",
            names,
            selection_mode="multi",
            default=names,
            format_func=lambda name: FIELDS[name].title or name,
            key=visit.key("free"),
        )
        # Another kind of network needs another task.
        free = tuple(name for name in names if name in chosen or (name == "task" and "kind" in chosen))
        lock = Lock(free, experiment, tuple(visit.pins))
        st.markdown("This link shows these controls alone; all else stays as it is now, in the address too:")
        st.code(address(visit, experiment, lock if len(free) < len(names) else None), language=None, wrap_lines=True)


def _display_elsewhere(link: str) -> None:
    with st.expander("For phones, and for a page of your own"):
        _display_code(link)
        st.markdown("This shows the run in a frame of another page:")
        st.code(_frame(link), language="html", wrap_lines=True)


def _display_code(link: str) -> None:
    """The link as a picture, large enough for a camera, where it is not too long for one."""
    try:
        code = segno.make(link, error="l", micro=False)
    except segno.DataOverflowError:
        st.markdown("This link is too long for a picture that a phone could read: unpin a run, or send the text.")
        return
    picture = BytesIO()
    code.save(picture, kind="png", scale=6, border=QR_BORDER)
    modules = int(code.symbol_size(border=QR_BORDER)[0])
    st.markdown("Point a phone's camera here:")
    st.image(picture.getvalue(), width=max(QR_SIZE, QR_MODULE * modules))


def _frame(link: str) -> str:
    width, height = EMBEDDED
    source = f"{link}{'&' if '?' in link else '?'}embed=true"
    return f'<iframe src="{source}" width="{width}" height="{height}" title="The gradient simulator"></iframe>'


def _display_files(service: Service, visit: Visit, run: Run, link: str) -> None:
    """Nothing is made before somebody asks for it."""
    st.markdown("Take it along:")
    places = cycle(st.columns(2, gap="small"))
    for name, form in FORMS.items():
        if form.drawn:
            continue
        next(places).download_button(
            form.label,
            partial(_made, service, visit, run, link, name),
            f"{name_of(run.experiment)}.{name}",
            form.mime,
            key=f"file_{name}",
            help=form.note,
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )


def _made(service: Service, visit: Visit, run: Run, link: str, form: str) -> bytes:
    trace = finished(run)
    if form != "html":
        return export(form, run.experiment, trace).content
    beside = {i: finished(one) for i, one in pinned_runs(service, visit, run).items()}
    taken = snapshots_along(service.pool, trace, rows_to_show(trace))
    expected = service.predictions.get(run, THEORY_PATIENCE)
    note = STORIES[visit.story].note if visit.story and visit.unchanged else ""
    return page(
        trace, pinned=beside, snapshots=taken, expected=expected, note=note, address=link, file=name_of(run.experiment)
    ).encode()


def _display_opening(visit: Visit) -> None:
    """A file that was taken along comes back: its settings are chosen, and the same run is trained."""
    endings = [name for name, form in FORMS.items() if form.comes_back]
    key = visit.key("opened")
    if visit.refused:
        st.error(escape_markdown(visit.refused), icon=":material/error:")
    st.file_uploader(
        "Open a file that was taken along",
        endings,
        key=key,
        max_upload_size=MOST_BYTES // 1_000_000,
        help="Settings, a table or arrays of a run: all controls are set to it, and it is trained here once more.",
        on_change=_open,
        args=(visit, key),
    )


def _open(visit: Visit, key: str) -> None:
    file = st.session_state[key]
    visit.refused = ""
    visit.note_change()
    if file is None:
        return
    try:
        found = read(file.getvalue())
    except FileError as error:
        visit.refused = f"{file.name}: {error}"
        return
    visit.choose_all(found.experiment.model_dump(), None)
    visit.remarks = [f"{file.name}: {sentence}" for sentence in found.ignored]

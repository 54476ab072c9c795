"""The run's address: as a link, as a picture for phones, as a frame elsewhere, and for a class."""

import streamlit as st

from pages.shared.languages import with_language
from pages.shared.phones import TooLong, picture_of
from pages.shared.taking import display_files, display_opening
from pages.shared.visit import Visit
from simulator.language import _
from simulator.service.service import Service
from simulator.settings.experiment import Experiment
from simulator.settings.labels import label_of
from simulator.settings.lock import Lock

LEAST = 180
"""Pixels of the picture for phones."""
EMBEDDED = (960, 900)
"""Width and height of a frame in somebody else's page that holds the sentence, the bar and the profile."""


def address(visit: Visit, experiment: Experiment, lock: Lock | None = None) -> str:
    """The URL that opens the page with these settings and the pinned runs, and lets be changed what the lock says."""
    return (st.context.url or "") + with_language(visit.link_text(experiment, lock))


def display_share(service: Service, visit: Visit, experiment: Experiment) -> None:
    """A button that opens the address, and the files that there are of the run."""
    popover = st.popover(_("Share"), icon=":material/share:", key="share", on_change=visit.note_change)
    if not popover.open and visit.making and visit.making.over:
        # What was handed over is not handed over again by whoever opens this once more.
        visit.making = None
    if popover.open:
        with popover:
            # In a test there is no address.
            link, lock = address(visit, experiment) or "/", visit.lock or _lock(visit, experiment)
            st.markdown(_("This link opens the same run:"))
            st.code(link, language=None, wrap_lines=True)
            st.markdown(_("*Picture* in the player copies one to the very step, view and speed seen there."))
            free = [label_of(name) for name in lock.free] if lock else []
            display_files(service, visit, service.run(experiment), address(visit, experiment, lock) or "/", free)
            _display_elsewhere(link)
            if not visit.lock:
                _display_class(visit, experiment, lock)
                display_opening(visit)


def _lock(visit: Visit, experiment: Experiment) -> Lock | None:
    """What a teacher has chosen that can be changed; None where that is everything."""
    names = visit.relevant_settings()
    chosen = st.session_state.get(visit.key("free"), names)
    # Another kind of network needs another task.
    free = tuple(name for name in names if name in chosen or (name == "task" and "kind" in chosen))
    return Lock(free, experiment, tuple(visit.pins)) if len(free) < len(names) else None


def _display_class(visit: Visit, experiment: Experiment, lock: Lock | None) -> None:
    """What a class is to change, and the link for that."""
    with st.expander(_("For a class: choose what can be changed")):
        names = visit.relevant_settings()
        st.pills(
            _("What can be changed"),
            names,
            selection_mode="multi",
            default=names,
            format_func=label_of,
            key=visit.key("free"),
            on_change=visit.note_change,
        )
        st.markdown(_("This link shows these controls alone; all else stays as it is now, in the address too:"))
        st.code(address(visit, experiment, lock), language=None, wrap_lines=True)
        st.markdown(_("A page of its own has no controls: taken along now, it leads to this link and names them."))


def _display_elsewhere(link: str) -> None:
    with st.expander(_("For phones, and for a page of your own")):
        display_code(link)
        st.markdown(_("This shows the run in a frame of another page:"))
        st.code(_frame(link), language="html", wrap_lines=True)


def display_code(link: str) -> None:
    """The link as a picture, large enough for a camera, where it is not too long for one."""
    try:
        picture, width = picture_of(link)
    except TooLong as error:
        st.markdown(str(error))
        return
    st.markdown(_("Point a phone's camera here:"))
    st.image(picture, width=max(LEAST, width))


def _frame(link: str) -> str:
    width, height = EMBEDDED
    source = f"{link}{'&' if '?' in link else '?'}embed=true"
    title = _("The gradient simulator")
    return f'<iframe src="{source}" width="{width}" height="{height}" title="{title}"></iframe>'

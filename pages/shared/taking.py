"""Files of a run, to take along; and such a file that comes back."""

from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from itertools import cycle
from typing import Any, TypeVar

import streamlit as st

from pages.shared.compare import pinned_runs
from pages.shared.component import hand_over
from pages.shared.notices import escape_markdown
from pages.shared.repeating import all_known, known
from pages.shared.visit import Visit
from simulator.catalog.stories import STORIES
from simulator.export.files import FORMS, export, name_of
from simulator.export.page import page, rows_to_show
from simulator.export.reading import read
from simulator.export.refusal import MOST_BYTES, FileError, too_large
from simulator.language import _
from simulator.repeated import Seeds
from simulator.service.making import Making
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.service.takeaway import at_once, finished, snapshots_along

T = TypeVar("T")

THEORY_PATIENCE = 5.0
"""Seconds that a file waits for theory's line."""
PAGE = "html"
"""The form that takes long, and is made beside the page."""
POLL = 0.4
"""Seconds between two questions how far it is."""


def display_files(service: Service, visit: Visit, run: Run, link: str, free: Sequence[str]) -> None:
    """Nothing is made before somebody asks for it; a page leads to the link, where what is ``free`` can be changed."""
    st.markdown(_("Take it along; *Picture* in the player makes pictures, films and animations of it:"))
    _display_page(service, visit, run, {"address": link, "free": free})
    places = cycle(st.columns(2, gap="small"))
    for name, form in FORMS.items():
        if not form.drawn and name != PAGE:
            content = partial(_content, run, name, known(service, visit, run) if form.seeds else None)
            next(places).download_button(form.label, content, mime=form.mime, on_click="ignore", **_look(run, name))


def _look(run: Run, form: str) -> dict[str, Any]:
    """What the button of a form has."""
    look = {"key": f"file_{form}", "help": FORMS[form].note, "icon": ":material/download:", "width": "stretch"}
    return look if form == PAGE else look | {"file_name": f"{name_of(run.experiment)}.{form}"}


def _display_page(service: Service, visit: Visit, run: Run, about: dict[str, Any]) -> None:
    """The button for the page of its own, with how far it is below it, where it is seen on a phone, too."""
    # What the page says is what is seen as the button is drawn.
    about["note"] = STORIES[visit.story].note if visit.story and visit.unchanged else ""
    pinned = pinned_runs(service, visit, run)
    seeds = all_known(service, visit, run, pinned)
    about["seeds"] = seeds.get(run.key)
    about["pinned_seeds"] = {i: seeds[one.key] for i, one in pinned.items() if one.key in seeds}
    parts = partial(_page_in_parts, service, run, pinned, about)
    args = (visit, f"{name_of(run.experiment)}.{PAGE}", parts)
    st.button(FORMS[PAGE].label, on_click=_begin, args=args, **_look(run, PAGE))
    if visit.making:
        # A fragment, which asks again by itself while it is made, and leaves the page and its player alone.
        over = visit.making.over
        st.fragment(_display_making, run_every=None if over else POLL)(visit, over)


def _content(run: Run, form: str, seeds: Seeds | None) -> bytes:
    return export(form, run.experiment, at_once(finished(run)), seeds).content


def _begin(visit: Visit, file: str, parts: Callable[[], Generator[float, None, bytes]]) -> None:
    if visit.making:
        visit.making.give_up()
    visit.making, visit.making_file = Making(parts()), file
    visit.note_change()


def _page_in_parts(
    service: Service, run: Run, pinned: Mapping[int, Run], about: dict[str, Any]
) -> Generator[float, None, bytes]:
    """The page of its own; in parts of its training steps, for the run is trained once more for its snapshots."""
    total, done = sum(one.experiment.steps for one in (run, run, *pinned.values())), 0
    traces = []
    for one in (run, *pinned.values()):
        # Part by part, so that the page can say how far it is, and the file can be given up.
        traces.append((yield from _shares(finished(one), done, total)))
        done += one.experiment.steps
    trace, *beside = traces
    taken = yield from _shares(snapshots_along(service.pool, trace.experiment, rows_to_show(trace)), done, total)
    text = page(
        trace,
        pinned=dict(zip(pinned, beside, strict=True)),
        snapshots=taken,
        expected=service.predictions.get(run, THEORY_PATIENCE),
        **about,
        file=name_of(run.experiment),
    )
    return text.encode()


def _shares(parts: Generator[int, None, T], done: int, total: int) -> Generator[float, None, T]:
    """The parts, with what they tell as a share of the whole."""
    while True:
        try:
            yield (done + next(parts)) / total
        except StopIteration as end:
            found: T = end.value
            return found


def _display_making(visit: Visit, was_over: bool) -> None:
    """How far the file is, with a way to give it up; or that it was handed over."""
    making = visit.making
    if not making:
        return
    if making.over and not was_over:
        st.rerun()  # so that it asks no more
    if not making.over:
        st.progress(making.share, _("The page is being made"))
        st.button(_("Cancel"), key="cancel_making", icon=":material/close:", on_click=making.give_up)
    elif making.error:
        st.error(escape_markdown(making.error), icon=":material/error:")
    elif making.content:
        hand_over(making.content, visit.making_file, FORMS[PAGE].mime, making.begun)
        st.markdown(_("Saved as {file}", file=escape_markdown(visit.making_file)))
    else:
        st.markdown(_("Nothing was saved: it was stopped before its end."))


def display_opening(visit: Visit) -> None:
    """A file that was taken along comes back: its settings are chosen, and the same run is trained."""
    endings = [name for name, form in FORMS.items() if form.comes_back]
    key = visit.key("opened")
    if visit.refused:
        with st.container(key="refused"):
            st.error(escape_markdown(visit.refused), icon=":material/error:")
    with st.container(key="too_large"):  # seen only where the browser has refused one: see css/page.css
        st.error(too_large(), icon=":material/error:")
    st.file_uploader(
        _("Open a file that was taken along"),
        endings,
        key=key,
        max_upload_size=MOST_BYTES // 1_000_000,
        help=_("Settings, a table or arrays of a run: all controls are set to it, and it is trained here once more."),
        on_change=_open,
        args=(visit, key),
    )


def _open(visit: Visit, key: str) -> None:
    file = st.session_state[key]
    visit.refused, visit.remarks = "", []
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

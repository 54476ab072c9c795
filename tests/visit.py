"""A visit to the page without a browser: opens it, finds its controls, reads what the player was given."""

import json
import re
import struct
from collections.abc import Mapping
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from pages.shared.controls import GROUPS
from simulator.settings.experiment import FIELDS
from tests.server import ROOT

QUICK = {"depth": "3", "width": "4", "batch_size": "8", "steps": "4"}


def opened(query: Mapping[str, str | list[str]] = QUICK) -> AppTest:
    """The simulator as it stands after a visit with this link, all its groups of controls unfolded."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    for group in GROUPS:
        page.session_state[f"group_{group}"] = True
    return sound(page.run())


def numbers(**query: str | list[str]) -> AppTest:
    """The other page, as it stands after a visit with this link."""
    page = AppTest.from_string("from pages.numbers import display_numbers\n\ndisplay_numbers()\n", default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    return sound(page.run())


def sound(page: AppTest) -> AppTest:
    """The page, which must not show a traceback."""
    assert not page.exception, page.exception[0].value
    return page


def plain(markdown: str) -> str:
    """A text of the page as it is read: its spaces alike, without escapes and the marks of explained words."""
    return re.sub(r"</?dfn[^>]*>", "", markdown).replace("\\", "").replace("\u00a0", " ")


def control(page: AppTest, name: str) -> Any:
    """The control of a setting; its key starts with the setting's name."""
    kinds = (page.selectbox, page.number_input, page.select_slider, page.slider, page.button_group)
    found = [w for widgets in kinds for w in widgets if str(w.key).split("-")[0] == name]
    assert len(found) == 1, f"{name} has {len(found)} controls"
    return found[0]


def chosen(page: AppTest) -> dict[str, Any]:
    """What the page trains."""
    settings: dict[str, Any] = page.session_state["visit"].valid
    return settings


def player(page: AppTest) -> Any:
    """The player's part of the page."""
    components = [component.proto for component in page.main.get("bidi_component")]
    return next(proto for proto in components if proto.component_name.endswith("gradient_player"))


def header(page: AppTest) -> dict[str, Any]:
    """What the player was given, without the numbers."""
    return about_run(player(page).bytes)


def about_run(payload: bytes) -> dict[str, Any]:
    """What stands in front of the numbers of a run."""
    (length,) = struct.unpack("<I", payload[:4])
    about: dict[str, Any] = json.loads(payload[4 : 4 + length])
    return about


def triggered(page: AppTest, trigger: str, run: str) -> AppTest:
    """The page after the player has pulled a trigger, as it does on a click on one of its buttons."""
    # AppTest knows no way to pull a component's trigger.
    states = page._tree.get_widget_states()
    said = json.dumps([{"event": trigger, "value": run}])
    states.widgets.append(
        WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{player(page).id}__events", json_trigger_value=said)
    )
    return sound(page._run(states))


def pulled(page: AppTest) -> AppTest:
    """The page after its player has asked for more, where it does; else after one more run of the script."""
    about = header(page)
    asks = about["ask_for_more"] or about["awaits_part"]
    return triggered(page, "more", f"{about['body']}:{about['run']}") if asks else sound(page.run())


def shown(page: AppTest, name: str) -> bool:
    """Whether a setting has a control of any kind."""
    native = (page.selectbox, page.number_input, page.select_slider, page.slider, page.button_group)
    keys = {str(widget.key).split("-")[0] for widgets in native for widget in widgets}
    live = {json.loads(slider.proto.json)[0]["label"] for slider in page.sidebar.get("bidi_component")}
    return name in keys or FIELDS[name].title in live


def url(page: AppTest) -> dict[str, str]:
    """The part of the address after the question mark."""
    return {name: given if isinstance(given, str) else given[-1] for name, given in page.query_params.items()}


def button(page: AppTest, label: str) -> Any:
    """The button with this label."""
    return next(b for b in page.button if b.label == label)


def shared_link(page: AppTest) -> str:
    """The address that Share shows."""
    page.session_state["share"] = True
    link: str = sound(page.run()).main.code[0].value
    return link

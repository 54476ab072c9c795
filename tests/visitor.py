"""A visitor without a browser: speaks Streamlit's websocket protocol with the real server."""

import asyncio
import json
import struct
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

EVENTS = "$$STREAMLIT_INTERNAL_KEY_{}__events"
"""Under which name a component's triggers are sent."""


T = TypeVar("T")


def visiting(visit: Coroutine[Any, Any, T]) -> T:
    """What a visit returns; in a thread of its own, for the browser's tests keep a loop running in theirs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visit).result()


@dataclass
class Visitor:
    """One tab. ``shown`` is the player's header, its seconds by the clock in ``shown_at``; texts and errors as said."""

    url: str
    query: str = ""
    page: str = ""
    """Name of a page other than the first one."""
    shown: dict[str, Any] = field(default_factory=dict)
    payload: bytes = b""
    """What the player was given, whole."""
    map: dict[str, Any] = field(default_factory=dict)
    """What the map was handed last, on the page of maps."""
    shown_at: float = 0.0
    texts: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    """What the browser is to read as HTML."""
    widgets: dict[str, str] = field(default_factory=dict)
    """Identity of every widget by its key without the number of its making."""
    again: str = ""
    """The fragment that the browser is to ask for again and again; the visitor does so by ``run``."""
    files: list[str] = field(default_factory=list)
    """Names of the files that the browser was handed."""
    keeps: list[str] = field(default_factory=list)
    """Names of the messages of which it says that it keeps them; none, so that all are sent whole."""
    sent: list[str] = field(default_factory=list)
    """Names of the messages that may be kept, as they were sent whole."""
    fed: list[str] = field(default_factory=list)
    """Of those the ones that bring a pinned run."""
    named: list[str] = field(default_factory=list)
    """Names of the messages that were not sent again, but named."""
    finished: int = 0
    """Script runs that have ended."""
    _socket: ClientConnection | None = None
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _player: tuple[str, str] = ("", "")
    _count: int = 0
    _script: str = ""
    """Hash of the page that is shown, as the server named it; a message about another one would lose its trigger."""

    async def __aenter__(self) -> "Visitor":
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(
            address,
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            # By itself websockets breaks off at a message of more than 1 MiB.
            max_size=None,
            max_queue=None,
            compression=None,
        )
        await self.run()
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._socket
        await self._socket.close()

    # ---- saying -----------------------------------------------------------------------------------------------

    async def send(self, data: bytes | str) -> None:
        """Anything at all."""
        assert self._socket
        await self._socket.send(data)

    async def run(self, fragment: str = "", *triggers: WidgetState) -> None:
        """Asks for a rerun of the script, or of one fragment."""
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = self.query, self.page
        message.rerun_script.page_script_hash = self._script
        message.rerun_script.fragment_id = fragment
        message.rerun_script.cached_message_hashes.extend(self.keeps)
        message.rerun_script.widget_states.widgets.extend([*self._states.values(), *triggers])
        await self.send(message.SerializeToString())

    async def visit(self, query: str) -> None:
        """Goes to another address in the same tab, as Back does."""
        message = BackMsg()
        self.query = message.rerun_script.query_string = query
        message.rerun_script.is_history_navigation = True
        message.rerun_script.cached_message_hashes.extend(self.keeps)
        await self.send(message.SerializeToString())

    async def set(self, key: str, **value: Any) -> None:
        """Sends a widget's value, such as ``int_value=3``, once the widget is there, and asks for a run."""
        await self.until(lambda visitor: key in visitor.widgets)
        self._states[key] = WidgetState(id=self.widgets[key], **value)
        await self.run()

    async def slide(self, name: str, value: float, *, final: bool = True, at: int | None = None) -> None:
        """Moves a live slider, or lets go of it; the player, where there is one, tells the page. ``at`` is a time."""
        await self.until(lambda visitor: name in visitor.widgets)
        self._count += 1
        key = self.widgets[name].split("-", 2)[2]
        moved = {"name": name, "key": key, "value": value, "final": final, "at": self._count if at is None else at}
        told, fragment = self._player if self._player[0] else (self.widgets[name], "")
        self._states["moved"] = WidgetState(id=told, json_value=json.dumps({"moved": moved}))
        await self.run(fragment)

    async def press(self, key: str) -> None:
        """Presses a button, once it is there."""
        await self.until(lambda visitor: key in visitor.widgets)
        await self.run("", WidgetState(id=self.widgets[key], trigger_value=True))

    async def trigger(self, event: str, value: str) -> None:
        """Pulls one of the player's triggers."""
        player, fragment = self._player
        told = json.dumps([{"event": event, "value": value}])
        await self.run(fragment, WidgetState(id=EVENTS.format(player), json_trigger_value=told))

    async def ask_for_more(self) -> None:
        """Asks for the next slice, as the player does once it has taken one."""
        await self.trigger("more", f"{self.shown['run']}:{len(self.shown['steps'])}:")

    async def ask_for_cells(self) -> None:
        """Asks for more of the map, as it does itself once it has taken what there was, and waits for that."""
        before = self.map["stamp"]
        await self.trigger("more", f"{self.map['key']}:{self.map['from'] + len(self.map['cells'])}")
        await self.until(lambda visitor: visitor.map["stamp"] != before)

    # ---- hearing ----------------------------------------------------------------------------------------------

    async def hear(self) -> None:
        """Takes in the next message."""
        assert self._socket
        data = await self._socket.recv()
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self.named.append(message.ref_hash)
        elif message.metadata.cacheable:
            self.sent.append(message.hash)
            if message.delta.new_element.bidi_component.component_name.endswith("gradient_feed"):
                self.fed.append(message.hash)
        if kind == "delta" and message.delta.HasField("new_element"):
            before = self.shown_at
            self._take(message.delta)
            if self.shown_at > before and self.shown["ahead_of_page"]:
                await self.ask_for_more()  # as the player does at once: the page around it follows
        elif kind == "delta" and message.delta.add_block.HasField("popover"):
            self._note_widget(message.delta.add_block.popover.id)
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self.again = message.auto_rerun.fragment_id
        elif kind == "script_finished":
            self.finished += 1
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            self.exceptions.append(message.session_event.script_compilation_exception.message)

    async def until(self, holds: Callable[["Visitor"], Any], seconds: float = 60.0) -> float:
        """Listens until something holds; the time on the clock then."""
        async with asyncio.timeout(seconds):
            while not holds(self):
                await self.hear()
        return time.perf_counter()

    async def finish(self, seconds: float = 120.0) -> float:
        """Pulls until the run on the page is done; the time on the clock then."""
        async with asyncio.timeout(seconds):
            while not self.shown.get("done"):
                await self.next()
        return time.perf_counter()

    async def next(self) -> None:
        """Pulls where the player would, and waits for the next delivery."""
        before = self.shown_at
        if self.shown.get("ask_for_more"):
            await self.ask_for_more()
        await self.until(lambda visitor: visitor.shown_at > before)

    def _take(self, delta: Any) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        content = getattr(element, kind)
        if kind == "bidi_component" and content.component_name.endswith("gradient_player"):
            self._player = content.id, delta.fragment_id
            self.payload, self.shown_at = content.bytes, time.perf_counter()
            self.shown = _header(self.payload)
        elif kind == "bidi_component" and content.component_name.endswith("gradient_map"):
            self._player, (self.map,) = (content.id, delta.fragment_id), json.loads(content.json)
        elif kind == "bidi_component" and content.component_name.endswith("gradient_file"):
            self.files.append(_header(content.bytes)["file"])
        elif kind == "exception":
            self.exceptions.append(content.message)
        elif kind == "alert":
            self.errors.append(content.body)
        elif kind in ("markdown", "heading", "html"):
            self.texts.append(content.body)
        if kind == "html" or getattr(content, "allow_html", False):
            self.raw.append(content.body)
        self._note_widget(getattr(content, "id", ""))

    def _note_widget(self, identity: str) -> None:
        if identity.startswith("$$ID-"):
            name = identity.split("-", 2)[2]
            self.widgets[name.rsplit("-", 1)[0] if name.rsplit("-", 1)[-1].isdecimal() else name] = identity


def _header(payload: bytes) -> dict[str, Any]:
    """What stands in front of the numbers, as JSON behind its length."""
    (length,) = struct.unpack("<I", payload[:4])
    header: dict[str, Any] = json.loads(payload[4 : 4 + length])
    return header

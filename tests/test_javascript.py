"""The player's JavaScript without a browser: its types, its form, and what it does in Node with what Python packs.

Node comes from PyPI, the checkers from npm (`make javascript` installs both). Where they cannot be had the tests are
skipped with a word, except in continuous integration.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from simulator.charts.header import Pinned, RunHeader, Words
from simulator.charts.seeds import SeedsHeader
from simulator.charts.snapshot import SnapshotHeader
from simulator.player.bundle import HERE, constants
from tests.handed_to_node import hand_over

FOLDER = Path(__file__).with_name("js")
SOURCES = (
    "simulator/player/js",
    "pages/shared/live_slider",
    "pages/shared/lesson",
    "pages/shared/challenge",
    "pages/shared/words",
    "tests/js",
)
NODE = Path(sys.prefix, "bin", "node")
TOOLS = FOLDER / "node_modules"


def node(*command: str, **environment: str) -> None:
    """Runs a command of Node; what it says about a failure is the test's message."""
    if not (NODE.exists() and TOOLS.is_dir()):
        missing = "no Node or no checkers in it: `make javascript` installs them"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    done = subprocess.run(
        [NODE, *command], cwd=FOLDER, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_types_hold() -> None:
    node("node_modules/typescript/bin/tsc", "--project", ".")


def test_form_and_habits_are_held() -> None:
    sources = (str(Path(os.pardir, os.pardir, source)) for source in SOURCES)
    options = ("--config-path=.", "--error-on-warnings", "--colors=off")
    node("node_modules/@biomejs/biome/bin/biome", "ci", *options, *sources)


def test_it_does_what_its_tests_in_node_say(tmp_path: Path) -> None:
    hand_over(tmp_path)
    # In one process: to start Node for each file takes longer than the tests in it.
    node("--test", "--test-isolation=none", PLAYER_FOLDER=str(tmp_path))


def declared(file: Path, interface: str) -> dict[str, str]:
    """The fields of a TypeScript interface, and their types as they are written."""
    found = re.search(rf"interface {interface}\b[^{{]*{{(.*?)\n}}", file.read_text("utf-8"), re.DOTALL)
    assert found
    return dict(re.findall(r"^  (\w+)\??: (.*);$", found[1], re.MULTILINE))


NAMES = {"int": "number", "float": "number", "bool": "boolean", "str": "string", "None": "null"}


def in_typescript(hint: Any) -> str:
    """A Python type as TypeScript writes it."""
    text = hint.__name__ if isinstance(hint, type) and not getattr(hint, "__args__", None) else str(hint)
    text = re.sub(r"simulator\.charts\.header\.", "", text)
    text = re.sub(r"\b(int|float|bool|str|None)\b", lambda name: NAMES[name[0]], text)
    text = re.sub(r"dict\[(\w+), (\w+)\]", r"Record<\1, \2>", text)
    text = re.sub(r"list\[(tuple\[.*\])\]", "Caption[]", text)
    text = re.sub(r"tuple\[(.*)\]", r"[\1]", text)
    text = re.sub(r"list\[(\w+ \| \w+)\]", r"(\1)[]", text)
    return re.sub(r"list\[(\w+)\]", r"\1[]", text)


DESCRIBED = [
    (RunHeader, "Run"),
    (SnapshotHeader, "Snapshot"),
    (SeedsHeader, "Seeds"),
    (Pinned, "Pinned"),
    (Words, "Words"),
]


@pytest.mark.parametrize(("header", "interface"), DESCRIBED)
def test_a_delivery_is_described_alike_in_both_languages(header: Any, interface: str) -> None:
    said: Mapping[str, str] = declared(HERE / "js" / "data" / "payload.d.ts", interface)
    known = {name: in_typescript(hint) for name, hint in get_type_hints(header).items()}
    assert said == {name: kind for name, kind in known.items() if name != "steps"}  # every delivery has steps


def test_every_constant_is_declared_for_javascript_and_used_there() -> None:
    folder = HERE / "js"
    names = re.findall(r"export const (\w+)", (folder / "constants.d.ts").read_text("utf-8"))
    assert sorted(names) == sorted(constants())
    sources = "".join(file.read_text("utf-8") for file in folder.rglob("*.js"))
    assert [name for name in names if not re.search(rf"\b{name}\b", sources)] == []

"""What the browser loads is built once and whole, by the first visitor or server."""

import filecmp
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulator.player import runtime

FILES = {"alone.js", "main.js", "main.js.gz", "map.js", "map.js.gz", "vega.js", "vega.js.gz"}
BUILD = "import shutil, sys; from pathlib import Path; from simulator.player import runtime"
COPY = "runtime.subprocess.run = lambda command, check: shutil.copytree(sys.argv[2], command[-2], dirs_exist_ok=True)"
"""In place of the compiler, which takes seconds, in a test of what is done with what it has made."""


def build(static: Path, code: str = "", *arguments: str) -> str:
    """As a server that starts does: in a process of its own."""
    code = f"{BUILD}; {code}\nprint(runtime.ensure_runtime(Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(static), *arguments]
    return subprocess.run(command, cwd=runtime.ROOT, check=True, capture_output=True, text=True).stdout.strip()


def test_servers_that_start_together_build_one_whole_folder(tmp_path: Path) -> None:
    first = str(runtime.ensure_runtime())  # as the app has built it, or builds it now
    assert {file.relative_to(first).as_posix() for file in Path(first).rglob("*")} == FILES
    static = tmp_path / "static"
    with ThreadPoolExecutor(2) as pool:
        built = {*pool.map(lambda _: build(static, COPY, first), range(2))}
    assert built == {str(static / runtime.folder_name())}
    assert [folder.name for folder in static.iterdir()] == [runtime.folder_name()]
    assert not filecmp.dircmp(first, *built).diff_files and not filecmp.dircmp(first, *built).left_only


def test_what_is_there_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("built again"))
    there = tmp_path / runtime.folder_name()
    there.mkdir()
    assert runtime.ensure_runtime(tmp_path) == there


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], check: bool) -> None:
        Path(command[-2], "half.js").touch()
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(subprocess.CalledProcessError):
        runtime.ensure_runtime(tmp_path)
    assert not [*tmp_path.iterdir()]


def test_an_upgrade_gets_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    now = runtime.folder_name()
    monkeypatch.setattr(runtime, "version", lambda name: f"99 of {name}")
    assert runtime.folder_name.__wrapped__() != now  # type: ignore[attr-defined]  # as functools.wraps leaves it

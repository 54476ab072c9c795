"""What the browser loads is built once, whole, and by whoever comes first."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pages.player import runtime

FILES = {"main.js", "player.js", "shared/charts.js", "walk/plan.js", "specs.js", "vega.js"}
BUILD = "import sys; from pathlib import Path; from pages.player.runtime import ensure_runtime"


def build(static: Path) -> str:
    """As a server that starts does: in a process of its own."""
    code = f"{BUILD}; print(ensure_runtime(Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(static)]
    return subprocess.run(command, cwd=runtime.ROOT, check=True, capture_output=True, text=True).stdout.strip()


def test_servers_that_start_together_build_one_whole_folder(tmp_path: Path) -> None:
    static = tmp_path / "static"
    with ThreadPoolExecutor(2) as pool:
        built = {*pool.map(build, [static, static])}
    assert built == {str(static / runtime.folder_name())}
    assert [folder.name for folder in static.iterdir()] == [runtime.folder_name()]
    whole = static / runtime.folder_name()
    assert {file.relative_to(whole).as_posix() for file in whole.rglob("*.js")} >= FILES


def test_what_is_there_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("built again"))
    there = tmp_path / runtime.folder_name()
    there.mkdir()
    assert runtime.ensure_runtime(tmp_path) == there


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], check: bool) -> None:
        Path(command[-1], "half.js").touch()
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(subprocess.CalledProcessError):
        runtime.ensure_runtime(tmp_path)
    assert not [*tmp_path.iterdir()]


def test_an_upgrade_gets_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    now = runtime.folder_name()
    monkeypatch.setattr(runtime, "version", lambda name: f"99 of {name}")
    assert runtime.folder_name.__wrapped__() != now

"""From a clone to a library: what is installed is one package, and its command opens the app."""

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from simulator import __main__ as command
from tests.server import ROOT, free_port, served, wait_for

HERE = Path(sysconfig.get_path("purelib"))
"""Where the running environment keeps what the app depends on."""


def pip(*arguments: str | Path) -> None:
    """The running environment's pip, which asks no network for anything."""
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *map(str, arguments)], check=True, timeout=60)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the source distribution, which was built from the clone."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=60)
    (source,) = folder.glob("*.tar.gz")
    pip("wheel", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder, source)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that has the wheel; the dependencies are looked for where they are installed already."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    pip("--python", folder / "bin/python", "install", "--no-deps", "--no-index", "--no-compile", wheel)
    _packages(folder).joinpath("dependencies.pth").write_text(f"{HERE}\n")
    return folder


def _packages(environment: Path) -> Path:
    return next(environment.glob("lib/python*/site-packages"))


def elsewhere() -> dict[str, str]:
    """The variables of a process that knows nothing of the clone."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def test_one_package_is_installed_and_no_app_or_pages_beside_it(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"simulator", "gradient_simulator"}
    assert {"simulator/app/app.py", "simulator/app/pages/numbers.py", "simulator/app/.streamlit/config.toml"} <= {
        *names
    }
    assert not [name for name in names if "__pycache__" in name or "node_modules" in name or "secrets" in name]


def test_the_wheel_holds_every_file_of_the_package_and_of_the_pages(wheel: Path) -> None:
    names = {*ZipFile(wheel).namelist()}
    rooms = {"simulator": "", "pages": "simulator/app/"}
    files = [(path, under) for room, under in rooms.items() for path in (ROOT / room).rglob("*.*") if path.is_file()]
    wanted = {under + path.relative_to(ROOT).as_posix() for path, under in files if path.suffix != ".pyc"}
    assert wanted - names == set()


def test_what_it_depends_on_stands_in_one_place(wheel: Path) -> None:
    lines = ROOT.joinpath("requirements.txt").read_text().splitlines()
    with ZipFile(wheel) as files:
        (about,) = (name for name in files.namelist() if name.endswith("/METADATA"))
        asks = [line for line in files.read(about).decode().splitlines() if line.startswith("Requires-Dist: ")]
    assert [line.removeprefix("Requires-Dist: ") for line in asks] == sorted(
        line for line in lines if line[0] not in "-#"
    )


def test_the_tests_build_with_what_the_package_is_built_with() -> None:
    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text())
    assert {*project["build-system"]["requires"]} < {
        *filter(str.__instancecheck__, project["dependency-groups"]["dev"])
    }


def test_the_library_is_imported_anywhere(environment: Path, tmp_path: Path) -> None:
    code = (
        "import simulator; print(simulator.__file__);"
        "print(simulator.Experiment(depth=2, steps=2).sites);"
        "import importlib.util; print([importlib.util.find_spec(name) for name in ('app', 'pages')])"
    )
    done = subprocess.run(
        [environment / "bin/python", "-c", code],
        cwd=tmp_path,
        env=elsewhere(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    place, sites, beside = done.stdout.splitlines()
    assert Path(place) == _packages(environment) / "simulator/__init__.py"
    assert (sites, beside) == ("2", "[None, None]")


def test_the_command_opens_the_app(environment: Path, tmp_path: Path, page: Page) -> None:
    tmp_path.joinpath("pages").mkdir()
    tmp_path.joinpath("pages", "__init__.py").write_text("raise ImportError('a folder of the same name was taken')")
    opens = [str(environment / "bin/gradient-simulator"), "--server.headless", "true"]
    with served(opens, free_port(), tmp_path, elsewhere()) as server:
        wait_for(f"{server.url}/health")  # status 503 while the engine begins
        page.goto(server.url)
        expect(page.locator("[data-pictures]")).to_be_visible(timeout=30_000)
        expect(page.locator("html")).to_have_css("font-size", "18px")  # as .streamlit/config.toml says
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def test_a_clone_has_the_command_without_being_installed() -> None:
    done = subprocess.run([sys.executable, "-m", "simulator", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "--server.port" in done.stdout


def test_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PLACES", (tmp_path / "app.py",))
    with pytest.raises(SystemExit, match="Install the whole package: `pip install .`"):
        command.main()
    tmp_path.joinpath("app.py").touch()
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="Streamlit is not installed"):
        command.main()


def test_the_command_says_where_it_may_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.joinpath("app.py").touch()
    monkeypatch.setattr(command, "PLACES", (tmp_path / "app.py",))
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(SystemExit, match=f"into {tmp_path}, where you may not write"):
        command.main()

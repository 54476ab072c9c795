"""The house stays in order: each room imports only what its row allows, and each library lives in its own room."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import simulator

ROOT = Path(__file__).parent.parent
RESULTS = ("trace", "outcome", "learned", "snapshot", "prediction", "repeated", "cached", "watched")
"""The modules of ``simulator`` that hold what a run has measured; together they are the room ``results``."""
ROOMS = {
    "language": set[str](),
    "catalog": set[str](),
    "settings": {"catalog"},
    "results": {"settings", "catalog"},
    "engine": {"settings", "catalog", "results"},
    "analysis": {"settings", "catalog", "results"},
    "charts": {"settings", "catalog", "results"},
    "export": {"settings", "catalog", "results", "analysis", "charts", "player"},
    "teaching": {"settings", "catalog", "results", "analysis", "sweeps"},
    "sweeps": {"settings", "catalog", "results", "engine", "analysis"},
    "service": {"settings", "results", "engine", "analysis", "sweeps"},
    "door": {"settings", "catalog", "results", "engine", "analysis", "export", "sweeps"},
    "player": {"catalog", "charts"},
    "shared": {
        "settings",
        "catalog",
        "results",
        "analysis",
        "charts",
        "sweeps",
        "service",
        "player",
        "export",
        "teaching",
    },
    "pages": {"settings", "catalog", "analysis", "sweeps", "service", "teaching", "shared"},
}
"""Each room, and the rooms that it may import besides ``language``, at once or later, for types or for use.

``door`` is simulator/__init__.py with the modules of DOORS, ``shared`` is a folder of pages/, and ``pages`` is app.py
and the pages themselves.
"""
DOORS: tuple[list[str], ...] = ([], ["__main__"], ["command"], ["command_sweep"], ["command_poster"])
HEAVY = ("torch", "altair", "pandas", "streamlit", "sklearn", "scipy", "vl_convert", "babel")
HOMES = {
    "streamlit": ("app.py", "pages/"),
    "torch": ("simulator/engine/",),
    "altair": ("simulator/charts/",),
    "babel": ("simulator/language/",),
    "sklearn": (),  # only its file of digits is read
    "pydantic": (
        "simulator/settings/experiment.py",
        "simulator/settings/fields.py",
        "simulator/settings/setting.py",
        "simulator/settings/refusal.py",
    ),
}
DOOR = [
    "Experiment",
    "PRESETS",
    "SettingsError",
    "Sweep",
    "Trace",
    "diagnose",
    "predict",
    "preview",
    "repeat",
    "simulate",
    "simulate_many",
    "sweep",
    "watch",
]


def sources() -> dict[str, Path]:
    """Module name -> file, of everything that the app is made of."""
    files = [ROOT / "app.py", *ROOT.joinpath("simulator").rglob("*.py"), *ROOT.joinpath("pages").rglob("*.py")]
    return {_module(path.relative_to(ROOT)): path for path in files if path.exists()}


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@cache
def imports(path: Path, *, at_once: bool) -> tuple[str, ...]:
    """Names that a file imports: all of them, or without those that wait for a call; both with those for types only."""
    return (*_imports(path, at_once),)


def _imports(path: Path, at_once: bool) -> Iterator[str]:
    todo: list[ast.AST] = [ast.parse(path.read_text())]
    while todo:
        node = todo.pop()
        if at_once and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            # A relative name would not be found among ours, and its import would go unseen.
            assert not node.level, f"{path}: write the whole name of what is imported"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        todo.extend(ast.iter_child_nodes(node))


@cache
def graph(*, at_once: bool = True) -> dict[str, set[str]]:
    """Module -> the modules of ours that it imports."""
    ours = sources()
    return {
        name: {
            module
            for wanted in imports(path, at_once=at_once)
            for module in [wanted if wanted in ours else wanted.rpartition(".")[0]]
            if module in ours and module != name
        }
        for name, path in ours.items()
    }


def room_of(module: str) -> str:
    """The room in which a module stands, such as "engine" for ``simulator.engine.chain``."""
    top, *below = module.split(".")
    if top == "simulator":
        return "door" if below in DOORS else "results" if below[0] in RESULTS else below[0]
    return below[0] if below and below[0] in ROOMS else "pages"


def test_there_is_a_house() -> None:
    # If no file were found, the tests of rooms and libraries below would all pass.
    assert {room_of(module) for module in sources()} == set(ROOMS)
    assert "simulator.settings.limits" in graph()["simulator.settings.experiment"]
    assert "simulator.engine.training" in graph(at_once=False)["simulator"]


def test_imports_never_run_in_a_circle() -> None:
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(f"These import each other: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("library", HOMES)
def test_a_library_lives_in_its_own_room(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in sources().values()
        if any(name.split(".")[0] == library for name in imports(path, at_once=False))
    }
    assert {user for user in users if not user.startswith(HOMES[library])} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_row_allows(room: str) -> None:
    wanted = {
        (name, module)
        for name, modules in graph(at_once=False).items()
        for module in modules
        if room_of(name) == room != room_of(module)
    }
    assert {(name, module) for name, module in wanted if room_of(module) not in ROOMS[room] | {"language"}} == set()


def test_the_rooms_stand_on_floors() -> None:
    TopologicalSorter(ROOMS).prepare()


def fresh(code: str) -> str:
    """What a new interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_fresh_interpreter_imports_the_library_without_anything_heavy() -> None:
    code = f"""
import sys
import simulator
from simulator import PRESETS, Experiment
[Experiment(**story.settings) for story in PRESETS.values()]
print(sorted(set({HEAVY}) & set(sys.modules)))
"""
    assert fresh(code).strip() == "[]"


def test_the_public_door_is_pinned() -> None:
    assert sorted(simulator.__all__) == DOOR
    assert all(getattr(simulator, name) for name in DOOR)
    with pytest.raises(AttributeError, match="no attribute 'wardrobe'"):
        simulator.__getattr__("wardrobe")

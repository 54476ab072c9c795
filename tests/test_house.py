"""The house stays in order: each room imports only what stands to its left, and each library lives in its own room."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import simulator

ROOT = Path(__file__).parent.parent
ROOMS = ("app.py", "simulator", "pages")
HEAVY = ("torch", "altair", "pandas", "streamlit", "sklearn", "scipy", "vl_convert")
HOMES = {
    "streamlit": ("app.py", "pages/"),
    "torch": ("simulator/engine/",),
    "altair": ("simulator/charts/",),
    "sklearn": (),  # only its file of digits is read
    "pydantic": (
        "simulator/settings/experiment.py",
        "simulator/settings/fields.py",
        "simulator/settings/setting.py",
        "simulator/settings/refusal.py",
    ),
}
DOOR = ["Experiment", "PRESETS", "SettingsError", "Trace", "diagnose", "predict", "preview", "simulate"]


def sources() -> dict[str, Path]:
    """Module name -> file, of everything that the app is made of."""
    files = [ROOT / "app.py", *(path for room in ROOMS[1:] for path in (ROOT / room).rglob("*.py"))]
    return {_module(path.relative_to(ROOT)): path for path in files if path.exists()}


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path, *, at_once: bool) -> Iterator[str]:
    """Names that a file imports: all of them, or only those that importing it imports at once."""
    todo: list[ast.AST] = [ast.parse(path.read_text())]
    while todo:
        node = todo.pop()
        if at_once and (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _for_types_only(node)):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write the whole name of what is imported"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        todo.extend(ast.iter_child_nodes(node))


def _for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def graph() -> dict[str, set[str]]:
    """Module -> the modules of ours that it imports at once."""
    ours = sources()
    return {
        name: {
            module
            for wanted in imports(path, at_once=True)
            for module in [wanted if wanted in ours else wanted.rpartition(".")[0]]
            if module in ours and module != name
        }
        for name, path in ours.items()
    }


def test_there_is_a_house() -> None:
    assert {"simulator", "simulator.settings.experiment", "simulator.catalog.stories"} <= set(sources())
    assert "simulator.settings.limits" in graph()["simulator.settings.experiment"]


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


def test_rooms_import_only_what_stands_to_their_left() -> None:
    order = ("catalog", "engine", "analysis", "charts")
    for name, wanted in graph().items():
        room = name.split(".")[1] if name.startswith("simulator.") else "page"
        if room in order:
            right = {f"simulator.{later}" for later in order[order.index(room) + 1 :]}
            assert not {w for w in wanted if w.startswith(tuple(right))}, name
    assert not {w for w in graph()["simulator.settings.experiment"] if w.startswith("simulator.engine")}


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


def test_an_engine_process_loads_neither_the_compiler_nor_scikit_learn() -> None:
    code = """
import sys
from simulator import Experiment
from simulator.engine import training
training.warm()
for optimizer in ("sgd", "adamw"):
    e = Experiment(depth=2, steps=3, optimizer=optimizer, task="moons")
    state, rows = training.advance(e, None, 0.0)
    training.advance(e, state, 1.0)
print(sorted({"torch._dynamo", "sklearn", "scipy", "sympy", "pandas"} & set(sys.modules)))
"""
    assert fresh(code).strip() == "[]"


def test_the_public_door_is_pinned() -> None:
    assert sorted(simulator.__all__) == DOOR
    assert all(getattr(simulator, name) for name in DOOR)
    with pytest.raises(AttributeError, match="no attribute 'wardrobe'"):
        simulator.__getattr__("wardrobe")

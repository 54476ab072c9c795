"""Notebooks run in a kernel: the repository's says what stands in it, an exported one what was run."""

import re
from pathlib import Path

import nbclient
import nbformat
import pytest

from simulator import preview
from simulator.export.notebook import notebook
from simulator.settings.told import told

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "notebook.ipynb"
STRANGE = "from importlib.util import find_spec\n\nassert find_spec('simulator') is None"
AT_HOME = f"import os, sys\n\nos.chdir({str(ROOT)!r})\nsys.path.insert(0, {str(ROOT)!r})"
RUN = told("vanishing_sigmoid").replace(steps=3)
pytestmark = pytest.mark.server  # a kernel is one: it listens on ports of its own, and takes long to start
Cells = list[nbformat.NotebookNode]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cells, Cells]:
    """The cells of an exported notebook and of the repository's, after all of them have run one after another.

    In one kernel, for to start it and to load PyTorch takes longest; it knows the simulator from the second on. Raises
    where a cell fails.
    """
    exported, stored = _read(notebook(preview(RUN))), _read(FILE.read_text("utf-8"))
    count = len(exported.cells)
    first, between = map(nbformat.v4.new_code_cell, (STRANGE, AT_HOME))
    exported.cells = [first, *exported.cells, between, *stored.cells]
    folder = str(tmp_path_factory.mktemp("kernel"))
    nbclient.NotebookClient(exported, timeout=60, resources={"metadata": {"path": folder}}).execute()
    return exported.cells[1 : count + 1], exported.cells[count + 2 :]


def _read(text: str) -> nbformat.NotebookNode:
    book = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(book)
    return book


def told_by(cell: nbformat.NotebookNode) -> list[str]:
    """What a cell has printed, however it came in parts, and the texts of its results."""
    outputs = cell.get("outputs", ())
    printed = "".join(output.text for output in outputs if output.output_type == "stream")
    return [printed, *(output.data.get("text/plain", "") for output in outputs if "data" in output)]


def test_the_notebook_of_the_repository_says_what_stands_in_it(ran: tuple[Cells, Cells]) -> None:
    stored = _read(FILE.read_text("utf-8"))
    assert FILE.stat().st_size < 300_000
    for before, after in zip(stored.cells, ran[1], strict=True):
        if "player" in before.metadata.get("tags", ()):
            assert "iframe" in after.outputs[0].data["text/html"] and not before.outputs
        else:
            assert told_by(before) == told_by(after), before.source
    shown = [output.get("data", {}) for cell in stored.cells for output in cell.get("outputs", ())]
    assert any("image/png" in data for data in shown)


def test_an_exported_notebook_runs_without_the_simulator_and_finds_the_norms_of_its_run(
    ran: tuple[Cells, Cells],
) -> None:
    printed = "".join(text for cell in ran[0] for text in told_by(cell))
    first = next(line.split() for line in printed.splitlines() if re.match(r"\s*1\s+\d", line))
    assert float(first[2]) == pytest.approx(preview(RUN).gradient_norm[0, 0], rel=1e-3)

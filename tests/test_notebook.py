"""Notebooks run in a kernel of their own: the repository's says what stands in it, an exported one what was run."""

import os
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
pytestmark = pytest.mark.server  # a kernel is one: it listens on ports of its own, and takes long to start


def run(text: str, folder: Path) -> nbformat.NotebookNode:
    """The notebook after all of its cells have run in a new kernel; raises where one fails."""
    book = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbclient.NotebookClient(book, timeout=60, resources={"metadata": {"path": str(folder)}}).execute()
    return book


def told_by(cell: nbformat.NotebookNode) -> list[str]:
    """What a cell has printed, however it came in parts, and the texts of its results."""
    outputs = cell.get("outputs", ())
    printed = "".join(output.text for output in outputs if output.output_type == "stream")
    return [printed, *(output.data.get("text/plain", "") for output in outputs if "data" in output)]


def test_the_notebook_of_the_repository_says_what_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PYTHONPATH", str(ROOT))
    stored = nbformat.read(FILE, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(stored)
    assert FILE.stat().st_size < 300_000
    fresh = run(FILE.read_text("utf-8"), ROOT)
    for before, after in zip(stored.cells, fresh.cells, strict=True):
        if "player" in before.metadata.get("tags", ()):
            assert "iframe" in after.outputs[0].data["text/html"] and not before.outputs
        else:
            assert told_by(before) == told_by(after), before.source
    shown = [output.get("data", {}) for cell in stored.cells for output in cell.get("outputs", ())]
    assert any("image/png" in data for data in shown)


def test_an_exported_notebook_runs_without_the_simulator_and_finds_the_norms_of_its_run(tmp_path: Path) -> None:
    e = told("vanishing_sigmoid").replace(steps=3)
    fresh = run(notebook(preview(e)), tmp_path)
    printed = "".join(text for cell in fresh.cells for text in told_by(cell))
    first = next(line.split() for line in printed.splitlines() if re.match(r"\s*1\s+\d", line))
    assert float(first[2]) == pytest.approx(preview(e).gradient_norm[0, 0], rel=1e-3)

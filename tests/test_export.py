"""A run leaves whole: what pandas, NumPy and json read of a file is what was measured, and it comes back as it was."""

import ast
import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulator import PRESETS, Experiment, Trace, preview, repeat, simulate
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.tasks import TASKS
from simulator.export.files import FORMS, export
from simulator.export.reading import read
from simulator.export.refusal import MOST_BYTES
from simulator.export.script.script import script
from simulator.export.table import table
from simulator.export.tidy import COLUMNS, thinned, to_frame
from simulator.settings.repeating import group
from simulator.settings.told import told
from tests import synthetic

SMALL: dict[str, Any] = {"width": 4, "batch_size": 8, "steps": 12, "device": "cpu"}
RUNS = {
    "deep": Experiment(**SMALL, depth=3, skip="highway", clip="norm"),
    # One sample a batch and no classes: the noise of its loss and its accuracy are NaN, which must come back too.
    "regression": Experiment(**SMALL | {"batch_size": 1}, depth=2, task="sine_surface"),
    "lstm": Experiment(**SMALL, kind="sequence", cell="lstm", task="copy", sequence_length=7),
    "diverging": Experiment(
        **SMALL | {"steps": 60}, depth=4, activation="leaky_relu", init="he_normal", learning_rate=1e3
    ),
}


@pytest.fixture(scope="module", params=RUNS)
def run(request: pytest.FixtureRequest) -> Trace:
    return simulate(RUNS[request.param])


def same(one: Trace, other: Trace) -> None:
    """Every number, bit by bit, and all that is told of the run."""
    assert (one.experiment, one.outcome, one.matrices) == (other.experiment, other.outcome, other.matrices)
    mine, theirs = ({**t.arrays(), "guess": np.array([t.chance_loss, t.chance_accuracy])} for t in (one, other))
    assert mine.keys() == theirs.keys()
    for name, values in mine.items():
        np.testing.assert_array_equal(values, theirs[name], err_msg=name)


# ---- there and back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["npz", "csv"])
def test_a_run_comes_back_bit_by_bit(ending: str, run: Trace, tmp_path: Path) -> None:
    file = tmp_path / f"run.{ending}"
    run.save(file)
    same(Trace.load(file), run)
    found = read(file.read_bytes())
    assert found.trace and found.experiment == run.experiment and not found.ignored
    same(found.trace, run)


@pytest.mark.parametrize(("kind", "task"), [(kind, task) for kind in TASKS for task in TASKS[kind]])
def test_what_was_learned_comes_back_with_the_arrays(kind: str, task: str, tmp_path: Path) -> None:
    run = simulate(Experiment(**SMALL | {"steps": 2}, kind=kind, task=task, depth=2, sequence_length=10))
    run.save(tmp_path / "run.npz")
    found = Trace.load(tmp_path / "run.npz").learned
    assert found and run.learned and len(found.steps)
    for name, values in vars(run.learned).items():
        np.testing.assert_array_equal(getattr(found, name), values)


@pytest.mark.parametrize("story", PRESETS)
def test_the_settings_of_a_story_come_back_from_json(story: str) -> None:
    e = told(story)
    file = export("json", e, synthetic.trace(e, rows=1))
    assert json.loads(file.content) == e.model_dump()
    assert read(file.content).experiment == e and not read(file.content).ignored


# ---- as others read it ----------------------------------------------------------------------------------------


def test_pandas_reads_the_table_as_the_frame_of_the_run(run: Trace) -> None:
    found = pd.read_csv(io.BytesIO(table(run)))
    assert tuple(found.columns) == COLUMNS and found.value.dtype == np.float64
    measured = found[found.quantity.isin(to_frame(run).quantity.unique())].reset_index(drop=True)
    frame = run.to_frame()
    assert len(measured) == len(frame)
    for column in ("step", "value"):
        np.testing.assert_array_equal(measured[column].astype(float), frame[column])
    np.testing.assert_array_equal(measured.site.fillna(0), frame.site.fillna(0))
    assert (measured.unit == frame.unit.astype(str)).all() and (measured.quantity == frame.quantity.astype(str)).all()


def test_the_table_tells_the_range_over_other_seeds_and_comes_back_without_it() -> None:
    e = Experiment(depth=3, width=4, batch_size=8, steps=6)
    traces = [simulate(one) for one in group(e, 3)]
    text = table(traces[0], seeds=repeat(e, seeds=3))
    found = pd.read_csv(io.BytesIO(text))
    assert found[found.quantity == "seeds:count"].value.tolist() == [3]
    norms = np.stack([trace.gradient_norm for trace in traces])
    losses = np.stack([trace.loss for trace in traces])
    for end, over in (("low", np.min), ("median", np.median), ("high", np.max)):
        norm = found[found.quantity == f"seeds:gradient_norm:{end}"].pivot(index="step", columns="site", values="value")
        np.testing.assert_array_equal(norm.to_numpy(), over(norms, axis=0))
        np.testing.assert_array_equal(found[found.quantity == f"seeds:loss:{end}"].value, over(losses, axis=0))
    assert len(found[found.quantity.str.startswith("seeds:accuracy")]) == 3 * e.steps
    back = read(text).trace
    assert back is not None
    np.testing.assert_array_equal(back.loss, traces[0].loss)


def test_no_cell_of_the_table_is_taken_for_a_formula(run: Trace) -> None:
    # A spreadsheet computes what begins with =, +, - or @, whoever wrote it.
    for line in csv.reader(table(run).decode().splitlines()):
        for cell in line:
            assert not cell or cell[0].isalpha() or np.isfinite(float(cell)), cell


def test_the_frame_holds_every_quantity_of_the_run_at_its_place(run: Trace) -> None:
    frame = run.to_frame()
    norms = frame[frame.quantity == "gradient_norm"].pivot(index="step", columns="site", values="value")
    np.testing.assert_array_equal(norms.to_numpy(), run.gradient_norm)
    updates = [frame[frame.quantity == f"update_ratio:{name}"].value for name in run.matrices]
    np.testing.assert_array_equal(np.stack(updates, 1), run.update_ratio)
    np.testing.assert_array_equal(frame[frame.quantity == "loss"].value, run.loss)
    assert len(frame) == sum(values.size for values in run.arrays().values())


def test_numpy_reads_the_arrays_without_pickle(run: Trace) -> None:
    with np.load(io.BytesIO(export("npz", run.experiment, run).content), allow_pickle=False) as found:
        for name, values in run.arrays().items():
            np.testing.assert_array_equal(found[name], values)
        about = json.loads(str(found["run"]))
    assert about["settings"] == run.experiment.model_dump() and about["outcome"]["name"] == run.outcome.name


def test_every_quantity_has_a_unit_but_the_outcome_and_the_answers() -> None:
    assert {name for name, row in QUANTITIES.items() if not row.unit} == {"outcome", "learned"}


def test_a_table_of_too_many_numbers_tells_of_evenly_spaced_steps_the_first_and_the_last_too() -> None:
    run = synthetic.trace(Experiment(depth=20, steps=300))
    steps = thinned(run, 20_000)
    assert steps[0] == 0 and steps[-1] == 299 and 50 < len(steps) < 100
    assert table(run, 20_000).count(b"\n") < 20_100
    with pytest.raises(ValueError, match="take the NPZ"):
        read(table(run, 20_000))


# ---- files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_a_file_whose_name_everybody_can_store(form: str) -> None:
    e = RUNS["lstm"]
    file = export(form, e, preview(e))
    assert file.name == f"lstm-7-steps-copy.{form}" and "/" in file.mime and 0 < len(file.content) < MOST_BYTES
    if FORMS[form].comes_back:
        assert read(file.content).experiment == e


def test_a_run_is_told_under_the_settings_that_it_was_asked_for() -> None:
    """Runs that are equal are trained once, whatever else their settings say."""
    e = RUNS["deep"]
    asked = e.replace(forget_bias=3.0)
    assert read(export("json", asked, preview(e)).content).experiment == asked


def test_the_default_run_can_be_handed_in_again() -> None:
    run = synthetic.trace(Experiment())
    sizes = {form: len(export(form, run.experiment, run).content) for form, row in FORMS.items() if row.comes_back}
    assert max(sizes.values()) < MOST_BYTES, sizes


def test_a_path_without_a_form_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"saved as \.html, \.gif, \.csv, \.npz, \.json, \.py, \.ipynb; given was"):
        preview(RUNS["deep"]).save(tmp_path / "run.xlsx")


# ---- the notebook ---------------------------------------------------------------------------------------------


def test_the_notebook_is_the_script_cell_by_cell_and_its_chart_shows_what_it_found() -> None:
    e = RUNS["lstm"].replace(steps=3)
    run = simulate(e)
    book = json.loads(export("ipynb", e, run).content)
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)
    code = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
    assert ast.dump(ast.parse("\n".join(code[:-1]))) == ast.dump(ast.Module(ast.parse(script(run)).body[1:], []))
    kernel: dict[str, Any] = {}
    for cell in code:
        tree = ast.parse(cell)
        exec(compile(tree, "cell", "exec"), kernel)
    chart = eval(ast.unparse(tree.body[-1]), kernel).to_dict()
    rows = chart["data"]["values"]
    # The notebook computes in float64, the run in float32.
    np.testing.assert_allclose([row["gradient norm"] for row in rows[:7]], run.gradient_norm[0], rtol=1e-5)
    assert [row["training step"] for row in rows[::7]] == ["1", "3"]

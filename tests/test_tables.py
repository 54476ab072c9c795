"""What holds for every row of every table: a new row is tested by being there."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
import torch

from simulator import PRESETS, Experiment, Trace, simulate
from simulator.catalog import ACTIVATIONS, MENUS, TASKS
from simulator.catalog.activations import Activation
from simulator.catalog.choice import Choice, load
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.quantity import Quantity
from simulator.catalog.tasks import Task
from simulator.engine import activation as functions
from simulator.settings.experiment import FIELDS

SMALL: dict[str, Any] = {"depth": 3, "width": 8, "batch_size": 8, "steps": 2, "sequence_length": 12}
TABLES: dict[str, Mapping[str, Choice]] = {
    **MENUS,
    "task (deep)": TASKS["deep"],
    "task (sequence)": TASKS["sequence"],
    "story": PRESETS,
}
ROWS = [(table, row) for table, rows in TABLES.items() for row in rows.values()]
TASK_ROWS = [task for tasks in TASKS.values() for task in tasks.values()]


def named(value: object) -> str | None:
    return value.name if isinstance(value, Choice) else None


# ---- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_name_for_links_a_label_and_a_sentence(table: str) -> None:
    for row in TABLES[table].values():
        assert row.name.replace("_", "").isalnum() and row.name == row.name.lower()
        assert row.label and row.label[0].isupper() or row.label.startswith("z "), row.name
        assert row.note.endswith((".", "?")) and len(row.note) <= 200, row.name
        assert "  " not in row.note, row.name


@pytest.mark.parametrize("table", TABLES)
def test_names_are_keys_and_labels_are_unique(table: str) -> None:
    rows = TABLES[table]
    assert [row.name for row in rows.values()] == list(rows)
    assert len({row.label for row in rows.values()}) == len(rows)


NEEDS_NO_SOURCE = {
    "kind": {"deep", "sequence"},
    "layer": {"dense"},
    "init": {"normal", "uniform", "constant", "zeros"},
    "normalization": {"none"},
    "skip": {"none"},
    "schedule": {"constant"},
    "clip": {"none"},
    "output_activation": {"linear"},
    "input_init": {"same", "normal", "uniform"},
    "gate_biases": {"alike"},
    "device": {"auto", "cpu", "cuda"},
}


@pytest.mark.parametrize("table", TABLES)
def test_every_row_that_someone_invented_names_its_source(table: str) -> None:
    without = {row.name for row in TABLES[table].values() if not row.source}
    assert without == NEEDS_NO_SOURCE.get(table, set())


@pytest.mark.parametrize(("table", "row"), [pair for pair in ROWS if getattr(pair[1], "function", "")], ids=named)
def test_every_entry_point_leads_to_a_function(table: str, row: Any) -> None:
    assert callable(load(row.function))


def test_every_menu_is_a_setting_and_holds_its_default() -> None:
    for name, rows in MENUS.items():
        assert FIELDS[name].default in rows
    assert all(FIELDS["task"].default in tasks for tasks in TASKS.values())


# ---- data -------------------------------------------------------------------------------------------------------


def lengths(task: Task) -> Iterator[int]:
    yield from (task.length,) if task.length else (task.shortest, task.shortest + 1, 50)


def drawn(task: Task, length: int, seed: int = 0) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    x, y = load(task.function)(200, length, np.random.default_rng(seed))
    return x, y


@pytest.mark.parametrize("task", TASK_ROWS, ids=lambda task: f"{task.kind}-{task.name}")
def test_data_have_the_shape_and_type_their_row_says(task: Task) -> None:
    for length in lengths(task):
        x, y = drawn(task, length)
        assert x.shape == ((200, task.inputs) if task.kind == "deep" else (length, 200, task.inputs))
        assert x.dtype == np.float32 and np.isfinite(x).all()
        if task.classes:
            assert y.shape == ((200,) if task.readouts == 1 else (task.readouts, 200))
            assert y.dtype == np.int64 and set(np.unique(y)) == set(range(task.classes))
        else:
            assert y.shape == (200, task.outputs)
            assert y.dtype == np.float32 and np.isfinite(y).all()


@pytest.mark.parametrize("task", TASK_ROWS, ids=lambda task: f"{task.kind}-{task.name}")
def test_data_are_those_of_their_seed(task: Task) -> None:
    length = task.length or 50
    (x, y), (again, same), (other, _) = drawn(task, length), drawn(task, length), drawn(task, length, seed=1)
    assert np.array_equal(x, again) and np.array_equal(y, same)
    assert not np.array_equal(x, other)


@pytest.mark.parametrize("task", TASK_ROWS, ids=lambda task: f"{task.kind}-{task.name}")
def test_data_are_of_the_size_that_starting_weights_expect(task: Task) -> None:
    x, _ = drawn(task, task.length or 50)
    assert 0.05 < np.sqrt(np.mean(np.square(x))) < 1.5


def test_targets_say_what_the_notes_say() -> None:
    sequence = TASKS["sequence"]
    x, y = drawn(sequence["recall_first"], 20)
    assert np.array_equal(x[0].argmax(1), y)
    x, y = drawn(sequence["adding"], 20)
    assert np.allclose((x[:, :, 0] * x[:, :, 1]).sum(0), y[:, 0]) and np.all(x[:, :, 1].sum(0) == 2)
    x, y = drawn(sequence["copy"], 20)
    assert np.array_equal(x[:3].argmax(2), y) and np.all(x[17].argmax(1) == 5) and np.all(x[18:].argmax(2) == 4)
    x, y = drawn(sequence["parity"], 20)
    assert np.array_equal(x.sum((0, 2)) % 2, y)
    x, y = drawn(sequence["temporal_order"], 20)
    for sample, order in enumerate(y):
        shown = [int(symbol) for symbol in x[:, sample].argmax(1) if symbol < 2]
        assert shown == [order // 2, order % 2]
    pixels, shown_digit = drawn(TASKS["deep"]["digits"], 64)
    x, y = drawn(sequence["digits"], 64)
    assert np.array_equal(x[:, :, 0].T, pixels) and np.array_equal(y, shown_digit)


def test_digits_are_those_of_scikit_learn() -> None:
    from sklearn.datasets import load_digits  # takes as long to load as all other modules of the tests together

    pixels, shown = load_digits(return_X_y=True)
    x, y = load(TASKS["deep"]["digits"].function)(1797, 1, np.random.default_rng(0))
    order = np.random.default_rng(0).permutation(1797)
    assert np.array_equal(y, shown[order])
    assert x == pytest.approx((pixels[order] - pixels.mean()) / pixels.std(), abs=1e-6)


def test_circles_and_moons_lie_where_scikit_learn_has_them() -> None:
    from sklearn.datasets import make_circles, make_moons

    circles, moons = make_circles(20_000, noise=0.08, factor=0.4), make_moons(20_000, noise=0.1)
    known = {"circles": (1.8 * circles[0], circles[1]), "moons": ((moons[0] - [0.5, 0.25]) * [1.15, 2], moons[1])}
    for name, (expected, classes) in known.items():
        x, y = load(TASKS["deep"][name].function)(20_000, 1, np.random.default_rng(0))
        for label in (0, 1):
            ours, theirs = x[y == label], expected[classes == label]
            assert ours.mean(0) == pytest.approx(theirs.mean(0), abs=0.05), (name, label)
            assert np.cov(ours.T) == pytest.approx(np.cov(theirs.T), abs=0.05), (name, label)


def test_the_published_price_of_always_answering_one_in_the_adding_problem() -> None:
    _, y = load(TASKS["sequence"]["adding"].function)(20_000, 50, np.random.default_rng(0))
    assert np.mean(np.square(y - 1)) == pytest.approx(0.167, abs=0.005)  # Le, Jaitly, Hinton (2015)


# ---- the trace ------------------------------------------------------------------------------------------------------


def quantity(name: str) -> Quantity:
    """The row of an array of a trace; all gates have the same one."""
    return QUANTITIES["gates" if name.startswith("gate:") else name]


def test_a_trace_holds_what_the_table_of_quantities_says_and_nothing_else() -> None:
    recorded = {field.name for field in fields(Trace)} - {"network", "matrices"}
    assert set(QUANTITIES) == recorded


@pytest.mark.parametrize("settings", [{"kind": "deep"}, {"kind": "sequence", "cell": "lstm", "task": "adding"}])
def test_every_array_of_a_trace_has_the_shape_that_its_row_says(settings: dict[str, Any]) -> None:
    trace = trains(**settings)
    sizes = {"steps": trace.steps, "sites": trace.sites, "matrices": len(trace.matrices)}
    for name, values in trace.arrays().items():
        spans = re.findall(r"\w+", quantity(name).shape.partition(")")[0])
        assert values.shape == tuple(sizes[span] for span in spans), name


def test_the_docstring_of_every_field_of_a_trace_gives_its_shape() -> None:
    (described,) = ast.parse(inspect.getsource(Trace)).body
    assert isinstance(described, ast.ClassDef)
    for row in QUANTITIES.values():
        at = next(i for i, node in enumerate(described.body) if ast.unparse(node).startswith(f"{row.name}: "))
        shape = row.shape.removesuffix(" each")
        assert shape in ast.unparse(described.body[at + 1]) or not shape.startswith("("), row.name


# ---- activations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=named)
def test_the_slope_of_an_activation_is_that_of_its_curve_and_at_most_what_its_row_says(row: Activation) -> None:
    """By central differences in float64, away from corners."""
    z, step = torch.linspace(-9.9973, 9.9973, 20_000, dtype=torch.float64), 1e-6
    z = torch.cat([z, torch.tensor([-1e-5, 1e-5])]).view(1, 1, 1, -1)  # where a corner's two slopes are
    # Maxout takes the larger of two: the other one is out of its way.
    pieces = torch.cat([z, torch.full_like(z, -99)][: row.pieces], 2)
    parameter = torch.tensor([row.slope], dtype=torch.float64) if row.slope is not None else None
    e = Experiment(activation=row.name)
    f = functions.Activation(e)
    slope = f(pieces, parameter).alone
    rise = f(pieces + step, parameter).value - f(pieces - step, parameter).value
    close = (slope - rise / (2 * step)).abs() < 1e-6
    assert close.all()
    assert float(slope.abs().max()) == pytest.approx(row.steepest_slope, abs=1e-4)
    assert bool((functions.Activation(e, precise=True)(pieces, parameter).alone == 0).any()) == row.flat


# ---- every choice trains ----------------------------------------------------------------------------------------


def trains(**settings: Any) -> Trace:
    """Two steps, with what holds for every trace."""
    experiment = Experiment(**{**SMALL, **settings})
    trace = simulate(experiment)
    assert trace.steps == experiment.steps and trace.sites == experiment.sites
    for name, values in trace.arrays().items():
        row = quantity(name)
        assert row.infinite or not np.isinf(values).any(), name
        assert row.undefined or not np.isnan(values).any(), name
    assert np.isnan(trace.accuracy).all() == (not experiment.task_row.classes)
    return trace


CHOICES = [
    (kind, name, choice)
    for kind in ("deep", "sequence")
    for name in MENUS
    if name not in ("kind", "device") and Experiment(kind=kind, cell="rnn").matters(name)
    for choice in MENUS[name]
]


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize(("kind", "name", "choice"), CHOICES)
def test_every_choice_trains_two_steps_with_finite_numbers(kind: str, name: str, choice: str) -> None:
    trains(**{"kind": kind, "task": "digits" if kind == "deep" else "recall_first", name: choice})


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize("task", TASK_ROWS, ids=lambda task: f"{task.kind}-{task.name}")
def test_every_task_trains_two_steps_with_finite_numbers(task: Task) -> None:
    trains(kind=task.kind, task=task.name)


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize("normalization", MENUS["normalization"])
@pytest.mark.parametrize("cell", MENUS["cell"])
def test_every_cell_trains_with_every_normalization(cell: str, normalization: str) -> None:
    trains(kind="sequence", cell=cell, normalization=normalization, task="adding")


@pytest.mark.parametrize("row", [row for row in ACTIVATIONS.values() if row.pieces == 1], ids=lambda row: row.name)
def test_the_slope_of_an_activation_jumps_where_its_row_says(row: Activation) -> None:
    function = load(row.function)
    learned = () if row.slope is None else (torch.tensor(row.slope),)
    ends = torch.arange(-4000, 4001, dtype=torch.float64) / 1000
    slopes = function(ends, *learned).diff() / ends.diff()
    found = ends[1:-1][slopes.diff().abs() > 0.05]
    assert found.tolist() == pytest.approx(row.jumps, abs=1e-6)

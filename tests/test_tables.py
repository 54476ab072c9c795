"""What holds for every row of every table: a new row is tested by being there."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from simulator import PRESETS, Experiment, Trace, simulate
from simulator.catalog import MENUS, TASKS
from simulator.catalog.choice import Choice, load
from simulator.catalog.tasks import Task
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


@pytest.mark.parametrize(("table", "row"), ROWS, ids=named)
def test_every_row_has_a_name_for_links_a_label_and_a_sentence(table: str, row: Choice) -> None:
    assert row.name.replace("_", "").isalnum() and row.name == row.name.lower()
    assert row.label and row.label[0].isupper() or row.label.startswith("z ")
    assert row.note.endswith((".", "?")) and len(row.note) <= 130
    assert "  " not in row.note


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


# ---- every choice trains ----------------------------------------------------------------------------------------


def trains(**settings: Any) -> Trace:
    """Two steps, with what holds for every trace."""
    experiment = Experiment(**{**SMALL, **settings})
    trace = simulate(experiment)
    assert trace.steps == experiment.steps and trace.sites == experiment.sites
    regression = not experiment.task_row.classes
    for name, values in trace.arrays().items():
        if name == "accuracy" and regression:
            assert np.isnan(values).all()
        elif name == "update_ratio":  # the first step away from weights of zero is infinitely many times their size
            assert not np.isnan(values).any(), name
        elif not name.endswith("_factor"):  # a link of a chain without any gradient is 0 / 0
            assert np.isfinite(values).all(), name
    return trace


CHOICES = [
    (kind, name, choice)
    for kind in ("deep", "sequence")
    for name in MENUS
    if name not in ("kind", "device") and Experiment(kind=kind, cell="rnn").matters(name)
    for choice in MENUS[name]
]


@pytest.mark.parametrize(("kind", "name", "choice"), CHOICES)
def test_every_choice_trains_two_steps_with_finite_numbers(kind: str, name: str, choice: str) -> None:
    trains(**{"kind": kind, "task": "digits" if kind == "deep" else "recall_first", name: choice})


@pytest.mark.parametrize("task", TASK_ROWS, ids=lambda task: f"{task.kind}-{task.name}")
def test_every_task_trains_two_steps_with_finite_numbers(task: Task) -> None:
    trains(kind=task.kind, task=task.name)


@pytest.mark.parametrize("normalization", MENUS["normalization"])
@pytest.mark.parametrize("cell", MENUS["cell"])
def test_every_cell_trains_with_every_normalization(cell: str, normalization: str) -> None:
    trains(kind="sequence", cell=cell, normalization=normalization, task="adding")

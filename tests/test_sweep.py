"""A sweep: the numbers of single runs, whoever computes them and whatever breaks on the way."""

import os
import random
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulator import Experiment, SettingsError, Sweep, Trace, simulate, sweep
from simulator.catalog import MENUS
from simulator.catalog.tasks import DEEP_TASKS, SEQUENCE_TASKS
from simulator.sweeps.questions import QUESTIONS
from simulator.sweeps.workers import TRIES, WorkersLostError, sent
from tests.test_sweep_grid import by_hand

E = Experiment(depth=3, width=4, batch_size=8, steps=12, activation="tanh", device="cpu")
OVER: dict[str, Any] = {"gain": [0.5, 1.0, 2.0], "depth": [2, 5], "activation": ["tanh", "relu"]}


@pytest.fixture(scope="module")
def whole() -> Sweep:
    """Without any break, in this process."""
    return sweep(E, OVER, seeds=2)


def same(one: Sweep, other: Sweep) -> None:
    """Bit for bit."""
    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame(), check_exact=True)


# ---- what it says ---------------------------------------------------------------------------------------------


def _random_sweep(rng: random.Random) -> tuple[Experiment, dict[str, list[Any]]]:
    """Two axes that may clash, or make runs that diverge."""
    kind = rng.choice(["deep", "sequence"])
    base = {"kind": kind, "width": 3, "batch_size": 5, "steps": rng.choice([1, 11]), "device": "cpu", "depth": 3}
    axes: dict[str, list[Any]] = {
        "task": rng.sample(
            [name for name in (DEEP_TASKS if kind == "deep" else SEQUENCE_TASKS) if "pixel" not in name], 2
        ),
        "activation": rng.sample(list(MENUS["activation"]), 2),
        "normalization": ["none", "batch"],
        "batch_size": [1, 6],
        "gain": [0.0, 0.3, 4.0],
        "learning_rate": [0.01, 1000.0],
        **({"depth": [1, 4]} if kind == "deep" else {"sequence_length": [2, 9], "cell": ["rnn", "gru", "lstm"]}),
    }
    return Experiment(**base | {"sequence_length": 6}), {name: axes[name] for name in rng.sample(list(axes), 2)}


def _possible(trace: Trace, spread: float) -> set[str]:
    """The verdicts that go with what the gradient does at the last step."""
    g = trace.gradient_norm[-1]
    if trace.outcome.name == "diverged" or not np.isfinite(g).all():
        return {"diverged"}
    if trace.experiment.sites > 1 and g[0] == 0:
        return {"zero", "vanishing", "solved"}
    trouble = "vanishing" if spread < -3 else "exploding" if spread > 3 else ""
    return {trouble, "solved"} if trouble else {"healthy", "solved", "early", "not_learning", "symmetric_units"}


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize("number", range(7))
def test_random_sweeps_say_of_each_run_what_it_shows_alone(number: int) -> None:
    base, over = _random_sweep(random.Random(number))
    for row in sweep(base, over, seeds=2).to_frame().to_dict("records"):
        settings = {name: row[name] for name in over} | {"seed": row["seed"]}
        try:
            e = base.replace(**settings)
        except SettingsError as error:
            assert row["refused"] == str(error) and np.isnan(row["loss"])
            continue
        trace = simulate(e)
        expected = by_hand(e, trace)
        assert row["verdict"] in _possible(trace, expected["spread_end"]), settings
        assert row["refused"] == "" and {name: row[name] for name in expected} == pytest.approx(
            expected, rel=1e-9, abs=1e-12, nan_ok=True
        ), settings


def test_its_axes_are_labelled(whole: Sweep) -> None:
    assert repr(whole) == "<Sweep over gain (3), depth (2), activation (2); seeds: 2; 24 of 24 runs>"
    assert whole.axes == {name: (*values,) for name, values in OVER.items()} and not whole.missing
    frame, losses = whole.to_frame(), whole.array("loss")
    assert losses.shape == (3, 2, 2, 2) and whole.array("verdict").dtype == object
    picked = frame[(frame.gain == 2.0) & (frame.depth == 5) & (frame.activation == "relu") & (frame.seed == 1)]
    assert picked.loss.item() == losses[2, 1, 1, 1]
    medians = np.median(losses, axis=-1)
    gain, depth, activation = np.unravel_index(medians.argmin(), medians.shape)
    best = {"gain": OVER["gain"][gain], "depth": OVER["depth"][depth], "activation": OVER["activation"][activation]}
    assert whole.best("loss") == E.replace(**best)


def test_cells_that_cannot_be_carry_the_sentence_and_the_others_go_on() -> None:
    found = sweep(
        Experiment(kind="sequence", width=4, batch_size=4, steps=2, device="cpu"),
        {"task": ["adding", "copy"], "sequence_length": [3, 10]},
        seeds=1,
    )
    assert [*found.refusals] == [("copy", 3)] and "needs at least 6" in found.refusals["copy", 3]
    frame = found.to_frame()
    assert frame.refused.ne("").tolist() == [False, False, True, False] == frame.loss.isna().tolist()
    for question in QUESTIONS:
        found.chart(question).to_dict()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_chart_tells_of_every_cell(whole: Sweep, question: str) -> None:
    drawn = whole.chart(question, activation="relu").to_dict()
    (rows,) = drawn["datasets"].values()
    assert {(row["gain"], row["depth"]) for row in rows} == {(g, d) for g in OVER["gain"] for d in OVER["depth"]}
    whole.chart(question, activation="relu", depth=5).to_dict()


def test_what_cannot_be_asked_is_refused_in_a_sentence(whole: Sweep, tmp_path: Path) -> None:
    for call, sentence in (
        (lambda: whole.chart("loss"), "A chart has one or two axes; these are 3: gain, depth, activation"),
        (lambda: whole.chart("loss", depth=3), "'depth' has no cells at 3. There are gain: 0.5, 1.0, 2.0"),
        (lambda: whole.best("los"), "Did you mean loss?"),
        (lambda: sweep(E, OVER, steps=3, executor=0), "processes, 1 or more; not 0"),
        (lambda: sweep(E, OVER, steps=3, executor="two"), "processes, 1 or more; not 'two'"),  # type: ignore[arg-type]
        (lambda: sweep(E, {"steps": [1, 2]}, steps=3), "they are an axis already"),
        (lambda: sweep(E, OVER, steps=30_000), "Training steps: allowed are"),
        (lambda: sweep(E, OVER, resume=tmp_path / "map.txt"), "A sweep is saved as .csv"),
    ):
        with pytest.raises(ValueError) as error:
            call()
        assert sentence in str(error.value)


def test_where_no_question_needs_training_nothing_is_trained() -> None:
    found = sweep(E, {"gain": [1.0]}, seeds=1, steps=2000, questions=["spread_start"])
    assert found.questions == ("spread_start",) and found.to_frame().columns[-2] == "spread_start"


# ---- kept and gone on with --------------------------------------------------------------------------------------


def test_it_is_saved_and_loaded_bit_for_bit(whole: Sweep, tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    whole.save(file)
    again = Sweep.load(file)
    assert (again.grid, again.questions) == (whole.grid, whole.questions)
    same(again, whole)
    assert len(pd.read_csv(file)) == len(whole.grid) and [*tmp_path.iterdir()] == [file]


def test_a_file_that_is_no_sweep_is_refused_in_a_sentence(whole: Sweep, tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    whole.save(file)
    text = file.read_text()
    for old, new, sentence in (
        ("gain,depth", "gian,depth", "Did you mean gain?"),
        ("refused", "refusd", "its columns are settings, seed, questions"),
        ("zero,", "none,", "'none' is no answer to verdict"),
        ("\n0.5,2,tanh,0,", "\n0.5,2,tanh,7,", "the seeds are not whole numbers that follow each other"),
        ("\n0.5,2,tanh,0,", "\n0.5,2,tanh,0,,", "line 2 has not as many cells as the head"),
    ):
        assert old in text
        file.write_text(text.replace(old, new, 1))
        with pytest.raises(ValueError, match="map.csv cannot be read as a sweep: ") as error:
            Sweep.load(file)
        assert sentence in str(error.value)
    file.write_text(text)
    with pytest.raises(ValueError, match="map.csv holds another sweep"):
        sweep(E, OVER, seeds=3, resume=file)


def test_a_killed_sweep_goes_on_where_it_was(whole: Sweep, tmp_path: Path) -> None:
    file, lines = tmp_path / "map.csv", len(whole.grid) + 1
    # A pause between two chunks, so that it is killed while some are done and some are not.
    waiting = {"progress": lambda done, all: time.sleep(0.5)}
    process = get_context("fork").Process(target=sweep, args=(E, OVER), kwargs={"seeds": 2, "resume": file} | waiting)
    process.start()
    deadline = time.monotonic() + 60
    while not (file.exists() and file.read_text().count("\n") > lines) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.join()
    broken = Sweep.load(file)
    assert 0 < len(broken.missing) < len(whole.grid)
    # As if it had been killed in the middle of a line.
    file.write_bytes(file.read_bytes()[:-20])
    before = len(Sweep.load(file).answers)
    told: list[int] = []
    same(sweep(E, OVER, seeds=2, resume=file, progress=lambda done, all: told.append(done)), whole)
    assert told[0] > before == len(broken.answers) - 1 and told[-1] == len(whole.grid)
    same(Sweep.load(file), whole)
    same(sweep(E, OVER, seeds=2, resume=file, progress=lambda done, all: pytest.fail("computed again")), whole)


# ---- by other processes -----------------------------------------------------------------------------------------


class Forks(ProcessPoolExecutor):
    """Processes of one's own as loky has them, but as forks of this one, which begin at once."""

    def __init__(self, count: int, **_: object) -> None:
        super().__init__(count, mp_context=get_context("fork"))

    def shutdown(self, *given: Any, kill_workers: bool = False, **named: Any) -> None:
        super().shutdown(*given, **named)


def test_a_killed_process_of_its_own_costs_no_number(whole: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []

    def own(*given: Any, **named: Any) -> Any:
        opened.append(Forks(*given, **named))
        return opened[-1]

    monkeypatch.setattr("loky.ProcessPoolExecutor", own)

    def kill(done: int, _: int) -> None:
        if len(opened) == 1:
            for worker in [*opened[0]._processes]:
                os.kill(worker, signal.SIGKILL)

    same(sweep(E, OVER, seeds=2, executor=1, progress=kill), whole)
    assert len(opened) == 2


def test_an_executor_that_breaks_keeps_what_was_done(whole: Sweep, tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as executor:
        worker = executor.submit(os.getpid).result()
        with pytest.raises(WorkersLostError, match="runs are done and kept in map.csv") as error:
            sweep(E, OVER, seeds=2, executor=executor, resume=file, progress=lambda *_: os.kill(worker, signal.SIGKILL))
    kept = error.value.sweep
    assert 0 < len(kept.answers) < len(whole.grid)
    same(Sweep.load(file), kept)
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as executor:
        same(sweep(E, OVER, seeds=2, executor=executor, resume=file), whole)


def _kill(chunk: tuple[int, ...]) -> int:
    """Ends the process that computes it."""
    os.kill(os.getpid(), signal.SIGKILL)
    return len(chunk)


def test_what_kills_its_process_every_time_is_given_up() -> None:
    opened: list[ProcessPoolExecutor] = []

    def another() -> ProcessPoolExecutor:
        opened.append(ProcessPoolExecutor(1, mp_context=get_context("fork")))
        return opened[-1]

    with pytest.raises(WorkersLostError, match=f"ended {TRIES} times in a row"):
        list(sent([(1,), (2,)], lambda to, chunk: to.submit(_kill, chunk), another))
    assert len(opened) == TRIES

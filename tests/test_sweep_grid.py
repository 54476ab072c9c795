"""The cells of a sweep: every combination once, refused in the words of the settings, the coarse ones first."""

from typing import Any

import numpy as np
import pytest

from simulator import Experiment, SettingsError, preview, simulate
from simulator.analysis.verdict import VERDICTS
from simulator.settings.experiment import FIELDS
from simulator.sweeps.axes import Axis, options, spaced
from simulator.sweeps.cells import answered
from simulator.sweeps.grid import Grid
from simulator.sweeps.questions import QUESTIONS, Answer, best_first, chosen, typical
from simulator.trace import Trace

E = Experiment(depth=3, width=4, batch_size=8, steps=12, activation="tanh", device="cpu")


def test_values_lie_evenly_or_in_even_ratios_as_the_setting_is_told() -> None:
    assert spaced("gain", 0.5, 2, 16).values == tuple(k / 10 for k in range(5, 21))
    assert spaced("learning_rate", 0.001, 1, 4).values == (0.001, 0.01, 0.1, 1.0)
    assert spaced("learning_rate", 0.001, 1, 4).log and not spaced("gain", 1, 2, 3).log
    assert spaced("input_offset", -10, 10, 3).values == (-10, 0, 10) and not spaced("input_offset", -1, 1, 3).log
    assert spaced("depth", 2, 5, 100).values == (2, 3, 4, 5)
    assert options("task", "sequence").said("adding", "sequence") == "Adding problem"


def test_a_value_is_as_the_setting_has_it_whatever_it_was_given_as() -> None:
    values = [np.int64(3), "4", 5.0, np.float32(6)]
    assert Axis("depth", values).values == (3, 4, 5, 6) and {*map(type, Axis("depth", values).values)} == {int}
    assert Axis("gain", [np.float64(0.5), 1, "2e0"]).values == (0.5, 1.0, 2.0)


WRONG: dict[str, tuple[Any, str]] = {
    "unknown": (lambda: Axis("dept", [1]), "Did you mean depth?"),
    "empty": (lambda: Axis("depth", []), "Layers: the list of values is empty"),
    "twice": (lambda: Axis("depth", [1, "1"]), "Layers: 1 is given twice"),
    "seed": (lambda: Axis("seed", [1]), "seeds=10 trains every cell"),
    "one number": (lambda: Axis("depth", "5"), "give a list of values"),
    "no number": (lambda: Axis("gain", ["much"]), "Weight gain: allowed are numbers from 0 to 10"),
    "truth": (lambda: Axis("depth", [True]), "given was True"),
    "between names": (lambda: spaced("activation", 1, 2, 3), "there is nothing between names"),
    "out of range": (lambda: Grid(E, (Axis("depth", [5, 500]),)), "from 1 to 200; given was 500"),
    "infinite": (lambda: Grid(E, (Axis("gain", [float("inf")]),)), "Weight gain: allowed are numbers"),
    "no option": (lambda: Grid(E, (Axis("activation", ["tanh", "thanh"]),)), "Did you mean tanh?"),
    "no axis": (lambda: Grid(E, ()), "over one setting at least"),
    "an axis twice": (lambda: Grid(E, (Axis("depth", [1]), Axis("depth", [2]))), "over each of them once"),
    "too many": (lambda: Grid(E, (spaced("gain", 0, 1, 999), spaced("l1", 0, 1, 999))), "Take fewer values"),
    "no seeds": (lambda: Grid(E, (Axis("depth", [1]),), 0), "Seeds: give how many"),
    "last seed": (lambda: Grid(E.replace(seed=2**31 - 2), (Axis("depth", [1]),), 3), "go beyond 2147483647"),
    "question": (lambda: chosen(["los"]), "Did you mean loss?"),
    "no question": (lambda: chosen([]), "Questions are spread_start"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_swept_is_refused_in_a_sentence(what: str) -> None:
    call, sentence = WRONG[what]
    with pytest.raises(SettingsError, match=sentence.replace("?", r"\?")):
        call()


def test_a_value_that_clashes_in_some_cells_costs_those_alone() -> None:
    base = Experiment(kind="sequence", device="cpu")
    grid = Grid(base, (Axis("task", ["adding", "copy"]), Axis("sequence_length", [2, 50])), seeds=2)
    with pytest.raises(SettingsError) as error:
        base.replace(task="copy", sequence_length=2)
    assert [cell.refusal for cell in grid.cells] == ["", "", str(error.value), ""]
    assert grid.possible == (0, 1, 2, 3, 6, 7) and grid.run(7) == base.replace(task="copy", seed=1)


@pytest.mark.parametrize("limit", [0.01, 1.0, 1e9])
def test_chunks_hold_every_run_once_and_what_trains_as_one_stack_the_coarse_ones_first(limit: float) -> None:
    grid = Grid(E, (spaced("gain", 0.5, 2, 20), spaced("depth", 1, 20, 20), Axis("activation", ["tanh", "relu"])), 2)
    chunks = list(grid.chunks(limit=limit))
    assert sorted(n for chunk in chunks for n in chunk) == [*grid.possible]
    for chunk in chunks:
        assert len({(grid.run(n).depth, grid.run(n).activation) for n in chunk}) == 1
    first = {grid.cell(n).place[:2] for chunk in chunks for n in chunk if grid.cell(n).place[0] % 4 == 0}
    coarse = [n for chunk in chunks for n in chunk][: 5 * 5 * 2 * 2]
    assert {grid.cell(n).place[:2] for n in coarse} == {(i, k) for i, k in first if k % 4 == 0}
    left = list(grid.chunks(without=frozenset(grid.possible[5:])))
    assert sorted(n for chunk in left for n in chunk) == [*grid.possible[:5]]


def by_hand(e: Experiment, trace: Trace) -> dict[str, float]:
    """The numbers among the answers, read from the trace by other code."""
    with np.errstate(all="ignore"):
        ratio = trace.gradient_norm.astype(np.longdouble)
        spread = np.log10(ratio[:, 0] / ratio[:, -1]).astype(float)
    tenth = min(trace.steps, max(5, trace.steps // 10))
    loss, right = (sum(values[-tenth:]) / tenth for values in (trace.loss, trace.accuracy))
    guess, free = (trace.chance_accuracy, 1.0) if e.task_row.classes else (0.0, trace.chance_loss)
    gone = right - guess if e.task_row.classes else free - loss
    broken = trace.outcome.name == "diverged"
    return {
        "spread_start": spread[0],
        "spread_end": np.nan if broken else spread[-1],
        "factor": spread[0] / max(e.sites - 1, 1),
        "loss": np.inf if broken else loss,
        "above_chance": np.nan if broken else max(0.0, gone / (free - guess)),
        "similarity": trace.similarity[0, -1],
        "diverged_at": trace.outcome.step or np.inf,
    }


def test_answers_are_what_a_run_alone_shows() -> None:
    experiments = [E.replace(gain=gain, pretraining=steps) for gain, steps in ((1.0, 0), (3.0, 0), (1.0, 2))]
    for e, found in zip(experiments, answered(experiments, chosen(None)), strict=True):
        trace = simulate(e)
        start = preview(e) if e.pretraining else trace
        expected = by_hand(e, trace) | {name: by_hand(e, start)[name] for name in ("spread_start", "factor")}
        expected["similarity"] = start.similarity[0, -1]
        assert found.pop("verdict") in VERDICTS
        assert found == pytest.approx(expected, rel=1e-9)


def test_first_rows_are_those_of_the_training() -> None:
    at_once = [name for name, question in QUESTIONS.items() if not question.trained]
    trained, shown = (answered([E, E.replace(gain=2.0)], names) for names in (chosen(None), at_once))
    assert shown == [{name: answers[name] for name in at_once} for answers in trained]


def test_a_run_that_diverges_is_an_answer() -> None:
    wild = E.replace(learning_rate=1000.0, activation="relu", depth=10, task="sine_surface", steps=50)
    (found,) = answered([wild], chosen(None))
    assert found["diverged_at"] == simulate(wild).outcome.step and found["verdict"] == "diverged"
    assert found["loss"] == np.inf and np.isnan(found["above_chance"]) and np.isnan(found["spread_end"])


def test_of_several_seeds_the_median_counts_and_of_words_the_commonest() -> None:
    inf = float("inf")
    assert typical("loss", [1.0, inf, 3.0]) == 3.0 and typical("diverged_at", [5.0, inf, inf]) == inf
    assert typical("loss", [1.0, 2.0]) == 1.5 and np.isnan(typical("loss", []))
    assert typical("verdict", ["healthy", "vanishing", "healthy"]) == "healthy"
    assert typical("verdict", ["healthy", "vanishing"]) == "vanishing"
    better: dict[str, tuple[Answer, Answer]] = {
        "spread_start": (0.5, -3.0),
        "loss": (0.1, inf),
        "above_chance": (0.9, float("nan")),
        "verdict": ("solved", "diverged"),
        "diverged_at": (inf, 9.0),
        "similarity": (0.1, 0.9),
    }
    assert all(best_first(name, a) > best_first(name, b) for name, (a, b) in better.items())


def test_every_numeric_setting_can_be_an_axis() -> None:
    for name in FIELDS.keys() - {"seed"}:
        axis = Axis(name, [E.default_of(name)])
        assert axis.label and axis.said(axis.values[0])

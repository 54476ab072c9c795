"""Maps: what each sentence says is so, cells come coarse first, links hold everything, theory's lines are right."""

import time
from collections.abc import Callable
from math import log10

import numpy as np
import pytest

from pages.shared.map_cells import border_told
from simulator.catalog.maps import MAPS
from simulator.engine.border import border, log_chi
from simulator.engine.training import simulate
from simulator.service.cells import Answer, answer, started_slice, trained_slice
from simulator.service.growing_map import GrowingMap
from simulator.service.maps import Maps
from simulator.service.pool import TRIAL, Pool
from simulator.settings.experiment import Experiment
from simulator.sweeps.cells import answered
from simulator.sweeps.plan import Plan, Span, steps
from simulator.sweeps.plan_link import cells_of, from_query, name_of, ready_made, to_query
from simulator.sweeps.questions import QUESTIONS

Ask = Callable[[float | str, float], float]
"""The answer at the place of a map that is closest to a value across and one up."""


def asked(name: str) -> Ask:
    plan = ready_made(name)

    def place(span: Span, value: float | str) -> int:
        values = span.axis.values
        if isinstance(value, str):
            return values.index(value)
        apart = [abs(log10(float(one) / value)) if span.axis.log else abs(float(one) - value) for one in values]
        return int(np.argmin(apart))

    def ask(across: float | str, up: float) -> float:
        experiments = plan.at((place(plan.across, across), place(plan.up, up)))
        values = [answers[plan.asks] for answers in answered(experiments, [plan.asks])]
        return float(np.median(np.array(values, dtype=float)))

    return ask


def sigmoid(ask: Ask) -> bool:
    return ask(1.2, 8) < -3 and ask(8, 40) < -3 and ask(8, 10) > -1


def tanh(ask: Ask) -> bool:
    level = all(-1.5 < ask(1.0, depth) < 1 for depth in (10, 40))
    return level and ask(0.6, 40) < -3 < ask(0.6, 10) and ask(3, 40) > 3 > ask(3, 10)


def relu(ask: Ask) -> bool:
    return all(-1 < ask(1.0, depth) < 1 for depth in (10, 24, 40)) and ask(0.5, 40) < -3 and ask(2, 40) > 3


def edge(ask: Ask) -> bool:
    """Where the gradient is level, for small and for large biases."""
    return ask(0.6, 0) < -3 and ask(3, 0) > 3 and abs(ask(1.2, 0.2)) < 1.5 and ask(1.2, 1.9) < -3 and ask(4, 1.9) > 3


def activations(ask: Ask) -> bool:
    kept = [abs(ask(name, 30)) for name in ("linear", "tanh", "selu")]
    return max(kept) < 1.5 and ask("sigmoid", 30) < min(ask(name, 30) for name in ("relu", "gelu", "softplus"))


def narrow(ask: Ask) -> bool:
    return ask(4, 40) < -3 and abs(ask(40, 40)) < 1.5 and ask(8, 80) < ask(40, 80)


def rnn(ask: Ask) -> bool:
    return ask(0.625, 25) < -3 and abs(ask(1, 100)) < 1.5 and ask(2.5, 100) > 3


def gru(ask: Ask) -> bool:
    return (
        -0.35 < ask(0.125, 50) / 49 < -0.2
        and ask(0.625, 100) > asked("gain_length_rnn")(0.25, 100)
        and ask(2.5, 100) < 3
    )


def lstm(ask: Ask) -> bool:
    rivals = [asked(f"gain_length_{cell}")(0.75, 50) for cell in ("rnn", "gru")]
    return ask(0.75, 50) > max(rivals) and ask(1, 100) > -3 and ask(2.5, 100) < 3


def forget(ask: Ask) -> bool:
    return ask(-1, 15) < -3 and ask(-1, 100) < -20 and ask(2, 100) > -1 and ask(5, 100) > -1


def plain_rate(ask: Ask) -> bool:
    return ask(0.1, 6) > 0.5 > ask(0.1, 20) and ask(0.001, 6) < 0.3 and not ask(2, 6) > 0.1


def normalized_rate(ask: Ask) -> bool:
    return ask(0.36, 20) > 0.5 and ask(3, 12) > 0.3 and ask(0.36, 12) > ask(0.044, 12)


def shortcuts(ask: Ask) -> bool:
    return ask("none", 4) < 0.02 and ask("residual", 40) > 0.1 and ask("highway", 20) < 0.02 < ask("highway", 2)


def decay(ask: Ask) -> bool:
    return ask(0.1, 0.01) > 0.8 and max(ask(rate, 1.4) for rate in (0.01, 0.1, 1.0)) < 0.2 and np.isnan(ask(5, 2.3))


def diverging(ask: Ask) -> bool:
    return ask(0.01, 0.5) == ask(0.01, 1) == np.inf and ask(1.2, 1) < 100 and ask(0.01, 2) < 100


def clipped(ask: Ask) -> bool:
    return ask(0.3, 1.5) < 0.3 and ask(60, 1.5) > 10 and ask(60, 0.75) < 0.3 and ask(0.01, 0.75) > 0.4


QUICK = {
    "gain_depth_sigmoid": sigmoid,
    "gain_depth_tanh": tanh,
    "gain_depth_relu": relu,
    "edge_of_chaos": edge,
    "activation_depth": activations,
    "width_depth": narrow,
    "gain_length_rnn": rnn,
    "gain_length_gru": gru,
    "gain_length_lstm": lstm,
    "forget_length": forget,
}
TRAINED = {
    "rate_depth": plain_rate,
    "rate_depth_batch": normalized_rate,
    "depth_shortcuts": shortcuts,
    "rate_l2": decay,
    "rate_gain": diverging,
    "clip_gain": clipped,
}


@pytest.mark.parametrize("name", QUICK)
def test_a_ready_made_map_of_the_start_shows_what_its_sentence_says(name: str) -> None:
    assert QUICK[name](asked(name))
    assert not ready_made(name).trained


@pytest.mark.parametrize("name", TRAINED)
def test_a_ready_made_map_of_training_shows_what_its_sentence_says(name: str) -> None:
    assert TRAINED[name](asked(name))
    assert ready_made(name).trained


def test_every_ready_made_map_is_held_to_its_sentence() -> None:
    assert {*QUICK, *TRAINED} == {*MAPS}


def test_there_are_at_least_ten_maps_each_with_its_own_link() -> None:
    assert len(MAPS) >= 10
    for name in MAPS:
        plan = ready_made(name)
        assert from_query(to_query(plan)) == (plan, [])
        other = Plan(plan.experiment, plan.across, plan.up, "similarity", plan.seeds)
        assert from_query(to_query(other)) == (other, [])
        assert name_of(plan) == name and name_of(other) is None
        for place in ((0, 0), tuple(size - 1 for size in plan.size)):
            plan.at((place[0], place[1]))  # raises where a corner cannot be trained


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"map": ["gain_dept_tanh"]}, "did you mean gain_depth_tanh"),
        ({"across": ["gain:5:2"]}, "from one number to a larger one"),
        ({"across": ["gain:nan:1e999"]}, "from one number to a larger one"),
        ({"up": ["kind"]}, "cannot be an axis"),
        ({"up": ["activation:x,y"]}, "are no choices"),
        ({"across": ["gain"], "up": ["gain"]}, "Both axes are Weight gain"),
        ({"ask": ["<script>"]}, "allowed are spread_start"),
        ({"seeds": ["1_0"]}, "whole numbers from 1"),
        ({"depth": ["oops"]}, "allowed are whole numbers"),
    ],
)
def test_what_is_wrong_with_a_link_gets_a_sentence(query: dict[str, list[str]], words: str) -> None:
    plan, ignored = from_query(query)
    assert words in " ".join(ignored)
    assert plan.asks in QUESTIONS and plan.across.name != plan.up.name


def test_pinned_cells_are_found_again_and_others_get_a_sentence() -> None:
    plan = ready_made("gain_depth_relu")
    assert cells_of(plan, ["1*24", "1*24", "7*24"]) == (
        [(9, 11)],
        ["place: '7*24' is not on this map, and was ignored."],
    )


@pytest.mark.parametrize(("columns", "rows"), [(20, 20), (3, 20), (7, 6), (1, 1), (13, 5)])
def test_the_coarse_cells_cover_the_map_and_the_finer_ones_fill_it(columns: int, rows: int) -> None:
    all_steps = list(steps(columns, rows))
    assert {step.place for step in all_steps} == {(x, y) for x in range(columns) for y in range(rows)}
    assert len(all_steps) == columns * rows
    for level in range(max(step.level for step in all_steps) + 1):
        covered = np.zeros((columns, rows), dtype=int)
        for step in all_steps:
            left, right, low, high = step.box
            assert left <= step.place[0] < right and low <= step.place[1] < high
            if step.level == level == 0:
                covered[left:right, low:high] += 1
        assert level or (covered == 1).all()
    if (columns, rows) == (20, 20):
        assert [sum(step.level == level for step in all_steps) for level in (0, 1, 2)] == [25, 75, 300]


SMALL = {"across": ["gain:0.5:2"], "up": ["depth:2:6"], "width": ["4"], "batch_size": ["8"], "steps": ["3"]}


def test_a_map_grows_while_somebody_looks_and_equal_maps_are_one(warm_pool: Pool) -> None:
    maps = Maps(warm_pool)
    plan, _ = from_query({**SMALL, "ask": ["loss"]})
    growing = maps.get(plan)
    other = Plan(plan.experiment, plan.across, plan.up, "verdict")
    assert maps.get(other) is growing  # of the same runs
    known = 0
    while not growing.done:
        cells = growing.more(known, 30)
        assert len(cells) > known
        known = len(cells)
    assert {cell.step.place for cell in growing.cells} == {step.place for step in growing.steps}
    one = next(cell for cell in growing.cells if cell.step.place == (4, 2))
    assert one.answers == (answer(simulate(plan.at((4, 2))[0]), trained=True),)
    assert growing.nbytes < 1e6


def test_cells_that_train_in_slices_say_what_whole_runs_do() -> None:
    """Some that float32 does not carry, one that diverges, one that is pretrained, and two cells."""
    small = {"width": 4, "batch_size": 8, "steps": 8, "activation": "linear"}
    experiments = [Experiment(**small, depth=3, gain=gain, learning_rate=0.5) for gain in (0.5, 1e-9, 10.0)]
    experiments += [
        Experiment(**small, depth=2, pretraining=2),
        Experiment(kind="sequence", sequence_length=5, steps=4),
    ]
    blob, found, slices = b"", dict[int, Answer](), 0
    while blob or not slices:
        # No time at all: a slice ends as soon as it may, so the bytes between two are read most often.
        blob, known = trained_slice(experiments, blob, 0.0)
        found |= known
        slices += 1
    assert slices > 10
    wholes = [simulate(e) for e in experiments]
    assert {whole.outcome.name for whole in wholes} == {"diverged", "finished"}
    # As text, for NaN is not equal to itself.
    assert str([found[place] for place in range(len(experiments))]) == str([answer(run, True) for run in wholes])


def test_nothing_is_computed_once_nobody_looks(warm_pool: Pool) -> None:
    plan, _ = from_query({**SMALL, "steps": ["40"], "seed": ["5"], "ask": ["loss"]})
    growing = GrowingMap(plan, warm_pool)
    growing.ask()
    growing.leave()
    for _ in range(2):  # what was on its way comes in
        warm_pool.submit(TRIAL, int).result()
    known = len(growing.cells)
    time.sleep(0.1)
    warm_pool.submit(TRIAL, int).result()
    assert len(growing.cells) == known < growing.all


# ---- theory ---------------------------------------------------------------------------------------------------


def test_chi_of_known_cases() -> None:
    """sigma_w^2 / 2 of a ReLU; sigma_w^2 of tanh in order, where nothing is left of z; 1 on the published edge."""
    relus = [Experiment(activation="relu", init="he_normal", gain=gain) for gain in (0.5, 1.0, 2.0)]
    np.testing.assert_allclose(log_chi(relus), 2 * np.log10([0.5, 1.0, 2.0]), atol=1e-12)
    small = [Experiment(activation="tanh", gain=gain) for gain in (0.3, 0.9)]
    np.testing.assert_allclose(log_chi(small), 2 * np.log10([0.3, 0.9]), atol=1e-6)
    # Schoenholz et al. (2017), figure 2: sigma_b^2 = 0.05 is critical at sigma_w^2 = 1.7603.
    edge = Experiment(activation="tanh", gain=1.7603**0.5, bias_std=0.05**0.5)
    assert abs(log_chi([edge])[0]) < 0.002


def test_the_bound_of_an_rnn_holds_for_every_cell_beyond_it() -> None:
    plan = ready_made("gain_length_rnn")
    places = [(column, row) for row in (1, 4, 19) for column in range(6)]
    experiments = [plan.at(place)[0] for place in places]
    (_, field), *_ = border(experiments).fields
    answers = [one for _, one in started_slice(experiments)[1]]
    beyond = [float(answer.values["spread_start"]) for answer, value in zip(answers, field, strict=True) if value < 0]
    assert len(beyond) > 3 and max(beyond) < -3


def test_theory_is_drawn_where_cells_can_be_trained_though_others_are_refused(warm_pool: Pool) -> None:
    """Narrow networks have the same theory, and none of them is refused."""
    axes = {"activation": ["tanh"], "steps": ["1000"], "across": ["gain:0.5:2"], "up": ["depth:72:78"]}
    wide, _ = from_query({**axes, "width": ["256"], "batch_size": ["256"]})
    narrow, _ = from_query(axes)
    maps = Maps(warm_pool)
    some, whole = maps.border(wide, 30), maps.border(narrow, 30)
    assert some and whole and [name for name, _ in some.fields] == [name for name, _ in whole.fields]
    refused = {cell.step.place for cell in maps.get(wide).cells}
    columns, rows = wide.size
    there = np.array([(x, y) not in refused for y in range(rows) for x in range(columns)])
    # Cells of both kinds, or one of the two claims below would be of none.
    assert 0 < there.sum() < there.size
    for (_, part), (_, field) in zip(some.fields, whole.fields, strict=True):
        np.testing.assert_allclose(part[there], field[there])
        assert np.isnan(part[~there]).all()
    assert border_told(some, wide)["lines"]

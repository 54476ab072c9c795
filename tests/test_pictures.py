"""A trace draws itself: each picture is the page's own chart, and holds the numbers of the row that was asked for."""

from dataclasses import replace
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert

from simulator import Experiment, Trace, repeat, simulate
from simulator.charts.pictures import PICTURES
from simulator.settings.repeating import group
from tests import synthetic
from tests.seeing import pixels, written

DEEP = synthetic.trace(Experiment(steps=60))
LSTM = synthetic.trace(Experiment(kind="sequence", cell="lstm", sequence_length=12, steps=20))


def drawn(name: str) -> Trace:
    return LSTM if name == "gates" else DEEP


def rows(chart: Any, data: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = written(chart)["datasets"][data]
    return found


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_a_chart_of_the_page_with_something_in_it(name: str) -> None:
    chart = drawn(name).chart(name)
    assert isinstance(chart, alt.LayerChart)
    assert chart.to_dict()  # as the schema has it
    full = pixels(chart)
    chart.datasets = {}
    assert (full != pixels(chart)).any(2).sum() > 100


def test_the_profile_is_that_of_the_row_asked_for() -> None:
    chart = DEEP.chart("profile", 30)
    found = rows(chart, "points")
    assert [one["site"] for one in found] == [*range(1, 21)]
    np.testing.assert_allclose([one["y"] for one in found], np.log10(DEEP.gradient_norm[30]))
    assert not rows(chart, "before")


def test_the_pictures_through_training_hold_every_step_and_the_others_every_site() -> None:
    assert [one["loss"] for one in rows(DEEP.chart("loss"), "loss")] == list(DEEP.loss)
    # Beside the loss a line at that of a guess, ln 10 where ten classes are equally frequent.
    guessing = replace(DEEP, chance_loss=float(np.log(10)), loss=DEEP.loss + 1).chart("loss")
    assert rows(guessing, "guess") == [{"guess": pytest.approx(2.302585)}]
    assert len(rows(DEEP.chart("map"), "cells")) == 60 * 20
    bars = [one["y"] for one in rows(DEEP.chart("updates", 3), "updates") if "mark" not in one]
    np.testing.assert_allclose(bars, np.log10(DEEP.update_ratio[3]))
    shares = [one["share"] for one in rows(DEEP.chart("units", 3), "units") if one["what"] == "saturated"]
    assert shares == list(DEEP.saturated[3])
    gates = rows(LSTM.chart("gates"), "gates")
    assert {one["gate"] for one in gates} == {"input", "forget", "output", "similarity"}


def test_where_nothing_is_right_or_wrong_no_axis_of_the_accuracy_is_drawn() -> None:
    without = replace(DEEP, accuracy=np.full_like(DEEP.accuracy, np.nan))
    scored, plain = (vl_convert.vegalite_to_svg(written(run.chart("loss"))) for run in (DEEP, without))
    assert "100 %" in scored and "100 %" not in plain and "60" in plain


def test_a_run_that_diverged_shows_its_last_numbers_and_what_is_none() -> None:
    run = synthetic.diverging(Experiment(steps=60))
    chart = run.chart()
    assert {one["state"] for one in rows(chart, "points")} >= {"not a number or infinite"}
    assert [one["line"] for one in rows(chart, "before")] == list(np.log10(run.gradient_norm[-2]))


def test_what_cannot_be_drawn_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="Pictures are profile, map, loss, updates, units, gates; given was 'links'"):
        DEEP.chart("links")
    with pytest.raises(ValueError, match="The trace has the rows 0 to 59; given was 60"):
        DEEP.chart("profile", 60)


def test_a_band_holds_what_the_seeds_do_and_seeds_of_other_settings_are_refused() -> None:
    e = Experiment(depth=3, width=4, batch_size=8, steps=6, device="cpu")
    traces = [simulate(one) for one in group(e, 3)]
    seeds = repeat(e, seeds=3)
    band = rows(traces[1].chart("profile", 2, seeds), "seeds")
    norms = np.log10([trace.gradient_norm[2] for trace in traces])
    for end, over in (("low", np.min), ("y", np.median), ("high", np.max)):
        np.testing.assert_allclose([one[end] for one in band], over(norms, axis=0), atol=1e-6)
    found = rows(traces[0].chart("loss", seeds=seeds), "seeds")
    assert [one["high"] for one in found] == np.max([trace.loss for trace in traces], axis=0).tolist()
    assert [one["right_low"] for one in found] == np.min([trace.accuracy for trace in traces], axis=0).tolist()
    assert (pixels(traces[0].chart("profile", 2, seeds)) != pixels(traces[0].chart("profile", 2))).any()
    assert written(traces[0].chart("updates", seeds=seeds)) == written(traces[0].chart("updates"))
    with pytest.raises(ValueError, match="seeds of other settings"):
        traces[0].chart(seeds=repeat(e.replace(depth=2), seeds=2))

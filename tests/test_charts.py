"""Every chart draws what it is given, and in colours that have one meaning."""

import sys
from functools import cache
from pathlib import Path
from subprocess import run as start
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.analysis.verdict import VerdictName
from simulator.charts import sites, theme
from simulator.charts.panels import PANELS
from simulator.charts.profile import BEYOND, BROKEN, NOTHING, SHOWN
from simulator.charts.why import CURVE, ROAD
from simulator.settings.link import MOST_PINNED
from simulator.trace import Trace
from tests.seeing import seen, svg

SITES = range(1, 21)
UNITS = ("saturated", "dead")
ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "profile": {
        "now": [{"site": s, "line": s - 20} for s in SITES],
        "points": [{"site": s, "y": s - 20, "state": SHOWN, "turn": 0} for s in SITES],
        "band": [{"low": -3, "high": 3}],
        "seeds": [{"site": s, "y": s - 12, "low": s - 13, "high": s - 11} for s in SITES],
        "theory": [{"site": s, "y": s - 22, "low": s - 23, "high": s - 21} for s in SITES],
    },
    "map": {"cells": [{"begin": 0.5, "end": 150.5, "low": s - 0.5, "high": s + 0.5, "y": s - 20} for s in SITES]},
    "loss": {
        "loss": [{"step": s, "loss": 2 / (s + 1), "accuracy": 0.5} for s in range(100)],
        "seeds": [
            {"step": s, "low": 1, "y": 1.5, "high": 2, "right_low": 0.4, "right": 0.5, "right_high": 0.6}
            for s in range(100)
        ],
    },
    "updates": {"updates": [{"matrix": s, "y": -3} for s in SITES]},
    "units": {
        "units": [
            {"site": s, "share": 0.9 - 0.2 * (s % 2), "what": what}
            for what in (*UNITS, sites.SIMILARITY, sites.EXPECTED)
            for s in SITES
        ]
    },
    "links": {
        "links": [{"site": s, "x0": s - 0.4, "x1": s + 0.4, "link": "slope", "y0": 0, "y1": s - 20} for s in SITES],
        "total": [{"site": s, "y": s - 20} for s in SITES],
        "level": [{"y": 0}],
    },
    "curve": {
        "curve": [{"z": z / 10, "y": z / 10, "line": CURVE} for z in range(-40, 41)],
        "density": [{"z": -1, "z1": 1, "low": -1, "high": 1}],
    },
    "memory": {"memory": [{"site": s, "y": (s - 20) / 5, "line": ROAD} for s in SITES]},
    "gates": {
        "gates": [
            *({"site": s, "share": 0.5, "gate": "forget"} for s in SITES),
            *({"site": s, "share": 0.9, "gate": sites.SIMILARITY} for s in SITES),
        ]
    },
}
MARKS = {BEYOND: theme.GRADIENT, NOTHING: theme.NOTHING, BROKEN: theme.BROKEN}


COLOUR = "#ff00ff"
"""Of a visitor's text; none of ours."""


@cache
def drawn(name: str) -> str:
    """The SVG of a chart with its rows."""
    return svg(name, ROWS[name], fg=COLOUR)


@cache
def empty(name: str) -> NDArray[np.uint8]:
    """A chart without rows."""
    return seen(name, {})


@cache
def full(name: str) -> NDArray[np.uint8]:
    return seen(name, ROWS[name])


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_draws_its_rows_and_its_axes_without_them(name: str) -> None:
    assert (empty(name) < 128).any(axis=2).sum() > 300  # axes and words
    assert (empty(name) != full(name)).any(axis=2).sum() > 100
    assert full(name).shape[0] == theme.HEIGHTS[name]


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_keeps_its_size_whatever_it_shows(name: str) -> None:
    assert empty(name).shape == full(name).shape


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_is_also_drawn_as_svg_with_labels_that_a_classroom_can_read(name: str) -> None:
    sizes = {int(part.split("px")[0]) for part in drawn(name).split('font-size="')[1:]}
    assert sizes and min(sizes) >= 14


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_follows_the_colour_of_the_visitors_text(name: str) -> None:
    assert COLOUR in drawn(name)


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_leads_to_a_quantity_of_the_trace(name: str) -> None:
    assert PANELS[name].anchor in {*Trace.__dataclass_fields__}
    assert PANELS[name].heading.format(site="layer") and PANELS[name].describes.format(site="layer")


@pytest.mark.parametrize(("state", "colour"), MARKS.items())
def test_what_is_not_an_ordinary_norm_has_a_mark_of_its_own(state: str, colour: str) -> None:
    rgb = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    special = [{"site": s, "y": -20, "state": state, "turn": 0} for s in SITES]
    before, after = empty("profile"), seen("profile", {"points": special})
    # The legend has this colour too, so what counts is what came in addition.
    assert (after == rgb).all(axis=2).sum() > (before == rgb).all(axis=2).sum() + 20


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("loss", {"loss": [{"step": s, "loss": 9e9, "accuracy": 9} for s in range(100)]}),
        ("links", {"total": [{"site": s, "y": -1e30} for s in SITES]}),
        ("profile", {"now": [{"site": s, "line": 1e30} for s in SITES]}),
        ("curve", {"curve": [{"z": z, "y": 1e30, "line": CURVE} for z in range(-4, 5)]}),
        ("memory", {"memory": [{"site": s, "y": -1e30, "line": ROAD} for s in SITES]}),
    ],
)
def test_a_line_that_lies_beyond_the_frame_is_not_drawn_along_it(name: str, rows: dict[str, Any]) -> None:
    assert (empty(name) == seen(name, rows)).all()


def test_the_axis_of_accuracy_is_there_only_where_there_is_accuracy() -> None:
    assert "accuracy" in svg("loss", {})
    without = svg("loss", {}, scored=False)
    hidden = [line for line in without.split("<text") if "accuracy" in line or "100 %" in line]
    assert all('opacity="0"' in line for line in hidden)


@pytest.mark.parametrize(("name", "parameter"), [("profile", "states"), ("units", "shown_units")])
def test_a_legend_names_only_what_occurs(name: str, parameter: str) -> None:
    shown = svg(name, {}, **{parameter: [{"profile": SHOWN, "units": "saturated"}[name]]})
    assert not {NOTHING, BEYOND, BROKEN, "dead"} & {text.split("</text")[0] for text in shown.split(">")}
    assert ">zero<" not in shown and ">dead<" not in shown


def test_weights_that_do_not_move_at_all_have_a_mark() -> None:
    rows = [{"matrix": s, "y": -10, "mark": "still"} for s in SITES]
    before, after = empty("updates"), seen("updates", {"updates": rows})
    grey = [int(theme.NOTHING[i : i + 2], 16) for i in (1, 3, 5)]
    assert (after == grey).all(axis=2).sum() > (before == grey).all(axis=2).sum() + 20


def test_the_legend_says_in_words_what_each_mark_means() -> None:
    text = svg("profile", {})
    assert all(word in text for word in (SHOWN, BEYOND, NOTHING, BROKEN))


@pytest.mark.parametrize("ends", [("input side", "loss side"), ("first symbol", "last symbol")])
def test_the_profile_says_where_the_gradient_comes_from(ends: tuple[str, str]) -> None:
    text = svg("profile", {}, input_side=ends[0], loss_side=ends[1])
    assert text.index(ends[0]) < text.index("the gradient travels this way") < text.index(ends[1])
    assert "←" in text


def test_axes_read_as_people_write_numbers() -> None:
    text = svg("profile", {}, low=-10, high=5)
    assert all(f">{label}<" in text for label in ("1e-10", "0.01", "1", "100", "1e4"))


def test_a_value_far_beyond_the_axis_leaves_it_as_it_is() -> None:
    rows = {"now": [{"site": s, "line": 300 if s == 3 else -5} for s in SITES]}
    assert ">1e-10<" in svg("profile", rows)


def test_the_profile_is_the_largest_chart_and_at_least_380_pixels_high() -> None:
    assert max(theme.HEIGHTS.values()) == theme.HEIGHTS["profile"] >= 380
    assert theme.HEIGHTS.keys() == PANELS.keys()


def test_a_colour_has_one_meaning() -> None:
    meanings = [theme.GRADIENT, theme.APPLIED, theme.HEALTHY, theme.VANISHING, theme.BROKEN, theme.NOTHING]
    meanings += [theme.MEMORY, theme.SATURATED, theme.SIMILARITY]
    assert len({*meanings}) == len(meanings)
    assert {colour for _, colour in theme.SIGNS.values()} <= {*meanings}
    assert len({sign for sign, _ in theme.SIGNS.values()}) == len(theme.SIGNS)


def test_every_verdict_has_its_sign() -> None:
    assert set(theme.SIGNS) == set(get_args(VerdictName))


def test_reading_the_table_of_charts_and_packing_a_run_load_no_altair() -> None:
    # In a process of its own: other tests have loaded Altair into this one.
    code = "import sys; import simulator.charts.panels, simulator.charts.payload; print('altair' in sys.modules)"
    found = start([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr


def test_every_run_that_can_be_pinned_has_a_numeral_a_colour_and_dashes_of_its_own() -> None:
    assert len(theme.PINNED) == MOST_PINNED
    assert all(len({*column}) == MOST_PINNED for column in zip(*theme.PINNED, strict=True))

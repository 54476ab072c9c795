"""Every chart draws what it is given, every run fits into its bytes, and no number is lost on the way."""

import json
import struct
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from subprocess import run as start
from typing import Any, get_args

import numpy as np
import pytest
import vl_convert
from numpy.typing import NDArray
from PIL import Image

from simulator import preview, simulate
from simulator.analysis.verdict import VerdictName, exact, verdict
from simulator.charts import answers, payload, sites, theme
from simulator.charts.domains import decades, highest_loss, least_update
from simulator.charts.panels import PANELS, still
from simulator.charts.profile import BEYOND, BROKEN, NOTHING, SHOWN
from simulator.charts.why import CURVE, ROAD
from simulator.prediction import Prediction
from simulator.settings.experiment import Experiment
from simulator.settings.link import MOST_PINNED
from simulator.trace import Outcome, Trace
from tests import synthetic

SITES = range(1, 21)
UNITS = ("saturated", "dead")
ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "profile": {
        "now": [{"site": s, "line": s - 20} for s in SITES],
        "points": [{"site": s, "y": s - 20, "state": SHOWN, "turn": 0} for s in SITES],
        "band": [{"low": -3, "high": 3}],
        "theory": [{"site": s, "y": s - 22, "low": s - 23, "high": s - 21} for s in SITES],
    },
    "map": {"cells": [{"begin": 0.5, "end": 150.5, "low": s - 0.5, "high": s + 0.5, "y": s - 20} for s in SITES]},
    "loss": {"loss": [{"step": s, "loss": 2 / (s + 1), "accuracy": 0.5} for s in range(100)]},
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
LONGEST = Experiment(kind="sequence", task="recall_first", cell="lstm", sequence_length=500, steps=2000, width=2)
DEEPEST = Experiment(depth=200, steps=2000, width=2)


def pixels(spec: dict[str, Any]) -> NDArray[np.uint8]:
    """(height, width, RGB) of the picture on white."""
    image = Image.open(BytesIO(vl_convert.vegalite_to_png(spec))).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB"))


def unpack(frames: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and (rows, columns) arrays, read as the format's description says and not by the player's code."""
    size = struct.unpack("<I", frames[:4])[0]
    header, at, arrays = json.loads(frames[4 : 4 + size]), 4 + size, {}
    for block in header["blocks"]:
        kind = np.dtype({"log": "<u2", "share": "u1", "code": "u1", "number": "<f4"}[block["kind"]])
        count = block.get("own_rows", len(header["steps"])) * block["columns"]
        codes = np.frombuffer(frames, kind, count, at)
        arrays[block["name"]] = _read(block, codes).reshape(-1, block["columns"])
        at += -(-count * kind.itemsize // 4) * 4
    assert at == len(frames)
    return header, arrays


def pack_of(trace: Trace) -> bytes:
    return payload.pack(trace, run="r", ask_for_more=False)


def _read(block: dict[str, Any], codes: NDArray[Any]) -> NDArray[Any]:
    if block["kind"] in ("number", "code"):
        return codes
    if block["kind"] == "share":
        return np.where(codes == 255, np.nan, codes / 250)
    values = block["low"] + (codes.astype(float) - 3) * block["unit"]
    return np.select([codes == 0, codes == 1, codes == 2], [-np.inf, np.nan, np.inf], values)


def packed(trace: Trace, **options: Any) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What a trace becomes on its way to the player."""
    return unpack(payload.pack(trace, **{"run": "r", "ask_for_more": True, **options}))


@cache
def drawn(name: str, colour: str = "") -> str:
    """The SVG of a chart with its rows, in the usual colour of text or in this one."""
    options = {"fg": colour} if colour else {}
    svg: str = vl_convert.vegalite_to_svg(still(name, ROWS[name], **options))
    return svg


@cache
def empty_profile() -> NDArray[np.uint8]:
    return pixels(still("profile", {"points": []}))


@cache
def pictures(name: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A chart without rows and with them."""
    return pixels(still(name, {})), pixels(still(name, ROWS[name]))


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_draws_its_rows_and_its_axes_without_them(name: str) -> None:
    empty, full = pictures(name)
    assert (empty < 128).any(axis=2).sum() > 300  # axes and words
    assert (empty != full).any(axis=2).sum() > 100
    assert full.shape[0] == theme.HEIGHTS[name]


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_keeps_its_size_whatever_it_shows(name: str) -> None:
    empty, full = pictures(name)
    assert empty.shape == full.shape


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_is_also_drawn_as_svg_with_labels_that_a_classroom_can_read(name: str) -> None:
    sizes = {int(part.split("px")[0]) for part in drawn(name).split('font-size="')[1:]}
    assert sizes and min(sizes) >= 14


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_follows_the_colour_of_the_visitors_text(name: str) -> None:
    assert "#ff00ff" not in drawn(name)
    assert "#ff00ff" in drawn(name, "#ff00ff")


@pytest.mark.parametrize("name", PANELS)
def test_a_chart_leads_to_a_quantity_of_the_trace(name: str) -> None:
    assert PANELS[name].anchor in {*Trace.__dataclass_fields__}
    assert PANELS[name].heading.format(site="layer") and PANELS[name].describes.format(site="layer")


@pytest.mark.parametrize(("state", "colour"), MARKS.items())
def test_what_is_not_an_ordinary_norm_has_a_mark_of_its_own(state: str, colour: str) -> None:
    rgb = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    special = [{"site": s, "y": -20, "state": state, "turn": 0} for s in SITES]
    before, after = empty_profile(), pixels(still("profile", {"points": special}))
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
    assert (pixels(still(name, {})) == pixels(still(name, rows))).all()


def test_the_axis_of_accuracy_is_there_only_where_there_is_accuracy() -> None:
    assert "accuracy" in vl_convert.vegalite_to_svg(still("loss", {}))
    without = vl_convert.vegalite_to_svg(still("loss", {}, scored=False))
    hidden = [line for line in without.split("<text") if "accuracy" in line or "100 %" in line]
    assert all('opacity="0"' in line for line in hidden)


@pytest.mark.parametrize(("name", "parameter"), [("profile", "states"), ("units", "shown_units")])
def test_a_legend_names_only_what_occurs(name: str, parameter: str) -> None:
    shown = vl_convert.vegalite_to_svg(still(name, {}, **{parameter: [{"profile": SHOWN, "units": "saturated"}[name]]}))
    assert not {NOTHING, BEYOND, BROKEN, "dead"} & {text.split("</text")[0] for text in shown.split(">")}
    assert ">zero<" not in shown and ">dead<" not in shown


def test_weights_that_do_not_move_at_all_have_a_mark() -> None:
    rows = [{"matrix": s, "y": -10, "mark": "still"} for s in SITES]
    before, after = (pixels(still("updates", {"updates": some})) for some in ([], rows))
    grey = [int(theme.NOTHING[i : i + 2], 16) for i in (1, 3, 5)]
    assert (after == grey).all(axis=2).sum() > (before == grey).all(axis=2).sum() + 20


def test_the_legend_says_in_words_what_each_mark_means() -> None:
    empty = vl_convert.vegalite_to_svg(still("profile", {}))
    assert all(word in empty for word in (SHOWN, BEYOND, NOTHING, BROKEN))


@pytest.mark.parametrize("ends", [("input side", "loss side"), ("first symbol", "last symbol")])
def test_the_profile_says_where_the_gradient_comes_from(ends: tuple[str, str]) -> None:
    svg = vl_convert.vegalite_to_svg(still("profile", {}, input_side=ends[0], loss_side=ends[1]))
    assert svg.index(ends[0]) < svg.index("the gradient travels this way") < svg.index(ends[1])
    assert "←" in svg


def test_axes_read_as_people_write_numbers() -> None:
    svg = vl_convert.vegalite_to_svg(still("profile", {}, low=-10, high=5))
    assert all(f">{label}<" in svg for label in ("1e-10", "0.01", "1", "100", "1e4"))


def test_a_value_far_beyond_the_axis_leaves_it_as_it_is() -> None:
    rows = {"now": [{"site": s, "line": 300 if s == 3 else -5} for s in SITES]}
    assert ">1e-10<" in vl_convert.vegalite_to_svg(still("profile", rows))


def test_the_profile_is_the_largest_chart_and_at_least_380_pixels_high() -> None:
    assert max(theme.HEIGHTS.values()) == theme.HEIGHTS["profile"] >= 380
    assert theme.HEIGHTS.keys() == PANELS.keys()


@pytest.mark.parametrize(
    "settings",
    [
        {"task": "two_spirals", "depth": 2, "width": 4},
        {"task": "sine_surface", "depth": 2, "width": 4},
        {"depth": 2, "width": 4},
        {"kind": "sequence", "task": "copy", "sequence_length": 100, "width": 4},
        {"kind": "sequence", "task": "adding", "sequence_length": 20, "width": 4},
    ],
    ids=lambda s: s.get("task", "digits"),
)
def test_what_is_learned_arrives_and_takes_little(settings: dict[str, Any]) -> None:
    trace = simulate(Experiment(**settings, steps=120, batch_size=8))
    early, _ = unpack(pack_of(preview(trace.experiment)))
    assert early["learned"]["recorded"] == [] and early["learned"]["asked"]
    sent, (header, arrays) = sum(len(b.data) for b in answers.blocks(trace)), unpack(pack_of(trace))
    assert trace.learned and sent * 60 / len(trace.learned.steps) < 150_000
    about, said = header["learned"], trace.learned.samples
    assert about["recorded"] == (trace.learned.steps + 1).tolist() and about["asked"] == said.shape[1]
    if about["classes"]:
        np.testing.assert_array_equal(arrays["said:class"], said.argmax(-1).reshape(len(said), -1))
        np.testing.assert_allclose(arrays["said:sure"], said.max(-1).reshape(len(said), -1), atol=0.0021)
    else:
        np.testing.assert_allclose(arrays["said"], said.reshape(len(said), -1), atol=1e-3)
    if about["picture"] == "plane":
        grid = trace.learned.grid
        low, high = (0.0, 1.0) if about["classes"] else (1.5 * about["low"], 1.5 * about["high"])
        np.testing.assert_allclose(arrays["said:grid"], grid.clip(low, high), atol=0.01)


@pytest.mark.parametrize("experiment", [LONGEST, DEEPEST, LONGEST.replace(cell="rnn"), Experiment()])
def test_a_run_of_any_size_stays_under_a_megabyte(experiment: Experiment) -> None:
    assert len(payload.pack(synthetic.trace(experiment), run="r", ask_for_more=True)) < 1_000_000


def test_norms_come_back_within_a_fraction_of_a_decade_of_what_they_were() -> None:
    trace = synthetic.trace(Experiment(depth=200, width=2), -1.4)
    header, arrays = packed(trace)
    logs = np.log10(trace.gradient_norm)
    assert logs.min() < -250
    unit = header["blocks"][0]["unit"]
    assert unit < 0.005
    assert np.abs(arrays["norm"] - logs).max() <= 0.51 * unit


def test_a_usual_norm_comes_back_to_three_digits() -> None:
    trace = synthetic.trace(Experiment())
    _, arrays = packed(trace)
    np.testing.assert_allclose(10 ** arrays["norm"], trace.gradient_norm, rtol=5e-4)
    np.testing.assert_allclose(10 ** arrays["updates"], trace.update_ratio, rtol=5e-4)


def test_shares_and_learning_come_back() -> None:
    trace = synthetic.trace(Experiment())
    _, arrays = packed(trace)
    np.testing.assert_allclose(arrays["saturated"], trace.saturated, atol=0.0021)
    np.testing.assert_allclose(arrays["dead"], trace.dead, atol=0.0021)
    np.testing.assert_allclose(arrays["similarity"], trace.similarity, atol=1e-4)
    np.testing.assert_allclose(arrays["loss"][:, 0], trace.loss, rtol=1e-6)
    np.testing.assert_allclose(arrays["accuracy"][:, 0], trace.accuracy, rtol=1e-6)


def test_gates_come_instead_of_saturated_units() -> None:
    header, arrays = packed(synthetic.trace(LONGEST.replace(steps=10)))
    gates = [name for name in arrays if name.startswith("gate:")]
    assert gates == ["gate:input", "gate:forget", "gate:output"] and "saturated" not in arrays
    sites = header["blocks"][-1]["sites"]
    assert (sites[0], sites[-1], len(sites)) == (1, 500, 150)
    assert header["gated"] and arrays["norm"].shape == (10, 500)


def test_zero_nan_and_infinity_stay_what_they_are() -> None:
    trace = synthetic.trace(Experiment(depth=4, steps=2))
    norm = trace.gradient_norm.copy()
    norm[1] = [0, np.nan, np.inf, 1e-300]
    _, arrays = packed(replace(trace, gradient_norm=norm, loss=np.array([1, np.nan])))
    assert arrays["norm"][1, 0] == -np.inf and np.isnan(arrays["norm"][1, 1]) and arrays["norm"][1, 2] == np.inf
    assert arrays["norm"][1, 3] == pytest.approx(-300, abs=0.01)
    assert np.isnan(arrays["loss"][1, 0])


def test_a_run_of_zeros_only_can_be_packed() -> None:
    trace = synthetic.trace(Experiment(steps=3, init="zeros"))
    header, arrays = packed(replace(trace, gradient_norm=0 * trace.gradient_norm, update_ratio=0 * trace.update_ratio))
    assert (arrays["norm"] == -np.inf).all() and header["axis"] == [-10, 0]


def test_a_header_is_json_that_every_browser_reads() -> None:
    frames = payload.pack(synthetic.diverging(Experiment()), run="r", ask_for_more=False)
    size = struct.unpack("<I", frames[:4])[0]
    json.loads(frames[4 : 4 + size], parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))


@pytest.mark.parametrize("steps", [1, 2, 399, 400, 401, 2000])
def test_at_most_400_steps_are_shown_with_the_first_and_the_last(steps: int) -> None:
    shown = payload.displayed(synthetic.trace(Experiment(depth=2, steps=steps)))
    assert len(shown) == min(steps, 400) and shown[0] == 0 and shown[-1] == steps - 1
    gaps = np.diff(shown)
    assert steps == 1 or gaps.max() - gaps.min() <= 1


def test_the_steps_shown_stay_the_same_while_a_run_grows() -> None:
    whole = synthetic.trace(Experiment(depth=2, steps=1000))
    final = payload.displayed(whole)
    for rows in (1, 7, 500, 999):
        assert payload.displayed(whole.first(rows)) == [step for step in final if step < rows]


def test_the_step_at_which_a_run_diverged_is_shown() -> None:
    trace = synthetic.diverging(Experiment(depth=4, steps=2000), step=33)
    header, arrays = packed(trace)
    assert (
        header["steps"][-1] == 33
        and header["done"]
        and header["outcome"] == {"name": "diverged", "step": 33, "site": 3}
    )
    assert np.isinf(arrays["norm"][-1, 0]) and np.isnan(arrays["norm"][-1, 3])


def test_a_run_that_goes_on_says_so() -> None:
    header, _ = packed(synthetic.trace(Experiment()).first(10), note="pretraining layer 3 of 20", stop=True)
    assert (header["trained"], header["total"], header["planned"]) == (10, 300, 300)
    assert not header["done"] and header["ask_for_more"] and header["stop"]
    assert header["note"] == "pretraining layer 3 of 20"


def test_a_run_without_rows_still_has_axes() -> None:
    header, arrays = unpack(payload.pack_waiting(Experiment(), run="r", note="starting"))
    assert (header["steps"], header["sites"], header["axis"], arrays) == ([], 20, [-10, 0], {})
    assert header.keys() == packed(synthetic.trace(Experiment()))[0].keys()


def test_theory_hangs_at_the_last_sites_norm_of_the_first_step() -> None:
    trace, profile = synthetic.trace(Experiment(depth=3)), np.array([-2.0, -np.inf, 0.0])
    lower, upper = np.array([-np.inf, -3.0, 0.0]), np.array([-1.0, 0.0, 0.0])
    expected = Prediction("Theory of random networks.", profile, lower, upper, np.array([0.5, 0.75, np.nan]))
    header, arrays = packed(trace, expected=expected)
    last = arrays["norm"][0, -1]
    assert header["theory"] == [pytest.approx(last - 2, abs=2e-3), None, pytest.approx(last, abs=2e-3)]
    assert header["theory_low"] == [None, pytest.approx(last - 3, abs=2e-3), pytest.approx(last, abs=2e-3)]
    assert header["theory_high"] == [pytest.approx(last + shift, abs=2e-3) for shift in (-1, 0, 0)]
    assert header["theory_similarity"] == [0.5, 0.75, None]
    assert header["theory_word"].endswith("theory, before training") and header["theory_note"] == expected.note
    bound, _ = packed(trace, expected=replace(expected, bound=True))
    assert bound["theory_word"].endswith("upper bound before training")
    none, _ = packed(trace)
    assert (none["theory"], none["theory_word"], none["theory_note"]) == ([], "", "")


def test_what_is_said_travels_with_the_row_from_which_it_holds() -> None:
    trace = synthetic.trace(Experiment())
    said = exact([verdict(trace, row) for row in payload.displayed(trace)])
    header, _ = packed(trace, captions=said, exact=said)
    assert header["captions"] == header["exact"]
    row, name, sentence, written = header["captions"][0]
    assert (row, name) == (0, "vanishing") and sentence.startswith("Vanishing: ") and written == "4e-12"
    assert name in theme.SIGNS


def test_the_gradients_axis_holds_the_first_row_and_its_healthy_band() -> None:
    low, high = decades(np.array([[-13.0, -5.0, 0.2]]))
    assert low <= -13 and high >= 3.2
    assert low % 5 == high % 5 == 0


def test_the_gradients_axis_only_widens_as_a_run_grows() -> None:
    logs = np.log10(synthetic.trace(Experiment()).gradient_norm)
    axes = [decades(logs[:rows]) for rows in range(1, 301)]
    assert all(b[0] <= a[0] and b[1] >= a[1] for a, b in zip(axes, axes[1:], strict=False))
    assert len(set(axes)) <= 3


@pytest.mark.parametrize("exponent", [-300.0, -40.0, 35.0, 300.0])
def test_later_rows_widen_the_axis_by_15_decades_at_most(exponent: float) -> None:
    first = np.array([[-3.0, -2.0, -1.0]])
    low, high = decades(first)
    later_low, later_high = decades(np.vstack([first, [[exponent, -2.0, -1.0]]]))
    assert low - 15 <= later_low and later_high <= high + 15
    assert (later_low < low) == (exponent < 0)


def test_an_axis_shows_10_to_150_decades() -> None:
    for logs in ([[0.0, 0.0]], [[-300.0, 0.0]], [[0.0, 300.0]], [[-300.0, 300.0]]):
        low, high = decades(np.array(logs))
        assert 10 <= high - low <= 150 and high >= logs[0][1]


def test_an_axis_of_nothing_but_nan_is_an_axis() -> None:
    assert decades(np.full((2, 3), np.nan)) == decades(np.full((2, 3), -np.inf)) == (-10, 0)


@pytest.mark.parametrize(
    ("losses", "highest"),
    [([2.3, 2.2], 2.5), ([2.3, 1e30], 25), ([np.nan], 1), ([0.0, 0.0], 1), ([1e-5, 2e-5], 2e-5), ([2.3, 4.1], 5)],
)
def test_a_loss_axis_ends_at_a_round_number_near_the_first_loss(losses: list[float], highest: float) -> None:
    assert highest_loss(np.array(losses)) == pytest.approx(highest)


@pytest.mark.parametrize(
    ("smallest", "least"), [(-3.0, -10), (-12.0, -15), (-14.9, -20), (-200.0, -30), (-np.inf, -10)]
)
def test_the_axis_of_updates_reaches_down_to_them(smallest: float, least: int) -> None:
    assert least_update(np.array([[-2.0, smallest]])) == least


def test_a_colour_has_one_meaning() -> None:
    meanings = [theme.GRADIENT, theme.APPLIED, theme.HEALTHY, theme.VANISHING, theme.BROKEN, theme.NOTHING]
    meanings += [theme.MEMORY, theme.SATURATED, theme.SIMILARITY]
    assert len({*meanings}) == len(meanings)
    assert {colour for _, colour in theme.SIGNS.values()} <= {*meanings}
    assert len({sign for sign, _ in theme.SIGNS.values()}) == len(theme.SIGNS)


def test_every_verdict_has_its_sign() -> None:
    assert set(theme.SIGNS) == set(get_args(VerdictName))


def test_reading_the_table_of_charts_and_packing_a_run_load_no_altair() -> None:
    code = "import sys; import simulator.charts.panels, simulator.charts.payload; print('altair' in sys.modules)"
    found = start([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr


def test_outcomes_other_than_running_end_a_run() -> None:
    trace = synthetic.trace(Experiment(depth=2, steps=5))
    for name, done in (("running", False), ("finished", True), ("diverged", True)):
        assert packed(replace(trace, outcome=Outcome(name)))[0]["done"] is done  # type: ignore[arg-type]


@pytest.mark.parametrize("skip", ["none", "residual", "highway"])
@pytest.mark.parametrize("settings", [{"depth": 3}, {"kind": "sequence", "task": "recall_first", "sequence_length": 4}])
def test_saturated_and_dead_units_reach_the_player_whatever_the_shortcut(settings: dict[str, Any], skip: str) -> None:
    trace = simulate(Experiment(**settings, skip=skip, width=4, batch_size=8, steps=2))
    header, arrays = packed(trace)
    assert not header["gated"] and {"saturated", "dead"} <= arrays.keys()


def test_every_run_that_can_be_pinned_has_a_numeral_a_colour_and_dashes_of_its_own() -> None:
    assert len(theme.PINNED) == MOST_PINNED
    assert all(len({*column}) == MOST_PINNED for column in zip(*theme.PINNED, strict=True))

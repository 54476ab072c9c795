"""The poster: what it says of its runs is so, and all stands where it can be read."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from simulator.analysis.findings import findings
from simulator.catalog.poster import CAUSES
from simulator.charts.poster import BODY, HEIGHT, WIDTH
from simulator.command import main
from simulator.export.poster import as_pdf, poster, runs, said
from simulator.language import ENGLISH, LANGUAGES, using
from simulator.language.pseudo import PSEUDO
from simulator.trace import Trace
from tests.marked import plain
from tests.stories import trained

OVERLAPS = """() => {
  const all = [...document.querySelectorAll('text')].map((e) => [e.textContent, e.getBoundingClientRect()]);
  const cut = all.filter(([, a]) => a.left < 0 || a.right > innerWidth || a.bottom > innerHeight);
  const pairs = all.flatMap(([text, a], i) => all.slice(i + 1).filter(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4
  ).map(([other]) => [text, other]));
  return [...cut.map(([text]) => text), ...pairs];
}"""


NUMBER = re.compile(
    r"\b(?P<digits>a|[\d.]*\d)[ \u00a0\u202f]?"
    r"(?P<unit>%|times\b|(?P<smaller>ten-|hundred-)?(?P<name>thousand|million|billion|trillion)(?P<part>ths?\b)?)?"
)
SMALLER = {None: 0, "ten-": 1, "hundred-": 2}
POWERS = {None: 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}


@pytest.fixture(scope="module")
def traces() -> Mapping[tuple[str, str], Trace]:
    return {name: trained(one) for name, one in runs().items()}


def share_of(trace: Trace) -> float:
    return 1 / 9.5 if trace.outcome.name == "diverged" else float(np.mean(trace.accuracy[-trace.steps // 10 :]))


@pytest.mark.parametrize("name", CAUSES)
def test_the_run_has_the_cause_and_each_remedy_gets_more_answers_right(
    name: str, traces: Mapping[tuple[str, str], Trace]
) -> None:
    cause, ill = CAUSES[name], traces[name, ""]
    assert cause.shows in {finding.name for finding in findings(ill)}
    for remedy in cause.remedies:
        assert share_of(traces[name, remedy]) > share_of(ill) + 0.3, remedy


def test_numbers_on_the_poster_are_those_of_the_traces(traces: Mapping[tuple[str, str], Trace]) -> None:
    text = re.sub(r"<[^>]+>", " ", poster(traces)).replace("\u202f", " ")
    text = re.sub(r"\s+", " ", text)
    sigmoid = traces["sigmoid", ""].gradient_norm[0]
    assert f"passes on {(sigmoid[0] / sigmoid[-1]) ** (1 / 19):.0%}".replace("%", " %") in text
    assert 0.5e-12 < sigmoid[0] / sigmoid[-1] < 1.5e-12 and "a trillionth" in text
    large = traces["large_weights", ""].gradient_norm[0]
    assert 1.5e5 < large[0] / large[-1] < 2.5e5 and "200 thousand" in text
    dead = traces["dead", ""].dead[-1].mean()
    assert f"and {dead:.0%}".replace("%", " %") in text
    for (name, remedy), trace in traces.items():
        if remedy and traces[name, ""].outcome.name == "finished":
            before, after = (share_of(one) for one in (traces[name, ""], trace))
            assert f"{100 * before:.0f} % → {100 * after:.0f} % right" in text, (name, remedy)
    assert f"{len(traces)} in all" in text


def numbers(sentence: str) -> list[tuple[float, float]]:
    """Those of a sentence that have a unit or a point, such as "49 %", "a trillionth" or "1.00", and how exact each is.

    That is half of its last digit, behind which zeros say nothing: "200 thousand" may be anything from 150 thousand on.
    """
    told = []
    for one in NUMBER.finditer(sentence):
        digits = "1" if one["digits"] == "a" else one["digits"]
        if one["unit"] or "." in digits:
            power = POWERS[one["name"]] * (-1 if one["part"] else 1) - SMALLER[one["smaller"]]
            unit = 0.01 if one["unit"] == "%" else 10.0**power
            last = digits.rpartition(".")[2] if "." in digits else ""
            zeros = len(digits) - len(digits.rstrip("0"))
            told.append((float(digits) * unit, 0.5 * unit * 10.0 ** (-len(last) if last else zeros)))
    return told


def measured(name: str, trace: Trace) -> list[float]:
    """What the sentence of a cause says, from the arrays of its run."""
    others: dict[str, Callable[[], list[Any]]] = {
        "dead": lambda: [np.mean(trace.dead[-1])],
        "saturated": lambda: [np.mean(trace.saturated[0])],
        "symmetric": list,
        "oscillating": lambda: [np.mean(np.abs(trace.loss[1:] - trace.loss[:-1])) / trace.chance_loss],
        "stalled": lambda: [np.median(trace.update_ratio[np.isfinite(trace.update_ratio)])],
        "alike": lambda: [trace.similarity[-1, -1]],
    }
    if name in others:
        return [float(value) for value in others[name]()]
    arrives = float(trace.gradient_norm[0, 0]) / float(trace.gradient_norm[0, -1])
    return [arrives ** (1 / (trace.sites - 1)), arrives]


@pytest.mark.parametrize("name", CAUSES)
def test_every_number_of_a_sentence_was_measured(name: str, traces: Mapping[tuple[str, str], Trace]) -> None:
    trace = traces[name, ""]
    told, known = numbers(said(CAUSES[name], trace)), measured(name, trace)
    assert len(told) == len(known)
    assert all(abs(value - true) <= off * 1.001 for (value, off), true in zip(told, known, strict=True)), (told, known)


def test_the_lines_that_are_drawn_are_the_profiles(traces: Mapping[tuple[str, str], Trace]) -> None:
    drawn = poster(traces)
    plots = re.split(r'<path d="M[\d.]+ (?=[\d.]+V)', drawn)[1:]
    assert len(plots) == len(CAUSES)
    for cause, plot in zip(CAUSES.values(), plots, strict=True):
        above, below = map(float, re.findall(r"^([\d.]+)V([\d.]+)", plot)[0])
        powers = re.findall(r">(?:10<tspan[^>]*>([−\d]+)<|1<)/t", plot)[:2]
        low, top = (float(power.replace("−", "-") or 0) for power in powers)
        lines = re.findall(r'<path d="M([^"]+)"[^>]*stroke-linejoin', plot)
        runs_of_lines = [traces[cause.name, ""], traces[cause.name, cause.remedies[0]]]
        for line, trace in zip(lines, runs_of_lines, strict=True):
            norms = trace.gradient_norm[-1] if cause.at_end else trace.gradient_norm[0] / trace.gradient_norm[0, -1]
            heights = [float(point.split()[1]) for point in line.split("L")]
            read = [top - (height - above) / (below - above) * (top - low) for height in heights]
            known = norms[(norms > 0) & np.isfinite(norms)]
            assert read == pytest.approx(np.log10(known), abs=(top - low) / 2000), cause.name


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_stands_on_the_page_and_nothing_over_anything(
    code: str, page: Page, tmp_path: Path, traces: Mapping[tuple[str, str], Trace]
) -> None:
    file = tmp_path / "poster.svg"
    with using(code):
        file.write_text(poster(traces), "utf-8")
    page.set_viewport_size({"width": round(WIDTH * 96 / 25.4) + 1, "height": round(HEIGHT * 96 / 25.4) + 1})
    page.goto(file.as_uri())
    assert page.evaluate(OVERLAPS) == []
    assert BODY * 0.7 >= 3.6  # millimetres of a capital letter: two metres away as large as 0.9 at half a metre
    if code == PSEUDO:
        assert plain(re.findall(r">([^<]+)</t", file.read_text("utf-8"))) == set()
    if code == ENGLISH:
        assert as_pdf(file.read_text("utf-8")).startswith(b"%PDF")


def test_the_command_refuses_what_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["poster", str(tmp_path / "wall.txt")]) == 2
    assert main(["poster", str(tmp_path / "none" / "wall.svg")]) == 2
    assert "ends in .svg or .pdf" in capsys.readouterr().err

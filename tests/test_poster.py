"""The poster: what it says of its runs is so, and all stands where it can be read."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from simulator import simulate
from simulator.analysis.findings import findings
from simulator.catalog.poster import CAUSES
from simulator.charts.poster import BODY, HEIGHT, WIDTH
from simulator.command import main
from simulator.export.poster import as_pdf, poster, runs
from simulator.trace import Trace

OVERLAPS = """() => {
  const all = [...document.querySelectorAll('text')].map((e) => [e.textContent, e.getBoundingClientRect()]);
  const cut = all.filter(([, a]) => a.left < 0 || a.right > innerWidth || a.bottom > innerHeight);
  const pairs = all.flatMap(([text, a], i) => all.slice(i + 1).filter(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4
  ).map(([other]) => [text, other]));
  return [...cut.map(([text]) => text), ...pairs];
}"""


@pytest.fixture(scope="module")
def traces() -> Mapping[tuple[str, str], Trace]:
    return {name: simulate(one) for name, one in runs().items()}


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
    said = re.sub(r"<[^>]+>", " ", poster(traces)).replace("\u202f", " ")
    said = re.sub(r"\s+", " ", said)
    sigmoid = traces["sigmoid", ""].gradient_norm[0]
    assert f"passes on {(sigmoid[0] / sigmoid[-1]) ** (1 / 19):.0%}".replace("%", " %") in said
    assert 0.5e-12 < sigmoid[0] / sigmoid[-1] < 1.5e-12 and "a trillionth" in said
    large = traces["large_weights", ""].gradient_norm[0]
    assert 1.5e5 < large[0] / large[-1] < 2.5e5 and "200 thousand" in said
    dead = traces["dead", ""].dead[-1].mean()
    assert f"and {dead:.0%}".replace("%", " %") in said
    for (name, remedy), trace in traces.items():
        if remedy and traces[name, ""].outcome.name == "finished":
            before, after = (share_of(one) for one in (traces[name, ""], trace))
            assert f"{before:.0%} → {after:.0%} right" in said, (name, remedy)
    assert f"{len(traces)} in all" in said


def test_all_stands_on_the_page_and_nothing_over_anything(
    page: Page, tmp_path: Path, traces: Mapping[tuple[str, str], Trace]
) -> None:
    file = tmp_path / "poster.svg"
    file.write_text(poster(traces), "utf-8")
    page.set_viewport_size({"width": round(WIDTH * 96 / 25.4) + 1, "height": round(HEIGHT * 96 / 25.4) + 1})
    page.goto(file.as_uri())
    assert page.evaluate(OVERLAPS) == []
    assert BODY * 0.7 >= 3.6  # millimetres of a capital letter: two metres away as large as 0.9 at half a metre
    assert as_pdf(file.read_text("utf-8")).startswith(b"%PDF")


def test_the_command_refuses_what_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["poster", str(tmp_path / "wall.txt")]) == 2
    assert main(["poster", str(tmp_path / "none" / "wall.svg")]) == 2
    assert "ends in .svg or .pdf" in capsys.readouterr().err

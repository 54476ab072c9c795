"""A sweep as a CSV, one run a line: as a file to keep, and as the one that it is gone on with after a break.

While a sweep goes on the file holds a line without answers for every run, and below them one for each that is computed.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from simulator.settings.errors import shorten
from simulator.settings.link import read_run, written
from simulator.sweeps.axes import Axis
from simulator.sweeps.cells import Answers
from simulator.sweeps.grid import Grid
from simulator.sweeps.questions import QUESTIONS, RANK, Answer, chosen
from simulator.sweeps.result import Sweep

SEED, REFUSED, BASE = "seed", "refused", "base"
"""Columns: behind those of the axes; behind those of the answers; and the settings around the axes, as in a link."""
Row = list[str]


def save(sweep: Sweep, path: str | Path) -> None:
    """Writes the whole file, or where that fails leaves the one before; raises ValueError where it is no .csv."""
    part = check_ending(path).with_suffix(".csv.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(_text([_head(sweep), *_rows(sweep, range(len(sweep.grid)))]))
        file.flush()
        os.fsync(file.fileno())
    # In one go: whoever reads the file meanwhile finds the old one or the new one, and never half of it.
    part.replace(path)


def append(sweep: Sweep, runs: Iterable[int], path: str | Path) -> None:
    """Adds the lines of some runs, and waits until they are on the disk."""
    with Path(path).open("a", encoding="utf-8", newline="") as file:
        file.write(_text(_rows(sweep, runs)))
        file.flush()
        os.fsync(file.fileno())


def check_ending(path: str | Path) -> Path:
    """The path; raises ValueError where it does not end in .csv."""
    if Path(path).suffix.lower() != ".csv":
        raise ValueError(f"A sweep is saved as .csv; given was {str(path)!r}.")
    return Path(path)


# ---- written --------------------------------------------------------------------------------------------------


def _text(rows: Iterable[Row]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _head(sweep: Sweep) -> Row:
    return [*sweep.axes, SEED, *sweep.questions, REFUSED, BASE]


def _rows(sweep: Sweep, runs: Iterable[int]) -> Iterator[Row]:
    base = written(sweep.grid.experiment)
    for run in runs:
        cell, answers = sweep.grid.cell(run), sweep.answers.get(run, {})
        said = [_said(answers[name]) if name in answers else "" for name in sweep.questions]
        yield [*map(str, cell.settings.values()), str(sweep.grid.seed(run)), *said, cell.refusal, base]


def _said(answer: Answer) -> str:
    """All digits, so that it comes back bit by bit; nan, inf and -inf, as an empty cell was not computed."""
    return answer if isinstance(answer, str) else repr(float(answer))


# ---- read -----------------------------------------------------------------------------------------------------


def load(path: str | Path) -> Sweep:
    """The sweep; raises ValueError with what is wrong with the file."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{Path(path).name}: this file is no text in UTF-8.") from None
    # A process that was killed may have left half a line.
    whole = text[: text.rfind("\n") + 1]
    try:
        head, *rows = csv.reader(io.StringIO(whole, newline=""), strict=True)
        return _sweep(head, rows)
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{Path(path).name} cannot be read as a sweep: {error}") from None


def _sweep(head: Row, rows: list[Row]) -> Sweep:
    if SEED not in head or head[-2:] != [REFUSED, BASE] or not rows:
        raise ValueError(f"its columns are settings, {SEED}, questions, {REFUSED}, {BASE}, and below them runs.")
    wrong = next((n for n, row in enumerate(rows, 2) if len(row) != len(head)), None)
    if wrong:
        raise ValueError(f"line {wrong} has not as many cells as the head.")
    count = head.index(SEED)
    questions = chosen(head[count + 1 : -2])
    base, ignored = read_run(rows[0][-1])
    if ignored:
        raise ValueError(" ".join(ignored))
    # In the order of their first lines, which hold every run, computed or not.
    texts = [list(dict.fromkeys(row[i] for row in rows)) for i in range(count)]
    axes = tuple(Axis(name, values) for name, values in zip(head, texts, strict=False))
    grid = Grid(base, axes, len({row[count] for row in rows}))
    places = [{text: i for i, text in enumerate(values)} for values in texts]
    answers: dict[int, Answers] = {}
    for number, row in enumerate(rows, 2):
        cell = 0
        for place, text in zip(places, row, strict=False):
            cell = cell * len(place) + place[text]
        given = row[count + 1 : -2]
        if all(given):
            run = cell * grid.seeds + _seed(row[count], grid, number)
            answers[run] = {name: _answer(name, text, number) for name, text in zip(questions, given, strict=True)}
    return Sweep(grid, questions, answers)


def _seed(text: str, grid: Grid, line: int) -> int:
    """Which of its cell's it is, from 0."""
    found = int(text) - grid.experiment.seed if text.isdecimal() else -1
    if not 0 <= found < grid.seeds:
        raise ValueError(f"line {line}: the seeds are not whole numbers that follow each other.")
    return found


def _answer(name: str, text: str, line: int) -> Answer:
    words = QUESTIONS[name].scale == "words"
    try:
        if words and text not in RANK:
            raise ValueError
        return text if words else float(text)
    except ValueError:
        raise ValueError(f"line {line}: {shorten(text)} is no answer to {name}.") from None

"""``python -m simulator sweep --gain 0.5:2:16 --depth 5,10,20 --seeds 3 --out map.csv``: many runs by one command."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from simulator.settings.errors import SettingsError, shorten
from simulator.settings.experiment import FIELDS, Experiment
from simulator.sweeps.axes import Axis, spaced
from simulator.sweeps.questions import QUESTIONS

HELP = (
    "Trains networks with every combination of the values that are given. A setting takes one value, "
    "a list such as 5,10,20 or tanh,relu, or a range such as 0.5:2:16, 16 values from 0.5 to 2 (in even ratios for a "
    "learning rate and the like). A value that begins with a minus follows an equals sign: --forget-bias=-2:2:5."
)
RANGE = ":"
LIST = ","


def add_flags(parser: ArgumentParser) -> None:
    """Those that a sweep has beside the settings."""
    group = parser.add_argument_group("The sweep")
    group.add_argument(
        "--seeds", type=int, metavar="N", help="Random seeds of every cell, from --seed on; 1 by default."
    )
    asked = "; ".join(f"{name}: {row.label}" for name, row in QUESTIONS.items())
    group.add_argument("--questions", metavar="NAMES", help=f"What is asked of each run; all by default. {asked}.")
    group.add_argument(
        "--out",
        metavar="FILE",
        help="Writes a .csv, one run a line, as the runs come in: after a break the same command goes on with it.",
    )
    group.add_argument("--processes", type=int, metavar="N", help="Processes; by default one for each processor.")


def axes_of(flags: dict[str, str]) -> tuple[dict[str, str], dict[str, Axis]]:
    """Flags with one value, and the axes of those with several; raises SettingsError for what cannot be read."""
    several = {name: text for name, text in flags.items() if RANGE in text or LIST in text}
    axes = {name: _axis(name, text) for name, text in several.items()}
    return {name: text for name, text in flags.items() if name not in axes}, axes


def _axis(name: str, text: str) -> Axis:
    if RANGE not in text:
        return Axis(name, [part.strip() for part in text.split(LIST) if part.strip()])
    try:
        low, high, count = text.split(RANGE)
        return spaced(name, float(low), float(high), int(count))
    except ValueError as error:
        if isinstance(error, SettingsError):
            raise
        raise SettingsError(
            f"{FIELDS[name].title}: {shorten(text)} is no range. Write lowest:highest:how many, such as 0.5:2:16.", name
        ) from None


def swept(experiment: Experiment, axes: dict[str, Axis], given: Namespace, progress: Any) -> dict[str, Any]:
    """Sweeps, and says what is best by each question; raises what ``sweep`` does."""
    from simulator import sweep

    out = Path(given.out) if "out" in given else None
    if out and not out.parent.is_dir():
        raise ValueError(f"There is no folder {str(out.parent)!r} for {out.name!r}.")
    processes = getattr(given, "processes", os.cpu_count() or 1)
    found = sweep(
        experiment,
        {name: axis.values for name, axis in axes.items()},
        seeds=getattr(given, "seeds", 1),
        questions=given.questions.split(LIST) if "questions" in given else None,
        executor=None if processes == 1 else processes,
        progress=progress,
        resume=out,
    )
    cells = found.grid.cells
    best = {name: found.best_cell(name) for name in found.questions}
    return {
        "cells": len(cells),
        "runs": len(found.grid.possible),
        "refused": [{**cell.settings, "sentence": cell.refusal} for cell in cells if cell.refusal],
        "best": {name: {**cells[k].settings, "answer": found.typical(name, k)} for name, k in best.items()},
        "files": [str(out)] if out else [],
    }

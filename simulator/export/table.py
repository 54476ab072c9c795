"""A run as a table for spreadsheets: UTF-8 with decimal points; what holds for the whole run stands in front."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from simulator.catalog.quantities import QUANTITIES
from simulator.export.tidy import COLUMNS, Block, blocks, thinned
from simulator.repeated import Seeds
from simulator.settings.experiment import FIELDS
from simulator.trace import Trace, evenly_spaced, numbered

MOST_LINES = 400_000
"""About 20 MB, which a spreadsheet opens; of a run of more numbers evenly spaced training steps are told."""
SETTING, OUTCOME, EXAM = "setting", "outcome", "exam"
"""Stand before the name of a setting, before how the run ended, and before what an exam found, with a colon."""
SEEDS, ENDS = "seeds", ("low", "median", "high")
"""Stand before and behind the name of a quantity of which the range over several random seeds is told."""
SHARE_OF_SEEDS = 4
"""At most the number of all lines divided by this tell that range."""
Row = tuple[str | int, ...]


def table(trace: Trace, lines: int = MOST_LINES, seeds: Seeds | None = None) -> bytes:
    """The CSV: COLUMNS, with an empty cell for what is missing or not a number, and inf for infinity.

    A setting that is chosen from a menu has its choice in the last column. What several ``seeds`` have in common comes
    last, such as ``seeds:loss:low``, ``seeds:loss:median`` and ``seeds:loss:high``; how many they are stands in front.
    """
    content = io.BytesIO()  # a StringIO would take four bytes for each letter
    text = io.TextIOWrapper(content, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_whole(trace))
    if seeds:
        writer.writerow(("", "", f"{SEEDS}:count", repr(float(len(seeds.seeds))), "seeds"))
    # Made first, as the run itself has the lines that they leave.
    ranges = [*_ranges(seeds, lines // SHARE_OF_SEEDS)] if seeds else []
    steps = thinned(trace, lines - len(ranges))
    for block in blocks(trace):
        writer.writerows(_rows(block, steps))
    writer.writerows(ranges)
    text.flush()
    return content.getvalue()


def number(value: float) -> str:
    """All digits of it, so that it comes back bit by bit."""
    return "" if np.isnan(value) else repr(float(value))


def _rows(block: Block, steps: list[int]) -> Iterator[Row]:
    if not block.sites:
        yield from ((numbered(step), "", block.quantity, number(block.values[step]), block.unit) for step in steps)
        return
    for step in steps:
        values = block.values[step].tolist()
        row = numbered(step)
        yield from ((row, site, block.quantity, number(value), block.unit) for site, value in enumerate(values, 1))


def _ranges(seeds: Seeds, lines: int) -> Iterator[Row]:
    """Lowest, median and highest of every quantity that is kept of several seeds, at evenly spaced training steps."""
    sites = seeds.gradient_norm.median.shape[1]
    kept = evenly_spaced(len(seeds.rows), max(1, lines // (len(ENDS) * (sites + 2))))
    for name in ("gradient_norm", "loss", "accuracy"):
        for end in ENDS:
            block = Block(f"{SEEDS}:{name}:{end}", QUANTITIES[name].unit, getattr(getattr(seeds, name), end))
            for row in kept:
                step, values = numbered(seeds.rows[row]), block.values[row]
                told = enumerate(values.tolist(), 1) if block.sites else [("", float(values))]
                yield from ((step, site, block.quantity, number(value), block.unit) for site, value in told)


def _whole(trace: Trace) -> Iterator[Row]:
    """Settings, how the run ended, and what one guess for all would reach."""
    for name in FIELDS:
        value = getattr(trace.experiment, name)
        # A choice is text and stands under unit, so that every value is a number.
        said = ("", value) if isinstance(value, str) else (repr(value), "")
        yield "", "", f"{SETTING}:{name}", *said
    end = trace.outcome
    step, site = ("" if where is None else where for where in (end.step, end.site))
    yield step, site, f"{OUTCOME}:{end.name}", "", ""
    for name, found in (asdict(end.exam) if end.exam else {}).items():
        yield "", "", f"{EXAM}:{name}", "" if found is None else number(found), QUANTITIES[name.partition("_")[2]].unit
    for name in ("chance_loss", "chance_accuracy"):
        yield "", "", name, number(getattr(trace, name)), QUANTITIES[name].unit

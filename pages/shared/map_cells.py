"""What the map in the browser is handed: cells on their scale with sign and words, both axes, theory's lines."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import inf, isfinite, log10
from typing import Any, cast

from pages.shared.languages import with_language
from simulator.analysis.verdict import VERDICTS, VerdictName, verdict_label
from simulator.analysis.words import number, percent, relative
from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.charts.map import ABOVE, BELOW, BROKEN, FULL, MARKS, NEVER, NOTHING, REFUSED
from simulator.charts.theme import SIGNS
from simulator.language import _, ngettext, signs
from simulator.prediction import Border
from simulator.service.cells import Cell
from simulator.settings.link import to_text
from simulator.sweeps.axes import Axis, Value
from simulator.sweeps.plan import Plan, Span
from simulator.sweeps.plan_link import written
from simulator.sweeps.questions import QUESTIONS, Answer, Question
from simulator.trace import Array

LIGHT, DARK = "#FFFFFF", "#000000"
"""Signs on dark cells and on light ones."""
TICKS = 10
"""Labels along an axis, at most."""


FACTOR_DECADES, MARKED_FACTOR = 1, 0.15
"""log10 of the factor per site at which its scale ends, and from which on a cell has a sign."""
LOSSES = (-2, 1)
"""log10 of the losses between which the scale of losses reaches."""


def chart_of(question: Question) -> str:
    """The row of MAPS that draws the answers to a question."""
    return "linear" if question.scale == "log" else question.scale


def scale_of(question: Question, plan: Plan) -> dict[str, Any]:
    """Both ends of the scale, which stay while cells come in, and how they are named where values may lie beyond."""
    if question.scale == "words":
        return {
            "names": {name: verdict_label(name) for name in VERDICTS},
            "signs": {name: sign for name, (sign, _) in SIGNS.items()},
        }
    low, high, below, above = _ends(question, plan)
    return {"low": low, "high": high, "below_word": below, "above_word": above, "powers": question.scale == "log"}


def _ends(question: Question, plan: Plan) -> tuple[float, float, str, str]:
    if question.scale == "factor":
        decades = FACTOR_DECADES if question.name == "factor" else FULL * HEALTHY_DECADES
        return -decades, decades, _or_less(-decades), _or_more(decades)
    if question.name == "loss":
        return *LOSSES, _or_less(LOSSES[0]), _or_more(LOSSES[1])
    if question.name == "diverged_at":
        return 0.0, log10(max(2, plan.experiment.steps)), _step(1), _step(plan.experiment.steps)
    return (
        (-1.0, 1.0, "−1", _("1: all alike")) if question.name == "similarity" else (0.0, 1.0, _("as a guess"), _("all"))
    )


def _or_less(exponent: float) -> str:
    return _("{number} or less", number=_power(exponent))


def _or_more(exponent: float) -> str:
    return _("{number} or more", number=_power(exponent))


def _step(number: int) -> str:
    return _("step {number}", number=number)


def _power(exponent: float) -> str:
    return signs(f"{10**exponent:g}" if abs(exponent) < 4 else f"1e{exponent:g}")


def told(cell: Cell, plan: Plan) -> dict[str, Any]:
    """One cell, as ``delivery.d.ts`` describes it."""
    about: dict[str, Any] = {"at": cell.step.place, "box": cell.step.box, "link": ""}
    middle = cell.middle(plan.asks)
    if middle is None:
        return about | _without(REFUSED) | {"says": cell.refused, "profile": [], "sites": 0}
    about["link"] = f"./{with_language(to_text(plan.at(cell.step.place)[0]))}"
    profile = [log if isfinite(log) else None for log in middle.profile]
    says = middle.says
    if len(cell.answers) > 1:
        says = ngettext(
            "The middle one of {number} network. {says}",
            "The middle one of {number} networks. {says}",
            len(cell.answers),
            says=middle.says,
        )
    answer = middle.values[plan.asks]
    return about | _on_scale(answer, plan) | {"says": says, "profile": profile, "sites": middle.sites}


def _on_scale(answer: Answer, plan: Plan) -> dict[str, Any]:
    """Where an answer lies on its scale, its sign, and how it is said."""
    question = QUESTIONS[plan.asks]
    if isinstance(answer, str):
        word = cast(VerdictName, answer)
        return {"value": word, "sign": SIGNS[word][0], "ink": DARK, "shown": verdict_label(word)}
    if question.name == "diverged_at" and answer == inf:
        return _without(NEVER)
    if question.scale == "factor" and answer == -inf:
        return _without(NOTHING)
    if not isfinite(answer):
        return _without(BROKEN)
    value = log10(answer) if question.scale == "log" and answer > 0 else answer
    low, high, *_ = _ends(question, plan)
    if question.scale == "factor":
        marked = MARKED_FACTOR if question.name == "factor" else HEALTHY_DECADES
        sign = BELOW if answer < -marked else ABOVE if answer > marked else ""
        ink = LIGHT if abs(answer) > high / 2 else DARK
        return {"value": answer, "sign": sign, "ink": ink, "shown": relative(answer)}
    return {"value": value, "sign": "", "ink": DARK, "shown": _said(answer, question)}


def _said(answer: float, question: Question) -> str:
    if question.name == "above_chance":
        return percent(answer) if answer > 0 else _("nothing")
    return _step(round(answer)) if question.name == "diverged_at" else number(answer)


def _without(why: str) -> dict[str, Any]:
    return {"value": None, "sign": MARKS[why], "ink": "#808080", "shown": _(why)}


def axis_of(span: Span, plan: Plan) -> dict[str, Any]:
    """An axis: its name, its label, and of each value how it is shown and how a link writes it."""
    axis = span.axis
    return {
        "name": axis.name,
        "label": axis.label,
        "labels": [_label(axis, value, plan) for value in axis.values],
        "values": [written(value) for value in axis.values],
    }


def _label(axis: Axis, value: Value, plan: Plan) -> str:
    return axis.said(value, plan.experiment.kind) if isinstance(value, str) else signs(f"{value:.3g}")


def ticks(count: int, menu: bool) -> list[float]:
    """Where an axis has labels: in the middle of cells, evenly apart."""
    apart = 1 if menu else max(1, -(-count // TICKS))
    return [place + 0.5 for place in range(0, count, apart)]


# ---- theory ---------------------------------------------------------------------------------------------------

DASHES: tuple[list[int], ...] = ([], [6, 4], [6, 4])


@lru_cache(maxsize=64)  # it is told with every delivery
def border_told(border: Border, plan: Plan) -> dict[str, Any]:
    """Theory's lines in pieces, with their names, in cells."""
    columns, rows = plan.size
    lines, names = list[dict[str, Any]](), list[dict[str, Any]]()
    if not plan.across.rows and not plan.up.rows and min(columns, rows) > 1:
        for number_of_line, (name, field) in enumerate(border.fields):
            dash = DASHES[min(number_of_line, len(DASHES) - 1)]
            pieces = list(zero_lines(field.reshape(rows, columns)))
            lines += [{"x": x, "y": y, "x2": x2, "y2": y2, "dash": dash} for x, y, x2, y2 in pieces]
            if pieces:
                # One below the other, as lines may lie close together.
                names.append(_named(name, pieces, columns, rows * (0.94 - 0.09 * number_of_line)))
    drawn = {"note": border.note, "source": border.source} if lines else {"note": "", "source": ""}
    return {"lines": lines, "names": names} | drawn


def _named(name: str, pieces: Sequence[tuple[float, ...]], columns: int, height: float) -> dict[str, Any]:
    """A line's name where it comes closest to this height, on the side where there is room."""
    ends = [(piece[i], piece[i + 1]) for piece in pieces for i in (0, 2)]
    x, y = min(ends, key=lambda point: abs(point[1] - height))
    right = x < 0.7 * columns
    return {"x": x, "y": y, "text": name, "align": "left" if right else "right", "dx": 7 if right else -7}


def zero_lines(field: Array) -> Iterator[tuple[float, float, float, float]]:
    """Pieces of the lines along which ``field`` (rows, columns) is 0, in cells: a value lies in a cell's middle.

    Where one corner of a square of four neighbours has another sign than the next, the line crosses that edge.
    """
    rows, columns = field.shape
    for row in range(rows - 1):
        for column in range(columns - 1):
            corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
            values = [float(field[y, x]) for x, y in corners]
            if not all(map(isfinite, values)):
                continue
            crossed = []
            for i in range(4):
                one, other = values[i], values[(i + 1) % 4]
                if (one < 0) != (other < 0):
                    part = one / (one - other)
                    (x, y), (x2, y2) = corners[i], corners[(i + 1) % 4]
                    crossed.append((x + part * (x2 - x) + 0.5, y + part * (y2 - y) + 0.5))
            for one_end, other_end in zip(crossed[::2], crossed[1::2], strict=True):
                yield (*one_end, *other_end)

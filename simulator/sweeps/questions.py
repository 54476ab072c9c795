"""What is asked of every run of a sweep: one number or one word each."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import Literal

import numpy as np

from simulator.analysis.progress import learned
from simulator.analysis.verdict import log_factor, log_spread, verdict, verdict_label
from simulator.analysis.words import number, scientific
from simulator.catalog.choice import Choice, table
from simulator.language import _, signs
from simulator.settings.errors import SettingsError, closest, shorten
from simulator.trace import Trace

Answer = float | str
RANK = (
    "solved",
    "healthy",
    "early",
    "not_learning",
    "symmetric_units",
    "vanishing",
    "exploding",
    "zero",
    "diverged",
)
"""The names of VERDICTS, the best in front."""
PLAIN = 3
"""Powers of ten from which on a ratio is said as a power of ten."""


@dataclass(frozen=True)
class Question(Choice):
    """``note`` says what the answer means; ``of`` reads it off a trace, of its first row alone where not ``trained``.

    ``scale``: a *factor* is the log10 of a ratio, and 0 is in the middle; a *log* is a positive number of many powers
    of ten; *linear* is any number, *words* are names of VERDICTS. An answer is NaN where there is none.
    """

    scale: Literal["factor", "log", "linear", "words"] = "linear"
    trained: bool = True
    of: Callable[[Trace], Answer] = lambda trace: nan
    worth: Callable[[Answer], float] = float
    """Higher for a better answer."""


def _lower(answer: Answer) -> float:
    return -float(answer)


def _level(answer: Answer) -> float:
    return -abs(float(answer))


def _rank(answer: Answer) -> float:
    return -RANK.index(str(answer))


def _failed(trace: Trace) -> bool:
    return trace.outcome.name == "diverged"


def _above_chance(trace: Trace) -> float:
    if _failed(trace):
        return nan
    end = learned(trace)
    if isnan(end.accuracy):
        return max(0.0, 1 - end.loss / trace.chance_loss) if trace.chance_loss > 0 else nan
    guess = trace.chance_accuracy
    return max(0.0, (end.accuracy - guess) / (1 - guess)) if guess < 1 else nan


def _similarity(trace: Trace) -> float:
    return float(trace.similarity[0, -1])


QUESTIONS = table(
    Question(
        "spread_start",
        "Spread at the start",
        "What site 1 receives of what the last site does, g_1 / g_L, before training: its log10, so that 0 is as much, "
        "-3 a thousandth and 3 a thousand times.",
        scale="factor",
        trained=False,
        of=lambda trace: float(log_spread(trace)[0]),
        worth=_level,
    ),
    Question(
        "spread_end",
        "Spread after training",
        "The same at the last training step; not a number where the run diverged.",
        scale="factor",
        of=lambda trace: nan if _failed(trace) else float(log_spread(trace)[-1]),
        worth=_level,
    ),
    Question(
        "factor",
        "Factor per site",
        "What each layer or time step multiplies the gradient by before training, on average: its log10.",
        scale="factor",
        trained=False,
        of=lambda trace: float(log_factor(trace)[0]),
        worth=_level,
    ),
    Question(
        "loss",
        "Loss reached",
        "The mean loss over the last tenth of the training steps; infinite where the run diverged.",
        scale="log",
        of=lambda trace: inf if _failed(trace) else learned(trace).loss,
        worth=_lower,
    ),
    Question(
        "above_chance",
        "Share above chance",
        "Of what a guess gets wrong, the share that is right at the end: 0 is no better than a guess, 1 is all; of a "
        "regression, the part of a guess's loss that is gone. Not a number where the run diverged.",
        of=_above_chance,
    ),
    Question(
        "verdict",
        "Verdict",
        "Whether the gradient arrives and anything is learned, in a word: the verdict on the last training step.",
        scale="words",
        of=lambda trace: verdict(trace).name,
        worth=_rank,
    ),
    Question(
        "similarity",
        "Similarity of samples at the last site",
        "The mean cosine between the h of two samples at the last site, before training: at 1 it cannot tell one from "
        "another.",
        trained=False,
        of=_similarity,
        worth=_lower,
    ),
    Question(
        "diverged_at",
        "Step of divergence",
        "The training step in which the numbers grew too large to compute with; infinite where they never did.",
        scale="log",
        of=lambda trace: float(trace.outcome.step or inf) if _failed(trace) else inf,
    ),
)


def chosen(names: Iterable[str] | None) -> tuple[str, ...]:
    """The questions that are asked, each once: all of them where none is named. Raises SettingsError for another."""
    asked = tuple(dict.fromkeys(QUESTIONS if names is None else [names] if isinstance(names, str) else names))
    unknown = next((name for name in asked if name not in QUESTIONS), None)
    if unknown is not None or not asked:
        meant = closest(unknown, QUESTIONS)
        remedy = f"Did you mean {meant}?" if meant else "Name one of these at least."
        raise SettingsError(f"Questions are {', '.join(QUESTIONS)}; given was {shorten(unknown)}. {remedy}")
    return asked


def typical(name: str, answers: Iterable[Answer]) -> Answer:
    """Of the answers of all seeds the median, or of words the commonest, the worst of those that are as common.

    An even number of them has the mean of the middle two. NaN where there is none.
    """
    given = list(answers)
    if QUESTIONS[name].scale == "words":
        # The worst in front, as max takes the first of those that are as common.
        return max(sorted(map(str, given), key=RANK.index, reverse=True), key=given.count) if given else nan
    middle = np.sort([float(answer) for answer in given])[(len(given) - 1) // 2 : len(given) // 2 + 1]
    return float(middle.mean()) if len(middle) else nan


def best_first(name: str, answer: Answer) -> float:
    """By what cells are ranked: higher is better; what is not a number is worst."""
    return -inf if isinstance(answer, float) and isnan(answer) else QUESTIONS[name].worth(answer)


def ends(answers: Iterable[Answer]) -> tuple[float, float]:
    """The lowest and the highest number; NaN where there is none."""
    numbers = [float(answer) for answer in answers if not isinstance(answer, str) and not isnan(answer)]
    return (min(numbers), max(numbers)) if numbers else (nan, nan)


def said(name: str, answer: Answer) -> str:
    """An answer in a few letters: "0.03", "2e-14", "Vanishing"; "?" where there is none."""
    if isinstance(answer, str):
        return verdict_label(answer)
    if isnan(answer):
        return "?"
    if answer == inf:
        return "∞"
    if QUESTIONS[name].scale != "factor":
        return number(answer) if answer >= 100 else signs(f"{answer:.2g}")
    return "0" if answer == -inf else scientific(answer) if abs(answer) >= PLAIN else signs(f"{10**answer:.2g}")


def said_of_all(name: str, answers: Iterable[Answer]) -> str:
    """What all seeds answer: from the lowest to the highest, or how many say which word."""
    given = list(answers)
    if QUESTIONS[name].scale == "words":
        return ", ".join(f"{said(name, word)} {count}" for word, count in Counter(given).most_common())
    low, high = (said(name, end) for end in ends(given))
    return low if low == high else _("{low} to {high}", low=low, high=high)

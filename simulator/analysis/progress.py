"""What a run has learned, step by step, held against a guess: the best answer that is the same for every sample."""

from dataclasses import dataclass, replace
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.motion import way
from simulator.analysis.words import number, percent
from simulator.cached import cached_per_object
from simulator.catalog.thresholds import FEW, LEARNED, RIGHT, SOLVED, STANDING
from simulator.language import _
from simulator.trace import Array, Trace

RECENT, FEWEST = 10, 5
"""What a run has reached by a step is the mean over the last tenth of its steps so far, and over 5 at least."""
SURE = 2.0
"""Standard errors by which a loss or an accuracy must be beyond what counts as learned."""
GAIN, CLEAR = 0.1, 0.5
"""Parts of the answers that a guess gets wrong which must be right where that is to show that something is learned."""
FAR = 0.75
"""A loss below this part of a guess's looks far better."""
ALIKE = 0.8
"""A loss of at least this part of another is about as high."""
HIGHER = 1.1
"""A loss of more than this many times that of a guess is told beside the accuracy."""
BEYOND = 100.0
"""Losses count as at most this many times that of a guess, so that one that overflowed does not hide those after it."""

HUGE = 1e100
"""No loss is counted as more; beyond it sums and squares would overflow."""
State = Literal["unknown", "early", "nothing", "learning", "solved"]
Doubt = Literal["", "chance", "luck"]
"""Why what looks better than a guess does not count as learned: so few answers, or the luck of the first weights."""


@dataclass(frozen=True)
class Progress:
    """(steps,) each: the state, and the recent accuracy, by which it was judged beside the loss."""

    state: NDArray[np.str_]
    accuracy: Array
    better: NDArray[np.bool_]
    """Whether the recent loss or accuracy is surely better than a guess's, by however little."""
    trained: NDArray[np.bool_]
    """Whether that may come from training, and not from the luck of the first weights."""
    doubt: NDArray[np.str_]
    """``Doubt``; empty where it does count, or does not look better."""


@dataclass(frozen=True)
class Learned:
    """What a run has learned by one step."""

    state: State
    loss: float
    accuracy: float
    words: str
    """Such as "accuracy 85 %, guessing gives 10 %"."""
    amount: str
    """How much, where it does not count as learned: "nothing", or "little"."""

    @property
    def told(self) -> str:
        """What is added to a sentence on the gradient's trouble; empty where there is nothing to be said yet."""
        if self.state == "learning":
            return _("; all the same it learns: {words}", words=self.words)
        if self.state != "nothing":
            return ""
        if self.amount == "little":
            return _("; little is learned: {words}", words=self.words)
        return _("; nothing is learned: {words}", words=self.words)


def learned(trace: Trace, row: int = -1) -> Learned:
    """What the run has learned by a training step."""
    p, done = progress(trace), np.arange(1, trace.steps + 1)
    # The loss is said as it is, however far it is above a guess's.
    loss, accuracy = float(trace.loss[_begin(done)[row] : done[row]].mean()), float(p.accuracy[row])
    doubt = cast(Doubt, str(p.doubt[row]))
    amount = "little" if p.better[row] and p.trained[row] and not doubt else "nothing"
    words = _doubted(_words(trace, loss, accuracy, bool(doubt)), doubt)
    return Learned(cast(State, str(p.state[row])), loss, accuracy, words, amount)


def learns(trace: Trace) -> bool:
    """Whether the run has learned something by its last step."""
    return learned(trace).state in ("learning", "solved")


def at_the_end(trace: Trace) -> Learned:
    """What the run has learned by its last step, after which it is no longer too early to tell."""
    end = learned(trace)
    return replace(end, state="nothing") if end.state == "early" else end


@cached_per_object
def progress(trace: Trace) -> Progress:
    """What has been learned by each step.

    Something is learned where the recent loss is surely below LEARNED of what a guess costs, or the accuracy surely
    above a guess's by GAIN of what that leaves, and by CLEAR of it where the loss is higher; with weights that stand
    still only where the loss is surely below LEARNED of what it was at first, or the accuracy surely above it, as all
    else is luck. A task is solved where the loss is below SOLVED of a guess's, and RIGHT of the answers are right. Else
    nothing is learned, or in the first tenth of the planned steps it is too early to tell.
    """
    done = np.arange(1, trace.steps + 1)
    begin = _begin(done)
    guess = trace.chance_loss
    losses = np.clip(np.nan_to_num(trace.loss, nan=np.inf), None, BEYOND * guess) if guess > 0 else trace.loss
    loss, accuracy = _mean(losses, begin, done), _mean(trace.accuracy, begin, done)
    surely_at_most = loss + SURE * _error(trace, losses, loss, begin, done)
    answers = (done - begin) * trace.network.batch_size
    trained = _trained(trace) | _lower(trace, begin, done) | _more_right(trace, accuracy, answers)
    gain = _gain(trace, accuracy, answers)
    counts = (surely_at_most < LEARNED * guess) | (gain > np.where(loss < guess, GAIN, CLEAR))
    states: dict[State, NDArray[np.bool_]] = {  # the first that holds
        "unknown": np.full(trace.steps, not guess > 0),  # of data that are all alike, or a trace made by hand
        "solved": trained & (loss < SOLVED * guess) & ~(accuracy < RIGHT),
        "learning": trained & counts,
        "early": done <= trace.network.steps / RECENT,
    }
    state = np.select(list(states.values()), list(states), "nothing")
    better = (surely_at_most < guess) | (gain > 0)
    seems = (loss < LEARNED * guess) | (accuracy > trace.chance_accuracy + GAIN * (1 - trace.chance_accuracy))
    seems &= np.isin(state, ["nothing", "early"])
    # What looks far better, and is surely better by little alone, or by less than even all answers right would show.
    right, wrong = trace.chance_accuracy, 1 - trace.chance_accuracy
    few = SURE * right**0.5 > (1 - CLEAR) * np.sqrt(wrong * answers)
    far = (loss < FAR * guess) | (few & (accuracy > right + CLEAR * wrong))
    luck = seems & ~trained & _as_at_first(trace, loss, accuracy)
    doubt = np.select([seems & ~better, luck, seems & (far | ~trained)], ["chance", "luck", "chance"], "")
    return Progress(state, accuracy, better, trained, doubt)


def _begin(done: NDArray[np.intp]) -> NDArray[np.intp]:
    """The step with which what is recent begins, after ``done`` steps."""
    recent: NDArray[np.intp] = np.maximum(done - np.maximum(FEWEST, done // RECENT), 0)
    return recent


def _trained(trace: Trace) -> NDArray[np.bool_]:
    """(steps,) whether the weights have moved."""
    moved: NDArray[np.bool_] = (way(trace) >= STANDING) | (trace.network.pretraining > 0)
    return moved


def _lower(trace: Trace, begin: NDArray[np.intp], done: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(steps,) whether the recent loss is surely lower than that of the first weights, however high that was."""
    losses = np.nan_to_num(trace.loss, nan=np.inf)
    first = np.minimum(losses[:FEWEST], HUGE)
    losses = np.minimum(losses, BEYOND * first.mean())  # else one that overflowed hides those after it
    recent, start, end = _mean(losses, begin, done), np.zeros(1, int), np.full(1, len(first))
    before = first.mean() - SURE * _error(trace, losses, first.mean(keepdims=True), start, end)
    lower: NDArray[np.bool_] = recent + SURE * _error(trace, losses, recent, begin, done) < LEARNED * before
    return lower


def _as_at_first(trace: Trace, loss: Array, accuracy: Array) -> NDArray[np.bool_]:
    """(steps,) whether the first weights did about as well, sure or not."""
    first_loss, first_accuracy = trace.loss[:FEWEST].mean(), trace.accuracy[:FEWEST].mean()
    alike: NDArray[np.bool_] = ~(loss < ALIKE * first_loss) & ~(accuracy > first_accuracy + GAIN)
    return alike


def _more_right(trace: Trace, accuracy: Array, answers: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(steps,) whether more answers are surely right than with the first weights; False without an accuracy."""
    first = trace.accuracy[:FEWEST]
    # As if two more answers had been right and two wrong: of few answers that are all right, not all are sure.
    asked = len(first) * trace.network.batch_size
    before = (first.sum() * trace.network.batch_size + SURE) / (asked + 2 * SURE)
    variance = before * (1 - before) / asked + np.nan_to_num(accuracy * (1 - accuracy)) / answers
    more: NDArray[np.bool_] = accuracy - SURE * np.sqrt(variance) > before
    return more


def _gain(trace: Trace, accuracy: Array, answers: NDArray[np.intp]) -> Array:
    """(steps,) the least part of what a guess leaves wrong that is surely right; NaN without an accuracy."""
    guess = trace.chance_accuracy
    gain: Array = (accuracy - SURE * np.sqrt(guess * (1 - guess) / answers) - guess) / (1 - guess)
    return gain


def _mean(values: Array, begin: NDArray[np.intp], end: NDArray[np.intp]) -> Array:
    """Mean of values[begin:end] for many stretches; NaN where one of the values is."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    mean: Array = (sums[end] - sums[begin]) / (end - begin)
    return mean


def _error(trace: Trace, losses: Array, loss: Array, begin: NDArray[np.intp], end: NDArray[np.intp]) -> Array:
    """Standard error of the recent loss: by the noise of the batches; where they are small, or it is not known, at
    least by how the steps differ, which fewer than FEWEST do not show."""
    noise = np.square(trace.loss_noise)
    variance = _mean(np.nan_to_num(noise, nan=0.0, posinf=0.0), begin, end)
    if trace.network.batch_size < FEW or np.isnan(trace.loss_noise).all():
        variance = np.maximum(_mean(np.square(losses), begin, end) - np.square(loss), variance)
        variance = np.where(end - begin < FEWEST, np.inf, variance)
    error: Array = np.sqrt(variance / (end - begin))
    return error


def _words(trace: Trace, loss: float, accuracy: float, doubted: bool) -> str:
    """What was reached beside a guess: the accuracy, or the loss where it tells more or there is nothing else.

    Where what looks better is ``doubted``, it is the loss that looks so unless the accuracy does.
    """
    if not trace.chance_loss > 0:
        return ""
    holes = {"loss": number(loss), "guess": number(trace.chance_loss)}
    if np.isnan(accuracy):
        return _("loss {loss}, a guess costs {guess}", **holes)
    holes |= {"right": percent(accuracy), "guessed": percent(trace.chance_accuracy)}
    # A network that is sure of wrong answers has a higher loss than a guess, whatever it gets right.
    by_loss = doubted and not accuracy > trace.chance_accuracy + GAIN * (1 - trace.chance_accuracy)
    if by_loss or loss > HIGHER * trace.chance_loss:
        return _("accuracy {right}, guessing gives {guessed}; loss {loss}, a guess costs {guess}", **holes)
    return _("accuracy {right}, guessing gives {guessed}", **holes)


def _doubted(words: str, doubt: Doubt) -> str:
    """With why what looks better than a guess does not count."""
    if doubt == "chance":
        return _("{words}, but of so few answers that may be chance", words=words)
    if doubt == "luck":
        return _("{words}, but by luck: its first weights did as well, before any training", words=words)
    return words

"""Rules about the steps taken: that they overshoot, that they leave layers behind, that clipping sets their size."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step
from simulator.analysis.motion import moves
from simulator.analysis.words import part, percent
from simulator.catalog.thresholds import in_words
from simulator.language import _
from simulator.trace import Trace

LEFT_BEHIND = 0.01
"""A layer whose update ratio is below this part of the last layer's is left behind."""
CLIPPED = 0.5
"""A clipping factor below this cuts most of the gradient off."""
ROUGH, HIGH = 0.15, 0.5
"""A loss oscillates where its mean jump and its mean are above these parts of what a guess costs."""
BY_CHANCE, LONE = 1.4, 2.0
"""Batches do not explain jumps this many times as large as chance would have them; nor, where a batch is one sample and
chance is not known, a loss this many times a guess's."""
MOVING = 0.003
"""Steps can make a loss jump where all matrices together move by this part of their size."""
FEWEST = 5
"""Steps in a half of the run with which its jumps can be judged."""


def _guess(trace: Trace) -> float:
    """What a guess costs; where that is not known, what the untrained network does."""
    return trace.chance_loss if trace.chance_loss > 0 else float(trace.loss[0])


def oscillating(trace: Trace) -> Held:
    """Over the last half of the run the loss, still high, jumps by more than the batches explain.

    Two batches differ by sqrt(2) times the noise of one, and a jump is 2 / sqrt(pi) of it on average. Batches of one
    sample do not show their noise: there the loss must lie far above a guess's.
    """
    late = trace.loss[trace.steps // 2 :]
    if len(late) < FEWEST:
        return at_every_step(trace, False)
    with np.errstate(invalid="ignore", over="ignore"):
        jumps, guess = np.abs(np.diff(late)).mean(), _guess(trace)
        rough = jumps > ROUGH * guess and late.mean() > HIGH * guess
        rough &= _beyond_chance(trace, jumps) and np.median(moves(trace)[trace.steps // 2 :]) > MOVING
    return np.asarray((np.arange(trace.steps) >= trace.steps // 2) & rough)


def _beyond_chance(trace: Trace, jumps: float) -> bool:
    late = slice(trace.steps // 2, None)
    if np.isnan(trace.loss_noise).all():
        return bool(trace.loss[late].mean() > LONE * _guess(trace))
    noise = np.nan_to_num(trace.loss_noise[late], nan=0.0)
    return bool(jumps > BY_CHANCE * 2 / np.sqrt(np.pi) * np.sqrt(np.mean(noise**2)))


def say_oscillating(trace: Trace, steps: Steps) -> Account:
    jump = float(np.abs(np.diff(trace.loss[steps])).mean() / _guess(trace))
    # From ten times on it is a factor, which is not "of" anything.
    if jump >= 9.995:
        sentence = _(
            "Oscillating: from step to step the loss jumps by {times} what a guess costs, more than batches differ by "
            "chance, so the steps overshoot: the learning rate is too large",
            times=percent(jump),
        )
    else:
        sentence = _(
            "Oscillating: from step to step the loss jumps by {part} of what a guess costs, more than batches differ "
            "by chance, so the steps overshoot: the learning rate is too large",
            part=percent(jump),
        )
    return sentence, {"mean_jump": jump}, None


def upper_only(trace: Trace) -> Held:
    """The first layer's weights move by far less, relative to their size, than the last layer's."""
    if trace.network.kind != "deep" or trace.sites < 2 or len(trace.matrices) != trace.sites + 1:
        return at_every_step(trace, False)
    # The columns are the matrices that lead into the layers, and behind them that of the output.
    first, last = trace.update_ratio[:, 0], trace.update_ratio[:, trace.sites - 1]
    with np.errstate(invalid="ignore"):
        return np.asarray((first < LEFT_BEHIND * last) & np.isfinite(last))


def say_upper_only(trace: Trace, steps: Steps) -> Account:
    ratios = np.median(trace.update_ratio[steps][:, : trace.sites], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        behind = float(np.log10(ratios[0] / ratios[-1]))
    sentence = _("Only the upper layers change: relative to their size, the first layer's weights do not move at all")
    if np.isfinite(behind):
        sentence = _(
            "Only the upper layers change: relative to their size, the first layer's weights move by {part} of what "
            "the last layer's do",
            part=part(behind),
        )
    left = int(np.flatnonzero(ratios < LEFT_BEHIND * ratios[-1])[-1]) + 1
    return sentence, {"log10_first_over_last": behind}, (1, left)


def clipped(trace: Trace) -> Held:
    """Clipping cuts most of the gradient off."""
    return np.asarray(trace.clip_scale < CLIPPED)


def say_clipped(trace: Trace, steps: Steps) -> Account:
    share, kept = len(steps) / trace.steps, float(np.median(trace.clip_scale[steps]))
    sentence = _(
        "Mostly clipped: in {share} of the steps clipping cuts the gradient to less than {part}, in the middle to "
        "{left}; the threshold, not the gradient, sets the size of a step",
        share=percent(share),
        part=in_words(CLIPPED),
        left=part(float(np.log10(kept))) if kept else _("nothing"),
    )
    return sentence, {"median_clip_scale": kept}, None

"""Rules about learning: the loss, the steps taken, and clipping."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step, first_and_last_loss
from simulator.analysis.words import part, percent
from simulator.catalog.thresholds import in_words
from simulator.trace import Trace

LEFT_BEHIND = 0.01
"""A layer whose update ratio is below this part of the last layer's is left behind."""
CLIPPED = 0.5
"""A clipping factor below this cuts most of the gradient off."""
ROUGH, HIGH = 0.15, 0.5
"""A loss oscillates where its mean jump and its mean are above these parts of what ignorance costs."""
UNLEARNED = 0.95
"""A loss that is still at least this part of what it was at first has not been lowered."""
FEWEST = 5
"""Steps in a half of the run with which its jumps can be judged, and half of those with which its progress can."""


def _ignorance(trace: Trace) -> float:
    """The loss of a network that knows nothing: at first, or of a blind guess where pretraining went before."""
    # Pretraining lowers the first loss: jumps would be measured by a loss that is already small.
    classes = trace.experiment.task_row.classes
    return max(float(trace.loss[0]), float(np.log(classes)) if classes else 0.0)


def oscillating(trace: Trace) -> Held:
    """Over the last half of the run the loss, still high, jumps by a good part of what ignorance costs."""
    late = trace.loss[trace.steps // 2 :]
    if len(late) < FEWEST:
        return at_every_step(trace, False)
    with np.errstate(invalid="ignore", over="ignore"):
        jumps, ignorance = np.abs(np.diff(late)).mean(), _ignorance(trace)
        rough = jumps > ROUGH * ignorance and late.mean() > HIGH * ignorance
    return np.asarray((np.arange(trace.steps) >= trace.steps // 2) & rough)


def say_oscillating(trace: Trace, steps: Steps) -> Account:
    jump = float(np.abs(np.diff(trace.loss[steps])).mean() / _ignorance(trace))
    sentence = (
        f"Oscillating: from step to step the loss jumps by {percent(jump)} of what it is before anything is learned, "
        "so the steps overshoot: the learning rate is too large"
    )
    return sentence, {"mean_jump": jump}, None


def upper_only(trace: Trace) -> Held:
    """The first layer's weights move by far less, relative to their size, than the last layer's."""
    if trace.experiment.kind != "deep" or trace.sites < 2:
        return at_every_step(trace, False)
    # The columns are the matrices that lead into the layers, and behind them that of the output.
    first, last = trace.update_ratio[:, 0], trace.update_ratio[:, trace.sites - 1]
    with np.errstate(invalid="ignore"):
        return np.asarray((first < LEFT_BEHIND * last) & np.isfinite(last))


def say_upper_only(trace: Trace, steps: Steps) -> Account:
    ratios = np.median(trace.update_ratio[steps][:, : trace.sites], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        behind = float(np.log10(ratios[0] / ratios[-1]))
    moves = f"move by {part(behind)} of what the last layer's do" if np.isfinite(behind) else "do not move at all"
    sentence = f"Only the upper layers learn: relative to their size, the first layer's weights {moves}"
    left = int(np.flatnonzero(ratios < LEFT_BEHIND * ratios[-1])[-1]) + 1
    return sentence, {"log10_first_over_last": behind}, (1, left)


def clipped(trace: Trace) -> Held:
    """Clipping cuts most of the gradient off."""
    return np.asarray(trace.clip_scale < CLIPPED)


def say_clipped(trace: Trace, steps: Steps) -> Account:
    share, kept = len(steps) / trace.steps, float(np.median(trace.clip_scale[steps]))
    sentence = (
        f"Mostly clipped: in {percent(share)} of the steps clipping cuts the gradient to less than "
        f"{in_words(CLIPPED)}, in the middle to {part(float(np.log10(kept)))}; the threshold, not the "
        "gradient, sets the size of a step"
    )
    return sentence, {"median_clip_scale": kept}, None


def stalled(trace: Trace) -> Held:
    """From the beginning of the run to its end the loss hardly fell."""
    first, last = first_and_last_loss(trace)
    return at_every_step(trace, trace.steps >= 2 * FEWEST and last >= UNLEARNED * first)


def say_stalled(trace: Trace, steps: Steps) -> Account:
    first, last = first_and_last_loss(trace)
    sentence = (
        f"Stalled: the gradient arrives everywhere, and yet the loss went only from {first:.3g} to {last:.3g}; the "
        "steps are too small or too few, or the task is too hard for this network"
    )
    return sentence, {"first_loss": first, "last_loss": last}, None

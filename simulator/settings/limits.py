"""What is refused before it starts: settings that clash, and runs that cost too much to be interactive."""

from bisect import bisect_right
from collections.abc import Callable
from math import ceil

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.answers import OBJECTIVES
from simulator.catalog.initializers import INITIALIZERS
from simulator.catalog.structure import CELLS
from simulator.catalog.tasks import DEEP_TASKS
from simulator.language import _, inside, listed, signs
from simulator.settings.errors import SettingsError
from simulator.settings.fields import Settings
from simulator.settings.labels import label_of, spoken_label

Cost = Callable[[Settings], float]

SECONDS = 300.0
"""Longest run, in seconds of one ordinary core, that is still called interactive.

Where float32 ends on the way is not known before: from there on a step takes up to DOUBLE times as long.
"""
MEGABYTES = 600.0
"""Largest working memory of one run."""
RECORDED = 130.0
"""Most that one run may record, in units of 1e6 bytes: a server keeps it for as long as somebody looks at it."""
# An ordinary core is taken to be half as fast, beside its other work, as the one on which these were measured.
FLOPS = 4e10
"""Multiplications and additions per second of one ordinary core (measured, float32)."""
PER_VALUE = 1.5e-8
"""Seconds for everything that is done to one number of z: activation, slope, norms, moments (measured)."""
PER_WEIGHT = 7e-9
"""Seconds for the update of one weight and the measuring of its step (measured)."""
OVERHEAD = 15e-6
"""Seconds per site and step that go into starting operations (measured)."""
STEP, ADAPTIVE = 7.5e-4, 2e-4
"""Seconds of a training step beside those of its sites, and what Adam adds to it (measured)."""
NORMALIZED, GATED = 150e-6, 15e-6
"""Seconds per site and step that a normalization takes, and the gates of a cell (measured)."""
SHORTCUT = {"none": 0.0, "residual": 30e-6, "highway": 50e-6}
"""Seconds per site and step that a shortcut takes (measured)."""
PRETRAINED_SITE = 1.5e-3
"""Seconds per site and step of pretraining that come on top of an ordinary step (measured)."""
DOUBLE = 2.5
"""Times as long as in float32 that float64 takes (measured: small networks 1.2 to 2, large ones 2 to 4)."""
BUILDING, BUILDING_SITE = 3e-3, 17e-6
"""Seconds in which a network is made, and what each of its sites adds to that (measured)."""


def check(s: Settings) -> None:
    """Raises SettingsError where two settings clash or the run would cost too much."""
    clashes = (_convolution, _batch_normalization, _task_length, _one_map, _loss_of_classes)
    for refuse_where_needed in (*clashes, _seconds, _megabytes, _recorded):
        refuse_where_needed(s)


# ---- settings that clash --------------------------------------------------------------------------------------


def _convolution(s: Settings) -> None:
    if s.kind == "deep" and s.layer == "conv" and s.task_row.image is None:
        reason = _("convolutional layers need images, and the task {task} has none", task=s.task_row.label)
        images = listed([row.label for row in DEEP_TASKS.values() if row.image], "or")
        raise _clash(reason, _("Choose the task {tasks}, or dense layers.", tasks=images), "layer", "task")


def _batch_normalization(s: Settings) -> None:
    if s.normalization == "batch" and s.batch_size * positions(s) == 1:
        reason = _("batch normalization compares the samples of a batch, and a batch size of 1 has just one")
        remedy = _("Choose a batch size of 2 or more, or layer normalization.")
        raise _clash(reason, remedy, "normalization", "batch_size")


def _task_length(s: Settings) -> None:
    shortest = s.task_row.shortest
    if s.kind == "sequence" and s.sites < shortest:
        holes = {"task": s.task_row.label, "shortest": shortest, "given": s.sites}
        reason = _("the task {task} needs at least {shortest}; given was {given}", **holes)
        remedy = _("Choose {shortest} or more, or another task.", **holes)
        raise _clash(reason, remedy, "sequence_length", "task")


def _one_map(s: Settings) -> None:
    row = ACTIVATIONS[s.activation]
    if s.gated and row.pieces > 1:
        cell = CELLS[s.cell]
        reason = _(
            "{activation} takes the larger of {number} weighted sums, and in the cell {cell} the activation has one "
            "alone",
            activation=inside(row.label),
            number=row.pieces,
            cell=cell.label,
        )
        holes = {"activation": ACTIVATIONS[cell.activation].label, "cell": CELLS["rnn"].label}
        raise _clash(reason, _("Choose {activation}, or the cell {cell}.", **holes), "activation", "cell")


def _loss_of_classes(s: Settings) -> None:
    row = OBJECTIVES[s.objective]
    if row.for_classes and not s.task_row.classes:
        holes = {"loss": inside(row.label), "task": s.task_row.label}
        reason = _("{loss} tells classes apart, and the task {task} asks for a number", **holes)
        others = listed([inside(other.label) for other in OBJECTIVES.values() if not other.for_classes], "or")
        raise _clash(reason, _("Choose {losses}, or a task with classes.", losses=others), "objective", "task")


def _clash(reason: str, remedy: str, *names: str) -> SettingsError:
    """The refusal of settings that do not go together, under the label of the first."""
    told = _("{setting}: {reason}. {remedy}", setting=label_of(names[0]), reason=reason, remedy=remedy)
    return SettingsError(told, *names, reason=reason)


# ---- what a run costs -----------------------------------------------------------------------------------------


def pieces(s: Settings) -> int:
    """Linear maps per unit: 4 in an LSTM or a GRU, one more than the activation's with a highway gate."""
    # A GRU has three maps; the one to the candidate is computed in two parts, as the reset gate stands between them.
    return 4 if s.gated else ACTIVATIONS[s.activation].pieces + (s.skip == "highway")


def positions(s: Settings) -> int:
    """Places at which a unit is computed: the pixels of a convolutional layer, else 1."""
    if s.kind == "deep" and s.layer == "conv" and s.task_row.image:
        height, width = s.task_row.image
        return height * width
    return 1


def weights(s: Settings) -> int:
    """Weights that lead from one site to the next."""
    # Filters are of 3 by 3 pixels.
    taps = 9 if positions(s) > 1 else 1
    return taps * s.width * s.width * pieces(s)


def cancels(s: Settings) -> bool:
    """Whether a normalization leaves next to nothing of the gradient, so that it is computed in float64.

    That is the gradient of two numbers, or of equal ones.
    """
    if s.normalization == "batch":
        return s.batch_size * positions(s) == 2
    alike = s.normalization != "none" and INITIALIZERS[s.init].alike and s.input_row.alike
    return alike or s.normalization == "layer" and s.width * positions(s) == 2


def seconds(s: Settings) -> float:
    """Estimated seconds of the whole run on one ordinary core, from its operations."""
    values = s.batch_size * positions(s) * s.width * pieces(s)
    product = 2 * s.batch_size * positions(s) * weights(s)
    # Three products at each site: z forward, dL/dh and dL/dW on the way back.
    site = OVERHEAD + PER_VALUE * values + 3 * product / FLOPS
    site += NORMALIZED * (s.normalization != "none") + SHORTCUT[s.skip] * s.matters("skip") + GATED * s.gated
    step = STEP + ADAPTIVE * ("adam" in s.optimizer) + s.sites * site + PER_WEIGHT * weights(s) * _matrices(s)
    step *= DOUBLE if cancels(s) else 1.0
    return step * s.steps + s.pretraining * (s.kind == "deep") * (step + s.sites * PRETRAINED_SITE)


def building(s: Settings) -> float:
    """Estimated seconds in which its network is made, before the first step."""
    return BUILDING + s.sites * BUILDING_SITE


def megabytes(s: Settings) -> float:
    """Estimated working memory in units of 1e6 bytes, at 4 bytes a number: those of every sample, and ten a weight."""
    numbers = 6 + (3 if s.normalization == "none" else 9) * pieces(s)
    values = s.sites * s.batch_size * positions(s) * s.width * numbers
    return 4e-6 * (values + 10 * weights(s) * _matrices(s))


def recorded(s: Settings) -> float:
    """What its rows take in units of 1e6 bytes, at 8 bytes a number: twelve and the gates of a site, a matrix' step."""
    return 8e-6 * s.steps * (s.sites * (12 + len(s.gates)) + len(s.matrices) + 8)


def _matrices(s: Settings) -> int:
    """Hidden weight matrices: one for each layer, one for all time steps."""
    return s.sites if s.kind == "deep" else 1


# ---- runs that cost too much ----------------------------------------------------------------------------------


def _seconds(s: Settings) -> None:
    if seconds(s) > SECONDS:
        remedy, names = _lower(s, seconds, SECONDS, ("steps", "width", "batch_size", _length(s), "pretraining"))
        holes = {"given": _whole(seconds(s)), "most": _whole(SECONDS), "remedy": remedy}
        raise SettingsError(
            _("This run would take about {given} seconds; allowed are {most}. {remedy}", **holes),
            *names,
            reason=_("this run would take about {given} seconds; allowed are {most}", **holes),
        )


def _megabytes(s: Settings) -> None:
    if megabytes(s) > MEGABYTES:
        remedy, names = _lower(s, megabytes, MEGABYTES, ("width", "batch_size", _length(s)))
        holes = {"given": _whole(megabytes(s)), "most": _whole(MEGABYTES), "remedy": remedy}
        raise SettingsError(
            _("This run would need about {given} MB of memory; allowed are {most}. {remedy}", **holes),
            *names,
            reason=_("this run would need about {given} MB of memory; allowed are {most}", **holes),
        )


def _recorded(s: Settings) -> None:
    if recorded(s) > RECORDED:
        remedy, names = _lower(s, recorded, RECORDED, ("steps", _length(s)))
        holes = {"given": _whole(recorded(s)), "most": _whole(RECORDED), "remedy": remedy}
        raise SettingsError(
            _("This run would record about {given} MB; allowed are {most}. {remedy}", **holes),
            *names,
            reason=_("this run would record about {given} MB; allowed are {most}", **holes),
        )


def _whole(number: float) -> str:
    return signs(f"{ceil(number):,}")


def _length(s: Settings) -> str:
    return "depth" if s.kind == "deep" else "sequence_length"


def _lower(s: Settings, cost: Cost, limit: float, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What to lower, and how far where one setting alone is enough; and the settings it speaks of."""
    enough = {name: _enough(s, name, cost, limit) for name in names if s.matters(name) and getattr(s, name)}
    # Best is what one change alone can do; only where none can, all of them are named.
    alone = {name: value for name, value in enough.items() if value}
    if alone:
        ways = [_("the {setting} to {value}", setting=spoken_label(name), value=value) for name, value in alone.items()]
        return _("Lower {settings}.", settings=listed(ways, "or")), tuple(alone)
    all_ = [_("the {setting}", setting=spoken_label(name)) for name in enough]
    return _("Lower {settings}.", settings=listed(all_)), tuple(enough)


def _enough(s: Settings, name: str, cost: Cost, limit: float) -> int:
    """The largest value of this setting alone with which the cost stays within its limit; 0 where there is none."""
    values = range(2, getattr(s, name))
    # Every cost grows with every setting, so the largest value is found by halving.
    fitting = bisect_right(values, limit, key=lambda value: cost(s.model_copy(update={name: value})))
    return values[fitting - 1] if fitting else 0

"""What is refused before it starts: settings that clash, and runs that cost too much to be interactive."""

from bisect import bisect_right
from collections.abc import Callable
from math import ceil

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.answers import OBJECTIVES
from simulator.catalog.structure import CELLS
from simulator.catalog.tasks import DEEP_TASKS
from simulator.language import _, inside, listed, signs
from simulator.settings.costs import megabytes, recorded, seconds
from simulator.settings.derived import Settings
from simulator.settings.errors import SettingsError
from simulator.settings.labels import label_of, spoken_label
from simulator.settings.sizes import positions

Cost = Callable[[Settings], float]

SECONDS = 300.0
"""Longest run, in seconds of one ordinary core, that is still called interactive.

Where float32 ends on the way is not known before: from there on a step takes up to DOUBLE times as long.
"""
MEGABYTES = 600.0
"""Largest working memory of one run."""
RECORDED = 130.0
"""Most that one run may record, in units of 1e6 bytes: a server keeps it for as long as somebody looks at it."""


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

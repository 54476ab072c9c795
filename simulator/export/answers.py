"""What the network learned, as a file tells of it: held against the task before it is taken for that."""

from collections.abc import Mapping

import numpy as np

from simulator.export.refusal import FileError
from simulator.language import _
from simulator.learned import Learned
from simulator.settings.experiment import Experiment
from simulator.trace import Array

Shape = tuple[int, ...]


def learned_of(arrays: Mapping[str, Array], e: Experiment, steps: int, *, finite: bool) -> Learned | None:
    """The answers, None where there are none; raises FileError where they cannot be this run's.

    ``finite``: whether all of them are numbers, as they are where the run has not diverged.
    """
    try:
        found = Learned.from_rows(arrays)
    except TypeError:
        raise _refused(_("some arrays are missing, or there are too many")) from None
    if found is None:
        return None
    for name, shape in _shapes(found, e).items():
        if getattr(found, name).shape != shape:
            given = getattr(found, name).shape
            raise _refused(
                _("{name} has the shape {given}, and should have {wanted}", name=name, given=given, wanted=shape)
            )
    _check_places("steps", found.steps, 0, steps - 1)
    _check_places("moments", found.moments, 1, e.sites)
    if e.task_row.classes and not np.isin(found.targets, np.arange(e.task_row.classes)).all():
        raise _refused(_("targets are no classes of this task"))
    asked = [found.inputs, found.targets, found.axis, found.truth]
    if not all(np.isfinite(values).all() for values in (*asked, *(vars(found).values() if finite else ()))):
        raise _refused(_("there is something that is no number"))
    return found


def _refused(reason: str) -> FileError:
    return FileError(_("What the network learned cannot be read: {reason}.", reason=reason))


def _shapes(found: Learned, e: Experiment) -> dict[str, Shape]:
    """What follows from the task, the number of records, of samples asked and of points on the grid."""
    task, records, side = e.task_row, len(found.steps), found.axis.size
    asked, moments = len(found.targets), len(found.moments)
    # Of a sequence that is followed along its time steps only the first few samples are kept.
    shown = found.course.shape[2] if found.course.ndim == 4 else 0
    read = (e.sites, task.inputs) if e.kind == "sequence" else (task.inputs,)
    return {
        "steps": (records,),
        "samples": (records, asked, task.readouts, task.output_size),
        "grid": (records, side * side),
        "course": (records, moments, shown, task.output_size),
        "inputs": (shown if moments else asked, *read),
        "targets": (asked, task.readouts if task.classes else task.outputs),
        "axis": (side,),
        "truth": (0 if task.classes else side * side,),
        "moments": (moments,),
    }


def _check_places(name: str, values: Array, lowest: int, highest: int) -> None:
    """Whole numbers that rise within a range."""
    rising = (np.diff(values) > 0).all() and (values == np.round(values)).all()
    if not (rising and (values >= lowest).all() and (values <= highest).all()):
        raise _refused(
            _(
                "{name} are no whole numbers that rise from {lowest} to {highest} at most",
                name=name,
                lowest=lowest,
                highest=highest,
            )
        )

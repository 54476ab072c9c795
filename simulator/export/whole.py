"""A run that is put together from what a file says, once all of it has been looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, get_args, get_type_hints

import numpy as np

from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.quantity import MATRICES, SITES, STEPS
from simulator.export.refusal import FileError
from simulator.export.tidy import GATE, row_of
from simulator.language import _, listed, ngettext, signs
from simulator.learned import Learned
from simulator.outcome import Exam, Outcome
from simulator.settings.errors import SettingsError, shorten
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace, numbered

CHANCE = ("chance_loss", "chance_accuracy")
"""What one guess for all samples would reach: one number a run."""
ENDS: tuple[str, ...] = get_args(get_type_hints(Outcome)["name"])
"""How a run can have ended."""
SLACK = 1e-9
"""By which a share may be beyond 1, for it was rounded."""


def experiment_of(settings: Mapping[str, Any]) -> Experiment:
    """The settings; raises FileError with the sentence of the SettingsError."""
    try:
        return Experiment(**settings)
    except SettingsError as error:
        raise FileError(_("The settings cannot be used. {reason}", reason=error)) from None
    except TypeError:
        raise FileError(_("The settings cannot be used: their names are no names.")) from None


def shapes(e: Experiment, steps: int) -> dict[str, tuple[int, ...]]:
    """The shape of every array that a run of ``steps`` recorded steps has, by name."""
    spans = {STEPS: (steps,), SITES: (steps, e.sites), MATRICES: (steps, len(e.matrices))}
    plain = {name: spans[row.shape] for name, row in QUANTITIES.items() if row.shape in spans}
    return plain | {f"{GATE}{name}": (steps, e.sites) for name in e.gates}


def outcome_of(name: Any, step: Any, site: Any, exam: Mapping[str, Any]) -> Outcome:
    """How a run ended, from what a file says of it; raises FileError."""
    if name not in ENDS:
        raise FileError(_("A run is {ends}, not {given}.", ends=listed(ENDS, "or"), given=shorten(name)))
    if not all(where is None or type(where) is int for where in (step, site)):
        raise FileError(_("Where a run ended is told by two whole numbers: training step and site."))
    known = {field.name for field in fields(Exam)}
    if exam and not ({"seen_loss", "unseen_loss"} <= {*exam} <= known and all(map(_is_mark, exam.values()))):
        names = ", ".join(sorted(known))
        raise FileError(_("Of an exam there are numbers for {names}, and nothing else.", names=names))
    return Outcome(name, step, site, Exam(**exam) if exam else None)


def _is_mark(value: Any) -> bool:
    return value is None or type(value) in (int, float)


def check_outcome(outcome: Outcome, e: Experiment, steps: int) -> None:
    """Raises FileError where a run cannot have ended so, or some of its steps are not there."""
    so_far = range(1, e.steps + 1)
    wanted: dict[str, Iterable[int]] = {"finished": (e.steps,), "running": so_far, "beyond": so_far}
    if outcome.name == "diverged":
        if outcome.step is None or outcome.site is None or not 1 <= outcome.site <= e.sites:
            raise FileError(_("It is said to have diverged, but not at which step and site."))
        wanted["diverged"] = (outcome.step,)
    if steps not in wanted[outcome.name]:
        raise FileError(
            ngettext(
                "It holds {number} training step, and a run with these settings that is {end} has another number. "
                "Where a table leaves steps out, because there are so many numbers, take the NPZ.",
                "It holds {number} training steps, and a run with these settings that is {end} has another number. "
                "Where a table leaves steps out, because there are so many numbers, take the NPZ.",
                steps,
                end=outcome.name,
            )
        )


def check_values(name: str, values: Array, outcome: Outcome) -> None:
    """Raises FileError with the first number that this quantity cannot have."""
    # The last row of a run that diverged holds whatever its numbers grew to.
    row, open_end = row_of(name), outcome.name == "diverged"
    wrong = np.isnan(values) & (not (row.undefined or open_end)) | np.isinf(values) & (not (row.infinite or open_end))
    if not row.signed:
        wrong |= values < 0
    if row.unit == "share":
        wrong |= (values > 1 + SLACK) & np.isfinite(values)
    if wrong.any():
        step, *site = (int(index) for index in np.argwhere(wrong)[0])
        given = signs(f"{float(values[(step, *site)]):g}")
        holes = {"quantity": row.label, "given": given, "step": numbered(step)}
        if not site:
            raise FileError(_("{quantity} cannot be {given}, as it is at step {step}.", **holes))
        holes |= {"column": site[0] + 1}
        raise FileError(_("{quantity} cannot be {given}, as it is at step {step}, column {column}.", **holes))


def whole(
    e: Experiment,
    outcome: Outcome,
    arrays: Mapping[str, Array],
    chance: Mapping[str, float],
    learned: Learned | None = None,
) -> Trace:
    """The trace, of arrays in the right shapes; raises FileError where a number cannot be."""
    for name, values in arrays.items():
        check_values(name, values, outcome)
    opened = {name.removeprefix(GATE): values for name, values in arrays.items() if name.startswith(GATE)}
    plain: dict[str, Any] = {name: values for name, values in arrays.items() if not name.startswith(GATE)}
    return Trace(e, outcome, e.matrices, **plain | dict(chance), gates=opened, learned=learned)

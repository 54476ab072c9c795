"""A teacher's link: what can be changed of a run; all else is fixed, in the address too."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.language import _, mark
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.labels import label_of
from simulator.settings.link import NONE, PIN, Query, from_query, read_run, to_query, written
from simulator.settings.moment import UNTOLD, Moment
from simulator.settings.told import OPENING, beside, told

ONLY = "only"
"""The parameter of a lock: ``depth.activation~width.8*steps.30~default~0123456789``.

That is what can be changed, the run, the runs pinned beside it, and a checksum of all of that.
"""
BETWEEN = "~"
DIGITS = 10
"""Hexadecimal digits of the checksum."""
BROKEN = mark(
    "What it says about what can be changed was changed itself, so here nothing can be changed. Ask for the link again."
)


@dataclass(frozen=True)
class Lock:
    """``free``: names of the settings that can be changed of ``run``; ``pins`` stand beside it."""

    free: tuple[str, ...]
    run: Experiment
    pins: tuple[Experiment, ...] = ()

    @property
    def fixed(self) -> dict[str, Any]:
        """Name -> value of every setting that cannot be changed."""
        return {name: value for name, value in self.run.model_dump().items() if name not in self.free}

    def holds(self, experiment: Experiment) -> bool:
        """Whether the run differs in nothing that cannot be changed."""
        return experiment in self.pins or self.fixed.items() <= experiment.model_dump().items()

    def to_query(
        self, experiment: Experiment, pins: Sequence[Experiment], moment: Moment, key: str
    ) -> dict[str, list[str]]:
        """The parameters of a link to one of the runs that can be come to: the lock, and what differs from its run."""
        values = experiment.model_dump()
        # The lock holds its run already, so that a link grows only with what was changed.
        query = {name: [str(values[name])] for name in self.free if values[name] != getattr(self.run, name)}
        if tuple(pins) != self.pins:
            query[PIN] = [written(pin) for pin in pins] or [NONE]
        return query | moment.to_query() | {ONLY: [self._written(key)]}

    def _written(self, key: str) -> str:
        text = BETWEEN.join([".".join(self.free), *map(written, (self.run, *self.pins))])
        return f"{text}{BETWEEN}{checksum(text, key)}"


def lock_of(query: Query, key: str) -> tuple[Lock | None, list[str]]:
    """The lock of a link, None where it has none; and a sentence where it was edited, which leaves nothing free."""
    if ONLY not in query:
        return None, []
    text, _tilde, digits = query[ONLY][-1].rpartition(BETWEEN)
    free, *runs = text.split(BETWEEN)
    # In a time that tells nobody how much of it was right; as bytes, for of text it compares ASCII alone.
    if not (runs and hmac.compare_digest(checksum(text, key).encode(), digits.encode("utf-8", "replace"))):
        return Lock((), told(OPENING), beside(OPENING)), [_(BROKEN)]
    run, *pins = (read_run(one)[0] for one in runs)
    return Lock(tuple(name for name in free.split(".") if name in FIELDS), run, tuple(pins)), []


def opened(query: Query, key: str) -> tuple[Lock | None, Experiment, list[Experiment], list[str]]:
    """What a link asks for, as ``from_query`` gives it, and its lock: of what that fixes nothing is read elsewhere."""
    lock, ignored = lock_of(query, key)
    rest = {name: values for name, values in query.items() if name != ONLY}
    if lock is None:
        return None, *from_query(rest)
    locked = [name for name in rest if name in lock.fixed]
    ignored += [_("{setting} cannot be changed here.", setting=label_of(name)) for name in locked]
    # Settings that are free but do not go with the others could push out one that is fixed: then none of them counts.
    start = {name: [value] for name, value in lock.run.to_query().items()}
    start[PIN] = [written(pin) for pin in lock.pins] or [NONE]
    experiment, pins, wrong = from_query(start | {name: rest[name] for name in rest if name not in locked})
    if not lock.holds(experiment):
        experiment = lock.run
    held = [pin for pin in pins if lock.holds(pin)]
    if len(held) < len(pins):
        ignored.append(_("A pinned run differs in what cannot be changed here, and was ignored."))
    return lock, experiment, held, [*ignored, *wrong]


def plain_or_locked(
    lock: Lock | None, experiment: Experiment, pins: Sequence[Experiment], key: str, moment: Moment = UNTOLD
) -> dict[str, list[str]]:
    """The parameters of a link, with the lock where there is one."""
    return lock.to_query(experiment, pins, moment, key) if lock else to_query(experiment, pins, moment)


def checksum(text: str, key: str) -> str:
    """What nobody without the key can make for another text."""
    return hmac.new(key.encode(), text.encode("utf-8", "replace"), "sha256").hexdigest()[:DIGITS]

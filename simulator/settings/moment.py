"""The moment at which a link opens a run: training step, view and speed, as parameters of a URL, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.catalog.viewing import MOMENT, SPEEDS, VIEWS
from simulator.language import _
from simulator.settings.digits import whole_number
from simulator.settings.errors import shorten

AT, VIEW, SPEED = MOMENT


@dataclass(frozen=True)
class Moment:
    """``at``: the training step, from 1, at which the run stands still; 0 where it plays from its start."""

    at: int = 0
    view: str = VIEWS[0]
    speed: str = "normal"

    def to_query(self) -> dict[str, list[str]]:
        """The parameters of what differs from the default."""
        return {name: [str(value)] for name, value in vars(self).items() if value != getattr(Moment, name)}


UNTOLD = Moment()
"""That of a link that names none: the run opens as its story or the visitor has it."""


def moment_of(query: Mapping[str, Sequence[str]], steps: int) -> tuple[Moment, list[str]]:
    """The moment that a link to a run of ``steps`` training steps asks for, and a sentence for all that was ignored.

    Never raises. Of a repeated parameter the last value counts.
    """
    given = {name: query[name][-1] for name in MOMENT if name in query}
    good = {name: text for name, text in given.items() if _fits(name, text, steps)}
    sentences = [_ignored(name, text, steps) for name, text in given.items() if name not in good]
    at = int(good.get(AT, UNTOLD.at))
    return Moment(at, good.get(VIEW, UNTOLD.view), good.get(SPEED, UNTOLD.speed)), sentences


def _fits(name: str, text: str, steps: int) -> bool:
    if name != AT:
        return text in (VIEWS if name == VIEW else SPEEDS)
    return whole_number(text, 1, steps) is not None


def _ignored(name: str, text: str, steps: int) -> str:
    holes = {"name": name, "given": shorten(text)}
    if name == AT:
        told = _("{name}: {given} was ignored; the run can be opened at its training steps 1 to {last}.")
        return told.format(last=steps, **holes)
    names = ", ".join(VIEWS if name == VIEW else SPEEDS)
    return _("{name}: {given} was ignored; allowed are {names}.", names=names, **holes)

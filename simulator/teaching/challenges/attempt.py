"""What somebody has made of a challenge, as parameters of a URL, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.catalog.challenges import CAUSES, CHALLENGES, HINTS, Challenge
from simulator.language import _
from simulator.settings.digits import whole_number
from simulator.settings.errors import closest, shorten
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.labels import label_of
from simulator.teaching.challenges.drawn import NUMBERS, drawn

CHALLENGE, NUMBER, TAKEN, ANSWER = OWN = ("challenge", "number", "hints", "answer")
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Attempt:
    """A challenge with its number, the network as it was changed, the hints that were taken, and the cause named."""

    challenge: Challenge
    number: int
    experiment: Experiment
    hints: int = 0
    answer: str = ""

    @property
    def broken(self) -> Experiment:
        """The network as it stood at the beginning."""
        return drawn(self.challenge, self.number)

    @property
    def changes(self) -> dict[str, str]:
        """Name -> text of every setting that stands otherwise than at the beginning."""
        before, after = self.broken, self.experiment
        return {name: str(getattr(after, name)) for name in FIELDS if getattr(after, name) != getattr(before, name)}

    @property
    def counted(self) -> list[str]:
        """The changes that matter; what a cell brings along is no change of its own."""
        return [name for name in self.changes if name in self.challenge.free and self.experiment.matters(name)]

    def to_query(self) -> dict[str, list[str]]:
        query = {CHALLENGE: [self.challenge.name], NUMBER: [str(self.number)]}
        # What a cell brings along follows from it, and need not stand in the link.
        query |= {name: [text] for name, text in self.changes.items() if name in self.challenge.free}
        query |= {TAKEN: [str(self.hints)]} if self.hints else {}
        return query | ({ANSWER: [self.answer]} if self.answer else {})


def begun(challenge: Challenge, number: int) -> Attempt:
    """Nothing changed yet."""
    return Attempt(challenge, number, drawn(challenge, number))


def attempt_of(query: Query) -> tuple[Attempt | None, list[str]]:
    """What a link asks for, None where that is the list; and a sentence for all that was ignored. Never raises."""
    given = {name: values[-1] for name, values in query.items() if values}
    if CHALLENGE not in given:
        # The list itself has a number, and nothing else.
        return None, [_nothing(name) for name in given if name != NUMBER] + _wrong_number(given)
    name = given[CHALLENGE]
    if name not in CHALLENGES:
        meant, text = closest(name, CHALLENGES), shorten(name)
        if meant:
            return None, [_("There is no challenge {given}; did you mean {name}?", given=text, name=meant)]
        return None, [_("There is no challenge {given}.", given=text)]
    challenge, sentences = CHALLENGES[name], _wrong_number(given)
    number = number_of(given)
    experiment, ignored = _changed(challenge, number, given)
    taken, answer = given.get(TAKEN, "0"), given.get(ANSWER, "")
    hints = whole_number(taken, 0, HINTS if challenge.hints else 0)
    if hints is None:
        holes = {"given": shorten(taken), "most": len(challenge.hints)}
        ignored.append(_("hints: {given} was ignored; there are 0 to {most}.", **holes))
    if answer and (challenge.kind != "wrong" or answer not in CAUSES):
        ignored.append(_("answer: {given} was ignored.", given=shorten(answer)))
        answer = ""
    return Attempt(challenge, number, experiment, hints or 0, answer), [*sentences, *ignored]


def number_of(given: Mapping[str, str]) -> int:
    """The number of a link; 0 where it has none that could be read."""
    return whole_number(given.get(NUMBER, "0"), 0, NUMBERS - 1) or 0


def _changed(challenge: Challenge, number: int, given: Mapping[str, str]) -> tuple[Experiment, list[str]]:
    """The network with the changes of a link."""
    before = drawn(challenge, number)
    others = [name for name in given if name not in (*OWN, *challenge.free)]
    ignored = [_fixed(name) if name in FIELDS else _nothing(name) for name in others]
    known, experiment = before.to_query(), before
    for name in (name for name in challenge.free if name in given):
        # A cell brings its own activation, which the one before had not.
        kept = {one: text for one, text in known.items() if name != "cell" or one != "activation"}
        changed, wrong = Experiment.from_query({**kept, name: given[name]})
        if wrong:  # it is left out, and so that no other one is left out in its place
            ignored += wrong
        else:
            experiment, known = changed, changed.to_query()
    return experiment, ignored


def _fixed(name: str) -> str:
    return _("{setting} cannot be changed here.", setting=label_of(name))


def _nothing(name: str) -> str:
    return _("{given} means nothing here and was ignored.", given=shorten(name))


def _wrong_number(given: Mapping[str, str]) -> list[str]:
    text = given.get(NUMBER, "0")
    if whole_number(text, 0, NUMBERS - 1) is not None:
        return []
    return [_("number: {given} was ignored; it goes from 0 to {most}.", given=shorten(text), most=NUMBERS - 1)]

"""A link: the settings of the page, its pinned runs and the moment as the parameters of a URL, and back."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from simulator.catalog.viewing import MOMENT, SEEDS
from simulator.language import _, ngettext
from simulator.settings.errors import SettingsError, shorten
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.moment import UNTOLD, Moment
from simulator.settings.told import OPENING, beside, told

PIN = "pin"
"""The parameter of a pinned run; a link repeats it."""
MOST_PINNED = 3
"""Runs that can be pinned beside the one on the page."""
DEFAULT = "default"
"""A pinned run with no setting changed."""
NONE = "none"
"""In place of the pinned runs where an address would be empty, and so ask for the first story, but is not that."""

Query = Mapping[str, Sequence[str]]
"""The parameters of a link: name -> all values that it gives."""


def to_query(experiment: Experiment, pins: Sequence[Experiment] = (), moment: Moment = UNTOLD) -> dict[str, list[str]]:
    """The parameters of a link; a pinned run is one value, such as ``pin=activation.relu*init.he_normal``.

    Settings and pins of the first story, with what stands beside it, need none.
    """
    # The page opens with the first story, so an address without anything already says it.
    if (experiment, *pins) == (told(OPENING), *beside(OPENING)):
        return moment.to_query()
    query = {name: [value] for name, value in experiment.to_query().items()}
    if pins or not query:
        query[PIN] = [written(pin) for pin in pins] or [NONE]
    return query | moment.to_query()


def to_text(experiment: Experiment, pins: Sequence[Experiment] = ()) -> str:
    """What follows the address in a link, with its question mark; empty where it is the first story."""
    return as_text(to_query(experiment, pins))


def as_text(query: Query) -> str:
    """The parameters as they follow an address."""
    text = urlencode(query, doseq=True, safe="*", errors="replace")  # "*" may stand as it is
    return f"?{text}" if text else ""


def from_query(query: Query) -> tuple[Experiment, list[Experiment], list[str]]:
    """The experiment and the pinned runs that a link asks for, and a sentence for each thing that was ignored.

    Never raises. Of a repeated setting the last value counts. A link that asks for nothing gets the first story. The
    moment and the seeds are read by themselves: by ``moment.py`` and ``repeating.py``.
    """
    query = {name: values for name, values in query.items() if name not in (*MOMENT, SEEDS)}
    if not query:
        return told(OPENING), list(beside(OPENING)), []
    experiment, ignored = Experiment.from_query({name: values[-1] for name, values in query.items() if name != PIN})
    # One bad pin must not cost the others, so each is read by itself.
    given = [text for text in query.get(PIN, ()) if text != NONE]
    pins: list[Experiment] = []
    for text in given[:MOST_PINNED]:
        pin, sentences = read_run(text)
        ignored += [_("In a pinned run: {sentence}", sentence=sentence) for sentence in sentences]
        pins = added(pins, pin)
    if len(given) > MOST_PINNED:
        holes = {"given": len(given), "most": MOST_PINNED}
        ignored.append(_("{given} runs are pinned; allowed are {most}, and the rest was ignored.", **holes))
    return experiment, pins, ignored


def added(pins: Sequence[Experiment], *more: Experiment) -> list[Experiment]:
    """The pinned runs with more of them at the end, less those that are pinned already.

    Raises SettingsError where there is no room for all of them: none makes way by itself.
    """
    # By what changes a run: two that differ in a setting without effect are one.
    known = {pin.canonical() for pin in pins}
    new = {one.canonical(): one for one in more if one.canonical() not in known}
    over = len(pins) + len(new) - MOST_PINNED
    if over > 0:
        no_room = ngettext(
            "There is no room for one more pinned run: {taken} of {most} places are taken.",
            "There is no room for {count} more pinned runs: {taken} of {most} places are taken.",
            len(new),
            count=_count(len(new)),
            taken=len(pins),
            most=MOST_PINNED,
        )
        remedy = ngettext(
            "Let go of one first: ✕ beside its name.",
            "Let go of {count} first: ✕ beside its name.",
            over,
            count=_count(over),
        )
        raise SettingsError(f"{no_room} {remedy}")
    return [*pins, *new.values()]


def _count(number: int) -> str:
    return {2: _("two"), 3: _("three")}.get(number, str(number))


def written(experiment: Experiment) -> str:
    """A run as one value of a parameter."""
    return "*".join(f"{name}.{value}" for name, value in experiment.to_query().items()) or DEFAULT


def read_run(text: str) -> tuple[Experiment, list[str]]:
    """The run of such a value, and a sentence for each thing that was ignored."""
    pairs = [part.partition(".") for part in text.split("*")] if text != DEFAULT else []
    unknown = [name for name, _dot, _value in pairs if name not in FIELDS]
    experiment, ignored = Experiment.from_query({name: value for name, _dot, value in pairs if name in FIELDS})
    if unknown:
        ignored.append(_("{given} cannot be set and was ignored.", given=shorten(", ".join(unknown))))
    return experiment, ignored

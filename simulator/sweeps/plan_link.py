"""The link of a map: what is asked for as the parameters of a URL, and back."""

from collections.abc import Mapping, Sequence
from functools import cache

from simulator.catalog.maps import MAPS
from simulator.catalog.viewing import MOMENT
from simulator.language import _
from simulator.settings.digits import whole_number
from simulator.settings.errors import SettingsError, closest, shorten
from simulator.settings.experiment import Experiment
from simulator.settings.link import MOST_PINNED, PIN
from simulator.settings.lock import ONLY
from simulator.sweeps.axes import Axis, Value
from simulator.sweeps.plan import Place, Plan
from simulator.sweeps.questions import QUESTIONS
from simulator.sweeps.spans import around, span_of

MAP, ACROSS, UP, ASKS, SEEDS, PLACE = OWN = ("map", "across", "up", "ask", "seeds", "place")
"""Parameters of a link to a map; all others are settings of its networks."""
MOST_SEEDS = 20
FIRST = next(iter(MAPS))
ELSEWHERE = (PIN, ONLY, *MOMENT)
"""Parameters of a link to a run that a map has no use for."""


@cache
def ready_made(name: str) -> Plan:
    """The plan of a row of MAPS."""
    row = MAPS[name]
    experiment = Experiment(**row.settings)
    return Plan(experiment, span_of(row.across, experiment), span_of(row.up, experiment), row.asks, row.seeds)


def name_of(plan: Plan) -> str | None:
    """The ready-made map that this is, or None."""
    return next((name for name in MAPS if ready_made(name) == plan), None)


def to_query(plan: Plan, cells: Sequence[str] = ()) -> dict[str, list[str]]:
    """The parameters of a link; ``cells`` are those that are pinned, as ``cell_text`` writes them."""
    name = name_of(plan)
    pinned = {PLACE: list(cells)} if cells else {}
    if name:
        return {MAP: [name]} | pinned
    own = {ACROSS: [str(plan.across)], UP: [str(plan.up)], ASKS: [plan.asks]}
    own |= {SEEDS: [str(plan.seeds)]} if plan.seeds > 1 else {}
    settings = {name: [text] for name, text in plan.experiment.to_query().items()}
    return (
        {key: values for key, values in settings.items() if key not in (plan.across.name, plan.up.name)} | own | pinned
    )


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[Plan, list[str]]:
    """What a link asks for, and a sentence for each thing in it that was ignored; never raises.

    Of a repeated parameter the last value counts. A link without anything asks for the first map, one with settings
    alone for what lies around them.
    """
    given = {name: values[-1] for name, values in query.items() if values and name not in ELSEWHERE}
    ignored: list[str] = []
    settings = {name: text for name, text in given.items() if name not in OWN}
    if MAP in given or not given:
        name = given.get(MAP, FIRST)
        if name in MAPS and not settings:
            return ready_made(name), []
        if name not in MAPS:
            ignored.append(_no_map(name))
            # A misspelt name alone leaves nothing else to go by.
            if not settings and len(given) == 1:
                return ready_made(FIRST), ignored
    experiment, wrong = Experiment.from_query(settings)
    usual = around(experiment)
    spans = []
    for parameter, own in ((ACROSS, usual.across), (UP, usual.up)):
        try:
            spans.append(span_of(given[parameter], experiment) if parameter in given else own)
        except SettingsError as error:
            ignored.append(_("{name}: {sentence}", name=parameter, sentence=error))
            spans.append(own)
    if spans[0].name == spans[1].name:
        ignored.append(_("Both axes are {setting}; the second was ignored.", setting=spans[0].label))
        # One of the two usual axes is always another: they differ.
        spans[1] = usual.up if usual.up.name != spans[0].name else usual.across
    asks = given.get(ASKS, usual.asks)
    if asks not in QUESTIONS:
        holes = {"name": ASKS, "given": shorten(asks), "names": ", ".join(QUESTIONS)}
        ignored.append(_("{name}: {given} was ignored; allowed are {names}.", **holes))
        asks = usual.asks
    return Plan(experiment, spans[0], spans[1], asks, _seeds(given.get(SEEDS, "1"), ignored)), [*ignored, *wrong]


def _no_map(name: str) -> str:
    meant, given = closest(name, MAPS), shorten(name)
    if meant:
        return _("There is no map {given}; did you mean {name}?", given=given, name=meant)
    return _("There is no map {given}.", given=given)


def _seeds(text: str, ignored: list[str]) -> int:
    if number := whole_number(text, 1, MOST_SEEDS):
        return number
    holes = {"name": SEEDS, "given": shorten(text), "most": MOST_SEEDS}
    ignored.append(_("{name}: {given} was ignored; allowed are whole numbers from 1 to {most}.", **holes))
    return 1


def cell_text(plan: Plan, place: Place) -> str:
    """A pinned cell as a link writes it: its two values."""
    column, row = place
    return f"{written(plan.across.axis.values[column])}*{written(plan.up.axis.values[row])}"


def written(value: Value) -> str:
    """A value as a link writes it."""
    return value if isinstance(value, str) else f"{value:.12g}"


def cells_of(plan: Plan, texts: Sequence[str]) -> tuple[list[Place], list[str]]:
    """The places of pinned cells; and a sentence where one is not on this map."""
    found, ignored = list[Place](), list[str]()
    for text in dict.fromkeys(texts):
        first, _star, second = text.partition("*")
        column, row = _index(plan.across.axis, first), _index(plan.up.axis, second)
        if column is None or row is None:
            ignored.append(_("{name}: {given} is not on this map, and was ignored.", name=PLACE, given=shorten(text)))
        elif (column, row) not in found:
            found.append((column, row))
    return found[:MOST_PINNED], ignored


def _index(axis: Axis, text: str) -> int | None:
    texts = [written(value) for value in axis.values]
    return texts.index(text) if text in texts else None

"""One run, described completely: settings that go together, made from what a caller or a link gives."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulator.catalog import MENUS, menu
from simulator.language import _
from simulator.settings.derived import Settings
from simulator.settings.errors import SettingsError, closest, shorten
from simulator.settings.idle import idle
from simulator.settings.limits import check
from simulator.settings.refusal import left_out, not_on_the_menu, refusal
from simulator.settings.setting import Rule, extra_of, range_of


class Experiment(Settings):
    """One run, described completely: equal experiments give equal traces. Frozen and hashable.

    Raises SettingsError where a value is outside its range or two settings clash.
    """

    def __init__(self, **settings: Any) -> None:
        try:
            super().__init__(**settings)
        except ValidationError as error:
            raise refusal(error, settings, FIELDS) from None
        # pydantic knows types and ranges; what is on a menu, and on that of the task by the kind, is asked here.
        for name in ("kind", *MENUS, "task"):
            given = getattr(self, name)
            if given not in menu(name, self.kind):
                raise not_on_the_menu(name, given, self.kind)
        # What is not given, and what it then is, can be told only now; frozen it is from here on.
        self.__dict__.update({name: self.default_of(name) for name in FOLLOWING if name not in settings})
        check(self)

    def replace(self, **changes: Any) -> Self:
        """A checked copy with some settings changed; raises SettingsError as the constructor does.

        Where a plain cell or layers become an LSTM or a GRU, an activation at its default becomes that cell's own; and
        a loss at its default is that of the task.
        """
        kept = self.model_dump()
        if self.objective == self.default_of("objective"):
            del kept["objective"]
        if not self.gated and self.activation == self.default_of("activation"):
            del kept["activation"]
        return type(self)(**{**kept, **changes})

    def canonical(self) -> Self:
        """The same run with every setting that does not matter at its default: equal runs compare equal."""
        found: Self = _canonical(self)
        return found

    @property
    def ignored(self) -> tuple[str, ...]:
        """A sentence for each setting that was changed from its default and cannot change the run."""
        return idle(self)

    def to_query(self) -> dict[str, str]:
        """Name -> text of every setting that differs from its default."""
        values = self.model_dump()
        return {name: str(value) for name, value in values.items() if value != self.default_of(name)}

    @classmethod
    def from_query(cls, query: Mapping[Any, Any]) -> tuple[Self, list[str]]:
        """The experiment a URL asks for, and a sentence for each thing in it that was ignored; never raises."""
        settings = {name: query[name] for name in FIELDS if name in query}
        sentences = [_unknown(name) for name in query if name not in FIELDS]
        # One setting is left out at a time, as a link with one mistake should keep all else that it says.
        while True:
            try:
                return cls(**settings), sentences
            except SettingsError as error:
                culprit = next(name for name in (*error.fields, *settings) if name in settings)
                sentences.append(left_out(error, culprit, settings.pop(culprit), FIELDS))


FOLLOWING = ("activation", "objective")
"""Settings whose default follows from others: from the cell, from the task."""
FIELDS: dict[str, FieldInfo] = dict(Experiment.model_fields)
"""Every setting by name, in the order of the page."""
RULES: dict[str, Rule] = {name: rule for name, info in FIELDS.items() if (rule := extra_of(info)["when"])}
"""When those settings matter that do not always."""


def extra(name: str) -> dict[str, Any]:
    """What the page needs to know of a setting beside its type and range: group, when, step, log, stops."""
    return extra_of(FIELDS[name])


def bounds(name: str) -> tuple[float, float]:
    """Smallest and largest allowed value of a numeric setting."""
    limits = range_of(FIELDS[name])
    assert limits, f"{name} is chosen from a menu"
    return limits


def _unknown(name: Any) -> str:
    meant, given = closest(name, FIELDS), shorten(name)
    if meant:
        return _("{given} is not a setting and was ignored; did you mean {name}?", given=given, name=meant)
    return _("{given} is not a setting and was ignored.", given=given)


@lru_cache(maxsize=256)
def _canonical(e: Experiment) -> Any:
    """``Experiment.canonical``, which everyone who touches a run asks for again."""
    idle = {name: e.default_of(name) for name, matters in RULES.items() if not matters(e)}
    # Unchecked: a setting at its default clashes with nothing that it does not matter to.
    return e.model_copy(update=idle)

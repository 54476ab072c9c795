"""The sentences of a refusal: label, what is allowed, what was given, what to do."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulator.catalog import menu
from simulator.language import _
from simulator.settings.errors import SettingsError, closest, shorten
from simulator.settings.labels import label_of
from simulator.settings.setting import allowed, range_of

Fields = Mapping[str, FieldInfo]


def not_a_setting(name: str, fields: Fields) -> SettingsError:
    """Refuses a name that no setting has."""
    meant, given = closest(name, fields), shorten(name)
    if meant:
        return SettingsError(_("{given} is not a setting. Did you mean {name}?", given=given, name=meant), name)
    told = _("{given} is not a setting. The settings are {names}.", given=given, names=", ".join(fields))
    return SettingsError(told, name)


def not_on_the_menu(name: str, given: Any, kind: str) -> SettingsError:
    """Refuses a name that is not in the setting's table."""
    choices = menu(name, kind)
    holes = {"setting": label_of(name), "names": ", ".join(choices), "given": shorten(given)}
    if name == "task" and kind == "deep":
        told = _("{setting}: allowed for a deep network are {names}; given was {given}.", **holes)
    elif name == "task":
        told = _("{setting}: allowed for a sequence are {names}; given was {given}.", **holes)
    else:
        told = _("{setting}: allowed are {names}; given was {given}.", **holes)
    meant = closest(given, choices)
    remedy = _("Did you mean {name}?", name=meant) if meant else _("Choose one of these.")
    return SettingsError(f"{told} {remedy}", name)


def out_of_range(name: str, given: Any, fields: Fields) -> SettingsError:
    """Refuses what is no number, or not in the range."""
    told = _(
        "{setting}: allowed are {range}; given was {given}. Choose one in that range.",
        setting=label_of(name),
        range=allowed(fields[name]),
        given=shorten(given),
    )
    return SettingsError(told, name)


def refusal(error: ValidationError, settings: Mapping[str, Any], fields: Fields) -> SettingsError:
    """The first thing that pydantic found wrong, in the user's words."""
    name = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
    if name not in fields:
        return not_a_setting(name, fields)
    given = settings.get(name)
    if range_of(fields[name]):
        return out_of_range(name, given, fields)
    kind = settings.get("kind")
    # The kind may be what is wrong, or missing.
    return not_on_the_menu(name, given, "sequence" if kind == "sequence" else "deep")


def left_out(error: SettingsError, name: str, given: Any, fields: Fields) -> str:
    """One short line on a setting of a link that was left out because of the error."""
    holes = {"setting": label_of(name), "given": shorten(given)}
    if error.reason:
        return _("{setting}: {given} was ignored; {reason}.", reason=error.reason, **holes)
    if range_of(fields[name]):
        return _("{setting}: {given} was ignored; allowed are {range}.", range=allowed(fields[name]), **holes)
    return _("{setting}: {given} was ignored; it is not on the menu.", **holes)

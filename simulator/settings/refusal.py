"""The sentences of a refusal: label, what is allowed, what was given, what to do."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulator.catalog import menu
from simulator.settings.errors import SettingsError, closest, shorten
from simulator.settings.setting import allowed, range_of

Fields = Mapping[str, FieldInfo]


def not_a_setting(name: str, fields: Fields) -> SettingsError:
    """Refuses a name that no setting has."""
    meant = closest(name, fields)
    remedy = f"Did you mean {meant}?" if meant else f"The settings are {', '.join(fields)}."
    return SettingsError(f"{shorten(name)} is not a setting. {remedy}", name)


def not_on_the_menu(name: str, given: Any, kind: str, fields: Fields) -> SettingsError:
    """Refuses a name that is not in the setting's table."""
    choices = menu(name, kind)
    where = f" for a {'deep network' if kind == 'deep' else kind}" if name == "task" else ""
    meant = closest(given, choices)
    remedy = f"Did you mean {meant}?" if meant else "Choose one of these."
    return SettingsError(
        f"{fields[name].title}: allowed{where} are {', '.join(choices)}; given was {shorten(given)}. {remedy}", name
    )


def out_of_range(name: str, given: Any, fields: Fields) -> SettingsError:
    """Refuses what is no number, or not in the range."""
    info = fields[name]
    return SettingsError(
        f"{info.title}: allowed are {allowed(info)}; given was {shorten(given)}. Choose one in that range.", name
    )


def refusal(error: ValidationError, settings: Mapping[str, Any], fields: Fields) -> SettingsError:
    """The first thing that pydantic found wrong, in the user's words."""
    name = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
    if name not in fields:
        return not_a_setting(name, fields)
    given = settings.get(name)
    if range_of(fields[name]):
        return out_of_range(name, given, fields)
    kind = settings.get("kind")
    return not_on_the_menu(name, given, "sequence" if kind == "sequence" else "deep", fields)


def left_out(error: SettingsError, name: str, given: Any, fields: Fields) -> str:
    """One short line on a setting of a link that was left out because of the error."""
    info = fields[name]
    if len(error.fields) > 1:  # settings that are fine alone but clash
        reason = str(error).split(". ")[0].split(": ")[-1]
        return f"{info.title}: {shorten(given)} was ignored; {reason[0].lower()}{reason[1:]}."
    if range_of(info):
        return f"{info.title}: {shorten(given)} was ignored; allowed are {allowed(info)}."
    return f"{info.title}: {shorten(given)} was ignored; it is not on the menu."

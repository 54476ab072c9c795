"""JSON as it is defined, whoever wrote it."""

import json
from typing import Any

from simulator.export.refusal import FileError
from simulator.language import _, ngettext
from simulator.settings.errors import shorten

MOST_NAMES = 100
"""Names in one object."""


def parsed(text: str) -> Any:
    """What the text holds: no NaN, no infinity, no name twice; raises FileError with what is wrong."""
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise FileError(
            _(
                "Line {line}: this is no JSON from column {column} on. {reason}.",
                line=error.lineno,
                column=error.colno,
                reason=error.msg,
            )
        ) from None
    except RecursionError:
        raise FileError(_("This JSON is nested too deep; settings are one object of names and values.")) from None
    except ValueError as error:
        if isinstance(error, FileError):  # from within, where a name or a number was read
            raise
        # Python stops at some thousand digits, which take it longer and longer.
        raise FileError(_("This JSON holds a number of too many digits.")) from None


def _no_number(text: str) -> float:
    raise FileError(_("{text} is no number in JSON. Write one in the setting's range.", text=text))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_NAMES:
        raise FileError(
            ngettext(
                "There is {number} name in one object; settings have fewer than {most}.",
                "There are {number} names in one object; settings have fewer than {most}.",
                len(pairs),
                most=MOST_NAMES,
            )
        )
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise FileError(_("{name} is given twice. Keep one of them.", name=shorten(name)))
        found[name] = value
    return found

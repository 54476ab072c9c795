"""The short code of a result, and what it says: ``whisper~4711~1~gain.1.0~3f2a9c``."""

import hmac

from simulator.language import _
from simulator.settings.errors import shorten
from simulator.settings.lock import BETWEEN, checksum
from simulator.teaching.challenges.attempt import CHALLENGE, NUMBER, TAKEN, Attempt, attempt_of

DIGITS = 6
"""Hexadecimal digits of the checksum: a slip of the pen passes once in 16 million times."""
LONGEST = 400
"""Characters of a code; none that we write comes near."""


class CodeError(ValueError):
    """Says in a sentence why a code does not count."""


def to_code(attempt: Attempt, key: str) -> str:
    """What a student hands in: what was done, and a checksum that ``key`` keeps others from making."""
    query = attempt.to_query()
    # These three stand in every code, so that they need no names there.
    front = [query.pop(name, ["0"])[-1] for name in (CHALLENGE, NUMBER, TAKEN)]
    text = BETWEEN.join([*front, *(f"{name}.{values[-1]}" for name, values in query.items())])
    return f"{text}{BETWEEN}{checksum(text, key)[:DIGITS]}"


def from_code(code: str, key: str) -> Attempt:
    """What a code says was done; raises CodeError, with a sentence, where it is no code or was changed."""
    text, _tilde, digits = code.strip().rpartition(BETWEEN)
    front, changes = text.split(BETWEEN)[:3], text.split(BETWEEN)[3:]
    given_code = shorten(code)
    if len(code) > LONGEST or len(front) < 3:
        raise CodeError(_("{code} is no code of a challenge: copy the whole of it.", code=given_code))
    wanted = checksum(text, key)[:DIGITS]
    # In a time that tells nobody how much of it was right; as bytes, for of text it compares ASCII alone.
    if not hmac.compare_digest(wanted.encode(), digits.encode("utf-8", "replace")):
        told = _("{code} was changed on its way, or made by another server: it does not count.")
        raise CodeError(told.format(code=given_code))
    given = dict(zip((CHALLENGE, NUMBER, TAKEN), front, strict=True))
    given |= {name: value for name, _dot, value in (change.partition(".") for change in changes)}
    attempt, ignored = attempt_of({name: [value] for name, value in given.items()})
    if attempt is None or ignored:
        told = _("{code} says something that is no longer so: {sentences}")
        raise CodeError(told.format(code=given_code, sentences=" ".join(ignored)))
    return attempt

"""The messages of the code: those that JavaScript is given translated, and how all are found."""

import ast
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.extract import extract_from_dir

from simulator.language.files import parsed
from simulator.language.messages import ENGLISH, language, signs
from simulator.language.pseudo import PSEUDO, pseudo

CODE = Path(__file__).parents[2]
IN_JAVASCRIPT = ".js"
"""How the name of a file ends whose messages the browser looks up itself."""
KEYWORDS = {"_": None, "ngettext": (1, 2), "mark": None, "t": None, "nt": (1, 2)}
"""Functions that look up a message, or put one down: ``t`` and ``nt`` are those of JavaScript."""
LEFT_OUT = ("tests", "benchmarks", "docs", "node_modules", "static")
"""Folders whose texts no visitor sees."""
Texts = str | tuple[str, ...] | list[str]
"""A message; of one that counts its forms."""
Found = tuple[int, str, list[str | None], list[str]]
"""Line, function, its arguments, and comments for the translator."""


def of_language() -> dict[str, Any]:
    """What JavaScript must know of this thread's language: constants by their names there."""
    code = language()
    return {"LANGUAGE": code, "MESSAGES": for_browser(code), "SIGNS_OF_NUMBERS": [signs("."), signs(",")]}


@cache
def for_browser(code: str) -> dict[str, Texts]:
    """Message, or its singular, -> its translation, or one for each form of the plural; all that JavaScript says."""
    if code == ENGLISH:
        return {}
    if code == PSEUDO:
        texts = (text for _file, text in extracted(("**.js", "javascript")))
        return {_key(text): pseudo(text) if isinstance(text, str) else [*map(pseudo, text)] for text in texts}
    return {
        _key(message.id): message.string
        for message in parsed(code)
        if message.id and message.string and any(file.endswith(IN_JAVASCRIPT) for file, _line in message.locations)
    }


def extracted(*methods: tuple[str, str]) -> Iterator[tuple[str, Texts]]:
    """The messages of the code with the file of each; ``methods`` are patterns of files, and how these are read."""
    options = {f"**{IN_JAVASCRIPT}": {"parse_template_string": True}}
    found = extract_from_dir(CODE, methods, options, keywords=KEYWORDS, directory_filter=_has_texts)
    return ((file, message) for file, _line, message, _comments, _context in found)


def of_python(file: BinaryIO, keywords: Container[str], _tags: object, options: object) -> Iterator[Found]:
    """The calls that look up a message in a module: also inside f-strings, which babel passes over in Python 3.11."""
    # In the order of the file, as a translator reads them; a walk goes level by level.
    calls = (node for node in ast.walk(ast.parse(file.read())) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in keywords:
            # Babel knows what is no literal by None, and says so where a message would be lost.
            texts = [getattr(argument, "value", None) for argument in call.args]
            yield call.lineno, call.func.id, [text if isinstance(text, str) else None for text in texts], []


def _key(message: Texts) -> str:
    return message if isinstance(message, str) else message[0]


def _has_texts(folder: str) -> bool:
    name = Path(folder).name
    return not name.startswith(".") and name not in LEFT_OUT

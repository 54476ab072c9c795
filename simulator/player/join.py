"""Makes one module of the player's many, so that a browser asks for one file instead of thirty in turn."""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\}|\* as (?P<all>\w+)) from "(?P<file>[^"]+)";\n', re.MULTILINE)
DECLARED = re.compile(r"^export (?:async )?(?:function|class) (\w+)", re.MULTILINE)
CONSTANTS = re.compile(r"^export const (.*?);?$(?=\n(?:\S|\n)|\Z)", re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) )", re.MULTILINE)


def join(modules: Mapping[str, str], entry: str) -> str:
    """All that the entry needs, by path, as the text of one module with the entry's exports.

    Each module becomes a function of its own that is called once, so that names do not meet.
    Raises ValueError where modules import each other in a circle, or a name that is not exported.
    """
    order = list(dict.fromkeys(_in_order(modules, entry, ())))
    exported = {path: list(_exported(modules[path])) for path in order}
    linked = {path: _linked(path, modules[path], exported) for path in order}
    parts = [_enclosed(path, EXPORT.sub("", linked[path]), exported[path]) for path in order if path != entry]
    return "".join([*parts, linked[entry]])


def exporting(values: Mapping[str, Any]) -> str:
    """The text of a module that exports these values by name."""
    return "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in values.items())


def _in_order(modules: Mapping[str, str], path: str, above: tuple[str, ...]) -> Iterator[str]:
    if path in above:
        raise ValueError(f"Modules import each other in a circle: {' -> '.join([*above, path])}.")
    for found in IMPORT.finditer(modules[path]):
        yield from _in_order(modules, _resolved(path, found["file"]), (*above, path))
    yield path


def _enclosed(path: str, body: str, exported: Sequence[str]) -> str:
    return f"const {_variable(path)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();\n"


def _linked(path: str, source: str, exported: Mapping[str, Sequence[str]]) -> str:
    """The source with its imports read from the modules above it."""

    def link(found: re.Match[str]) -> str:
        other = _resolved(path, found["file"])
        wanted = [name.strip() for name in (found["names"] or "").split(",") if name.strip()]
        if missing := {name.split(" as ")[0] for name in wanted} - {*exported[other]}:
            raise ValueError(f"{path} imports {', '.join(sorted(missing))}, which {other} does not export.")
        names = f"{{ {', '.join(wanted).replace(' as ', ': ')} }}" if wanted else found["all"]
        return f"const {names} = {_variable(other)};\n"

    # Names become constants at the top of the module, where its own imports stood.
    return IMPORT.sub(link, source)


def _exported(source: str) -> Iterator[str]:
    yield from DECLARED.findall(source)
    for constants in CONSTANTS.findall(source):
        yield from _names(constants)


def _names(constants: str) -> Iterator[str]:
    """Of ``a = f(1, 2), b = 3``: a and b, for what stands in brackets or quotes declares nothing."""
    outside = re.sub(r'"[^"]*"|`[^`]*`', "0", constants)
    # From the innermost brackets outwards, for a pattern cannot count how deep they are.
    while (less := re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}", "0", outside)) != outside:
        outside = less
    for one in outside.split(","):
        if found := re.match(r"\s*(\w+) =\s", one):
            yield found[1]


def _resolved(path: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))


def _variable(path: str) -> str:
    return "$" + re.sub(r"\W", "_", path.removesuffix(".js"))

"""What is read of the engine's own source, so that a fact stands once, and torch is not loaded for it."""

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def constant(entry_point: str) -> Any:
    """The value that ``"package.module:NAME"`` is given where it is defined."""
    module, name = entry_point.split(":")
    return ast.literal_eval(_definitions(module)[name].value)  # type: ignore[attr-defined]


def sources(entry_point: str) -> list[str]:
    """The function that ``"package.module:name"`` names, with what it uses of its module in front of it.

    Without annotations, without arguments that nothing depends on, and without underscores in front of names.
    """
    module, name = entry_point.split(":")
    wanted: list[str] = []
    _gather(name, _definitions(module), wanted)
    return [re.sub(r"\b_(?=[a-z])", "", _written(module, one)) for one in wanted]


def arguments_of(entry_point: str) -> list[str]:
    """The arguments that the function's answer depends on."""
    module, name = entry_point.split(":")
    return _needed(name, _definitions(module))


@cache
def _text(module: str) -> str:
    spec = find_spec(module)
    assert spec and spec.origin
    return Path(spec.origin).read_text(encoding="utf-8")


@cache
def _definitions(module: str) -> dict[str, ast.stmt]:
    """Name -> where it is defined, of a module's functions and constants."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(_text(module)).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
    return found


def _gather(name: str, known: dict[str, ast.stmt], wanted: list[str]) -> None:
    """Appends a name behind all that it needs."""
    for used in _used(*_body(known[name])):
        if used in known and used not in wanted and used != name:
            _gather(used, known, wanted)
    if name not in wanted:
        wanted.append(name)


def _used(*nodes: ast.AST) -> list[str]:
    """The names that are read."""
    names = (part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name))
    return list(dict.fromkeys(names))


def _body(node: ast.stmt) -> list[ast.stmt]:
    """Without a function's head, whose annotations are left out."""
    return node.body if isinstance(node, ast.FunctionDef) else [node]


def _arguments(node: ast.stmt) -> list[str]:
    return [argument.arg for argument in node.args.args] if isinstance(node, ast.FunctionDef) else []


def _calls(node: ast.stmt, known: dict[str, ast.stmt]) -> list[tuple[str, list[ast.expr]]]:
    """The module's own functions that are called, and what with."""
    calls = (part for statement in _body(node) for part in ast.walk(statement) if isinstance(part, ast.Call))
    return [(call.func.id, call.args) for call in calls if isinstance(call.func, ast.Name) and call.func.id in known]


def _needed(name: str, known: dict[str, ast.stmt]) -> list[str]:
    """Arguments that are read, and not only to be handed to a function that does not need them."""
    calls = _calls(known[name], known)
    idle = [
        value
        for called, values in calls
        for argument, value in zip(_arguments(known[called]), values, strict=True)
        if argument not in _needed(called, known)
    ]
    read = _used(*_body(known[name]))
    handed = [value.id for value in idle if isinstance(value, ast.Name)]
    count = {one: sum(part.id == one for part in _names(known[name])) for one in read}
    return [one for one in _arguments(known[name]) if one in read and count[one] > handed.count(one)]


def _names(node: ast.stmt) -> list[ast.Name]:
    return [part for statement in _body(node) for part in ast.walk(statement) if isinstance(part, ast.Name)]


def _written(module: str, name: str) -> str:
    known = _definitions(module)
    node = known[name]
    text = ast.get_source_segment(_text(module), node) or ""
    if not isinstance(node, ast.FunctionDef):
        return text
    head = f"def {name}({', '.join(_needed(name, known))}):"
    body = "\n".join(text.splitlines()[node.body[0].lineno - node.lineno :])
    for called, values in _calls(node, known):
        given, needed = [ast.unparse(value) for value in values], _needed(called, known)
        kept = [text for text, one in zip(given, _arguments(known[called]), strict=True) if one in needed]
        if kept != given:
            body = body.replace(f"{called}({', '.join(given)})", f"{called}({', '.join(kept)})")
    return f"{head}\n{body}"

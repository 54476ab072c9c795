"""Code that is put together from lines."""

import re

WIDEST = 110
"""Characters of a line, before it is indented."""
Line = str | None
"""None is left out, so that a line may depend on the run; an empty line stays."""


def lines(*parts: Line, indent: int = 0) -> str:
    """The lines as one text; each part may hold several."""
    text = "\n".join(part for part in parts if part is not None)
    return "\n".join(" " * indent + line if line else line for line in text.splitlines())


def remarked(code: str, remark: str) -> str:
    """A line of code with a comment behind it, or above it where there is no room."""
    behind = f"{code}  # {remark}"
    return behind if len(behind) <= WIDEST else f"# {remark}\n{code}"


def mentions(code: str, name: str) -> bool:
    """Whether the name occurs in the code."""
    return re.search(rf"\b{name}\b", code) is not None

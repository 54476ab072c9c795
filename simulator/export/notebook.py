"""The script as a Jupyter notebook: its sections as cells, and a chart of what they found."""

import json
from typing import Any

from simulator.export.script.script import sections
from simulator.export.script.text import lines
from simulator.trace import Trace

VERSION = (4, 5)
"""Of the notebooks' format (nbformat)."""


def notebook(trace: Trace) -> str:
    """The notebook as JSON, without outputs; it needs altair beside what the script needs."""
    about, *parts = sections(trace)
    cells = [_words(f"# {about.title}".replace("\n\nIt needs: pip install ", "\n\nIt needs: pip install altair "))]
    cells.append(_code(about.code))
    for part in parts:
        cells += [_words(f"## {part.title.capitalize()}"), _code(part.code)]
    cells += [_words(f"## Gradient norm by {trace.experiment.site_name}"), _code(_chart(trace))]
    # Counted, not drawn at random, so that the same run gives the same file.
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    whole = {"cells": cells, "metadata": metadata, "nbformat": VERSION[0], "nbformat_minor": VERSION[1]}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _words(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": text}


def _chart(trace: Trace) -> str:
    """The profile of the first and of the last step, on a logarithmic axis; nothing where the norm is 0."""
    site = trace.experiment.site_name
    return lines(
        "import altair as alt",
        "",
        "rows = [",
        f'    {{"{site}": site, "gradient norm": norm, "training step": str(step)}}',
        "    for step in (1, len(history))",
        "    for site, norm in enumerate(history[step - 1], 1)",
        "    if norm > 0",
        "]",
        "alt.Chart(alt.Data(values=rows), width=600).mark_line(point=True).encode(",
        f'    x="{site}:Q",',
        '    y=alt.Y("gradient norm:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="e")),',
        '    color="training step:N",',
        ")",
    )

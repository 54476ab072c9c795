"""``python -m simulator poster causes.svg``: causes and remedies on one page of the size A3, for the wall."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

HELP = (
    "Trains the networks of the poster and draws it: what makes a gradient vanish or explode, what one sees, what "
    "helps. A file that ends in .svg is a drawing, one that ends in .pdf is to be printed, both of the size A3."
)


def posted(file: str, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Writes the poster; raises ValueError where the file ends in neither, or has no folder."""
    from simulator import simulate
    from simulator.export.poster import PDF, SVG, as_pdf, poster, runs

    path = Path(file)
    ending = path.suffix.lower().removeprefix(".")
    if ending not in (SVG, PDF):
        raise ValueError(f"A poster ends in .{SVG} or .{PDF}; given was {path.name!r}.")
    if not path.parent.is_dir():
        raise ValueError(f"There is no folder {str(path.parent)!r} for {path.name!r}.")
    traces = {}
    for name, experiment in runs().items():
        traces[name] = simulate(experiment)
        progress(len(traces), len(runs()))
    svg = poster(traces)
    path.write_bytes(as_pdf(svg) if ending == PDF else svg.encode())
    return {"networks": len(traces), "files": [str(path)]}

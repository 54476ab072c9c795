"""Run in a process of its own: compiles the charts and writes, with the Vega runtime, all that the browser loads.

python bundle.py FOLDER LANGUAGE
"""

import gzip
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))  # where the simulator of a clone is, which need not be installed

from simulator.catalog import thresholds  # noqa: E402
from simulator.catalog.explained import forms  # noqa: E402
from simulator.catalog.viewing import MOMENT, SPEEDS  # noqa: E402
from simulator.charts import sites, theme, why  # noqa: E402
from simulator.charts.map import MAPS  # noqa: E402
from simulator.charts.packing import ALIGNED, KINDS  # noqa: E402
from simulator.charts.panels import PANELS  # noqa: E402
from simulator.charts.profile import STATES  # noqa: E402
from simulator.language import speak  # noqa: E402
from simulator.language.catalogue import of_language  # noqa: E402
from simulator.player.join import exporting, join  # noqa: E402

LINES = {
    "curve": why.CURVE,
    "slope": why.SLOPE,
    "road": why.ROAD,
    "cell": why.CELL,
    "similarity": sites.SIMILARITY,
    "expected": sites.EXPECTED,
}
"""Names of the lines in the rows of the charts."""


def constants() -> dict[str, Any]:
    """What JavaScript takes from Python, so that nothing is written twice; constants.d.ts says what each is."""
    called = sites.names() | why.names()
    return {
        **of_language(),
        "VIEWS": {name: panel.views for name, panel in PANELS.items()},
        "HEADINGS": {name: panel.heading for name, panel in PANELS.items()},
        "TERMS": {form: (term.name, term.note) for form, term in forms().items()},
        "KINDS": KINDS,
        "ALIGNED": ALIGNED,
        "STATES": STATES,
        "SPEEDS": SPEEDS,
        "MOMENT": MOMENT,
        "SIGNS": theme.SIGNS,
        "PINNED": theme.PINNED,
        "GRADIENT": theme.GRADIENT,
        "APPLIED": theme.APPLIED,
        "LINKS": theme.LINKS,
        "ACTIVATION": (theme.BELOW, theme.ABOVE),
        "LINES": LINES,
        "NAMES": {name: called[line] for name, line in LINES.items()} | {unit: called[unit] for unit in sites.UNITS},
        "GATES": {gate: called[gate] for gate in sites.GATES},
        "TYPE": (theme.LABEL, theme.FONT),
        "CLASSES": theme.CLASSES,
        "RIGHT": theme.HEALTHY,
        "NOTHING": theme.NOTHING,
        "BROKEN": theme.BROKEN,
        "HEALTHY_DECADES": thresholds.HEALTHY_DECADES,
        "SATURATED_SLOPE": thresholds.SATURATED_SLOPE,
        "CLIP_UNTOUCHED": thresholds.CLIP_UNTOUCHED,
        "AXIS_STEP": theme.STEP,
        "MOST_UPDATE": theme.MOST_UPDATE,
    }


def write(folder: Path) -> None:
    """The player with its charts, and the Vega runtime that draws them, each also packed; and the opener of a page."""
    import vl_convert

    charts = {name: _chart(vl_convert.vegalite_to_vega, panel.draw().to_dict()) for name, panel in PANELS.items()}
    maps = {name: _chart(vl_convert.vegalite_to_vega, draw().to_dict()) for name, draw in MAPS.items()}
    with TemporaryDirectory() as parts:
        write_modules(Path(parts))
        Path(parts, "specs.js").write_text(exporting({"CHARTS": charts}), "utf-8")
        modules = {file.relative_to(parts).as_posix(): file.read_text("utf-8") for file in Path(parts).rglob("*.js")}
        # The map has charts of its own, which no visitor of the player need load.
        of_maps = modules | {"specs.js": exporting({"CHARTS": maps})}
    # What opens a page of its own is written into that page, and never asked for.
    folder.joinpath("alone.js").write_text(join(modules, "alone.js"), "utf-8")
    texts = {
        "main.js": join(modules, "main.js"),
        "map.js": join(of_maps, "map.js"),
        "vega.js": vl_convert.javascript_bundle("export { vegaEmbed };"),
    }
    for name, text in texts.items():
        folder.joinpath(name).write_text(text, "utf-8")
        folder.joinpath(f"{name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def write_modules(folder: Path) -> None:
    """The player's own modules and the constants that they take from Python: all that runs without a browser."""
    shutil.copytree(HERE / "js", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.d.ts"))
    folder.joinpath("constants.js").write_text(exporting(constants()), "utf-8")


def _chart(compiled: Callable[[dict[str, Any]], dict[str, Any]], spec: dict[str, Any]) -> dict[str, Any]:
    """Compiled to Vega here, so that no browser has to."""
    # The element around a chart says what it shows; Vega would put each mark into words besides, in every picture.
    spec["config"]["aria"] = False
    return {"spec": compiled(spec), "parameters": [entry["name"] for entry in spec["params"]]}


if __name__ == "__main__":
    speak(sys.argv[2])
    write(Path(sys.argv[1]))

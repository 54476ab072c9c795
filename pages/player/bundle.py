"""Run in a process of its own: compiles the charts and writes, with the Vega runtime, all that the browser loads.

python bundle.py FOLDER
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import vl_convert

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))  # where the simulator of a clone is, which need not be installed

from simulator.catalog import thresholds  # noqa: E402
from simulator.charts import theme, why  # noqa: E402
from simulator.charts.panels import PANELS  # noqa: E402
from simulator.charts.profile import STATES  # noqa: E402


def write(folder: Path) -> None:
    """The player's own modules, the Vega runtime, and the charts as a module between the two."""
    shutil.copytree(HERE / "js", folder, dirs_exist_ok=True)
    folder.joinpath("vega.js").write_text(vl_convert.javascript_bundle("export { vegaEmbed };"), "utf-8")
    lines = (f"export const {name} = {json.dumps(value)};\n" for name, value in _constants().items())
    folder.joinpath("specs.js").write_text("".join(lines), "utf-8")


def _constants() -> dict[str, Any]:
    return {
        "CHARTS": {name: _chart(panel.draw().to_dict()) for name, panel in PANELS.items()},
        "VIEWS": {name: panel.views for name, panel in PANELS.items()},
        "HEADINGS": {name: panel.heading for name, panel in PANELS.items()},
        "STATES": STATES,
        "SIGNS": theme.SIGNS,
        "BESIDE": theme.BESIDE,
        "GRADIENT": theme.GRADIENT,
        "APPLIED": theme.APPLIED,
        "LINKS": theme.LINKS,
        "ACTIVATION": (theme.BELOW, theme.ABOVE),
        "LINES": {"curve": why.CURVE, "slope": why.SLOPE, "road": why.ROAD, "cell": why.CELL},
        "NOTHING": theme.NOTHING,
        "BROKEN": theme.BROKEN,
        "HEALTHY_DECADES": thresholds.HEALTHY_DECADES,
        "SATURATED_SLOPE": thresholds.SATURATED_SLOPE,
        "CLIP_UNTOUCHED": thresholds.CLIP_UNTOUCHED,
        "AXIS_STEP": theme.STEP,
    }


def _chart(spec: dict[str, Any]) -> dict[str, Any]:
    """Compiled to Vega here, so that no browser has to."""
    parameters = [entry["name"] for entry in spec["params"]]
    return {"spec": vl_convert.vegalite_to_vega(spec), "parameters": parameters}


if __name__ == "__main__":
    write(Path(sys.argv[1]))

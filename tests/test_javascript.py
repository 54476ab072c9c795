"""The player's JavaScript without a browser: its types, its form, and what it does in Node with what Python packs.

Node comes from PyPI, the checkers from npm (`make javascript` installs both). Where they cannot be had the tests are
skipped with a word, except in continuous integration.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest

from simulator import simulate
from simulator.analysis.seeds import Member, part_of, together
from simulator.analysis.words import spoken
from simulator.charts.header import Pinned, RunHeader, Words
from simulator.charts.links import link_sites
from simulator.charts.payload import pack, pack_waiting
from simulator.charts.recorded import displayed
from simulator.charts.seeds import ENDS, SeedsHeader, pack_seeds
from simulator.charts.snapshot import SnapshotHeader, pack_snapshot
from simulator.engine.snapshot import snapshot
from simulator.player.bundle import HERE, constants, write_modules
from simulator.repeated import Seeds
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot
from simulator.trace import Trace, evenly_spaced
from tests import synthetic
from tests.unpacking import unpack

FOLDER = Path(__file__).with_name("js")
SOURCES = (
    "simulator/player/js",
    "pages/shared/live_slider",
    "pages/shared/lesson",
    "pages/shared/challenge",
    "pages/shared/words",
    "tests/js",
)
NODE = Path(sys.prefix, "bin", "node")
TOOLS = FOLDER / "node_modules"
DEEP, SEQUENCE = Experiment(steps=300), {"kind": "sequence", "task": "recall_first"}
WALKED = Experiment(depth=4, width=6, steps=5, batch_size=8)

LEARNING: dict[str, dict[str, Any]] = {
    "plane": {"task": "two_spirals", "depth": 2},
    "surface": {"task": "sine_surface", "depth": 2},
    "copy": {"kind": "sequence", "task": "copy", "sequence_length": 8},
    "adding": {"kind": "sequence", "task": "adding", "sequence_length": 70},
}
"""Runs whose answers are looked at."""


def node(*command: str, **environment: str) -> None:
    """Runs a command of Node; what it says about a failure is the test's message."""
    if not (NODE.exists() and TOOLS.is_dir()):
        missing = "no Node or no checkers in it: `make javascript` installs them"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    done = subprocess.run(
        [NODE, *command], cwd=FOLDER, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_types_hold() -> None:
    node("node_modules/typescript/bin/tsc", "--project", ".")


def test_form_and_habits_are_held() -> None:
    sources = (str(Path(os.pardir, os.pardir, source)) for source in SOURCES)
    options = ("--config-path=.", "--error-on-warnings", "--colors=off")
    node("node_modules/@biomejs/biome/bin/biome", "ci", *options, *sources)


def test_it_does_what_its_tests_in_node_say(tmp_path: Path) -> None:
    write_modules(tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for name, run in runs().items():
        (tmp_path / f"{name}.bin").write_bytes(pack(run, run=name, ask_for_more=False))
        write(tmp_path / f"{name}.json", {"header": header(run), "arrays": arrays(run)})
    body = unpack(pack(runs()["vanishing"], run="vanishing", ask_for_more=False))[0]["body"]
    later = pack(runs()["vanishing"], run="vanishing", ask_for_more=False, note="later", known=body)
    (tmp_path / "vanishing-kept.bin").write_bytes(later)
    (tmp_path / "waiting.bin").write_bytes(pack_waiting(DEEP, run="waiting"))
    seeds = seeds_of(runs()["vanishing"], runs()["diverging"])
    (tmp_path / "seeds.bin").write_bytes(pack_seeds(seeds, run="seeds"))
    norm = {end: getattr(seeds.gradient_norm, end).tolist() for end in ENDS}
    write(tmp_path / "seeds.json", {"norm": norm, "diverged": [seeds.counts()["diverged"], len(seeds.seeds)]})
    seen = snapshot(WALKED, None, 2)
    (tmp_path / "snapshot.bin").write_bytes(pack_snapshot(seen, run="walked", row=2))
    write(tmp_path / "snapshot.json", about(seen))
    for name, settings in LEARNING.items():
        trace = simulate(Experiment(**settings, width=8, batch_size=8, steps=12))
        (tmp_path / f"{name}.bin").write_bytes(pack(trace, run=name, ask_for_more=False))
        write(tmp_path / f"{name}.json", learning(trace))
    write(tmp_path / "spoken.json", [(log, spoken(log)) for log in np.linspace(-45, 45, 500).tolist()])
    node("--test", PLAYER_FOLDER=str(tmp_path))


def runs() -> dict[str, Trace]:
    """Made-up runs by name."""
    return {
        "vanishing": synthetic.trace(DEEP),
        "exploding": synthetic.trace(Experiment(depth=50, clip="norm", steps=300), 0.5),
        "diverging": synthetic.diverging(DEEP),
        "silent": synthetic.silent(DEEP),
        "lstm": synthetic.trace(Experiment(**SEQUENCE, cell="lstm", steps=30), -0.01),
        "long": synthetic.trace(Experiment(**SEQUENCE, cell="lstm", sequence_length=500, steps=20), -0.02),
        "walked": synthetic.trace(WALKED),
    }


def seeds_of(*runs: Trace) -> Seeds:
    """What the runs have in common, the first of them twice, the second time with half the gradient."""
    members = []
    for run in (*runs, replace(runs[0], gradient_norm=runs[0].gradient_norm / 2)):
        members.append(Member(run.experiment))
        members[-1].add(part_of(run, 0))
    return together(members)


def header(run: Trace) -> dict[str, Any]:
    """What the player must know of it, from the run itself."""
    return {
        "steps": [row + 1 for row in displayed(run)],
        "trained": run.steps,
        "sites": run.experiment.sites,
        "done": True,
        "matrices": list(run.matrices),
        "gated": bool(run.gates),
    }


def arrays(run: Trace) -> dict[str, list[float]]:
    """Every number that must arrive, in its order: norms as logarithms, shares of at most 150 sites."""
    rows, kept = displayed(run), evenly_spaced(run.sites, 150)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = {"norm": np.log10(run.gradient_norm[rows]), "updates": np.log10(run.update_ratio[rows])}
    single = {"loss": run.loss[rows], "accuracy": run.accuracy[rows], "clip": run.clip_scale[rows]}
    gates = {f"gate:{name}": values[rows][:, kept] for name, values in run.gates.items()}
    units = {"saturated": run.saturated[rows][:, kept], "dead": run.dead[rows][:, kept]}
    alike = {"similarity": run.similarity[rows][:, kept]}
    with np.errstate(over="ignore"):
        single = {name: values.astype("f4").astype("f8") for name, values in single.items()}
    links = {f"link:{name}": np.zeros((len(rows), len(link_sites(run.sites)))) for name in ("slope", "weight")}
    return {
        name: values.ravel().tolist()
        for name, values in {**logs, **single, **(gates or units), **alike, **links}.items()
    }


def learning(run: Trace) -> dict[str, Any]:
    """What was asked and answered, from the run itself, and for each record what its sentence must count."""
    found, classes = run.learned, run.experiment.task_row.classes
    assert found
    moments = found.moments.astype(int) - 1
    asked = {"inputs": found.inputs[:, moments] if len(moments) else found.inputs, "targets": found.targets}
    known = {f"asked:{name}": values for name, values in asked.items()}
    for name, values in (("said", found.samples), ("course", found.course)):
        if values.size and classes:
            known |= {f"{name}:class": values.argmax(-1), f"{name}:sure": values.max(-1)}
        elif values.size:
            known[name] = values
    if found.grid.size:
        known["said:grid"] = found.grid
    targets, worth = found.targets, list[str | float]()
    for answers in found.samples:
        if classes:
            right = int((answers.argmax(-1) == targets).sum())
            most = np.bincount(targets.astype(int).ravel()).max()
            worth.append(f"{right} of {targets.size}{' symbols' * (targets.shape[1] > 1)} right, guessing gives {most}")
        else:
            worth.append(float(np.abs(answers[:, 0] - targets).mean()))
    return {
        "recorded": [row + 1 for row in found.steps.tolist()],
        "arrays": {name: np.ravel(values).tolist() for name, values in known.items()},
        "worth": worth,
    }


def about(seen: Snapshot) -> dict[str, Any]:
    """Some of a snapshot's arrays, site by site."""
    drawing = seen.drawing
    shown = {"h": drawing.h, "step_in": drawing.step_in, "gradient_norm": np.log10(seen.row["gradient_norm"])}
    return {
        "arrays": {name: np.atleast_2d(values).astype("f4").tolist() for name, values in shown.items()},
        "sites": seen.experiment.sites,
        "units": len(drawing.units),
    }


def write(file: Path, value: Any) -> None:
    """JSON has no infinities and no NaN: they are written as words."""
    text = json.dumps(value)
    file.write_text(re.sub(r"-?Infinity|NaN", lambda found: json.dumps(WORDS[found[0]]), text))


WORDS = {"Infinity": "inf", "-Infinity": "-inf", "NaN": "nan"}


def declared(file: Path, interface: str) -> dict[str, str]:
    """The fields of a TypeScript interface, and their types as they are written."""
    found = re.search(rf"interface {interface}\b[^{{]*{{(.*?)\n}}", file.read_text("utf-8"), re.DOTALL)
    assert found
    return dict(re.findall(r"^  (\w+)\??: (.*);$", found[1], re.MULTILINE))


NAMES = {"int": "number", "float": "number", "bool": "boolean", "str": "string", "None": "null"}


def in_typescript(hint: Any) -> str:
    """A Python type as TypeScript writes it."""
    text = hint.__name__ if isinstance(hint, type) and not getattr(hint, "__args__", None) else str(hint)
    text = re.sub(r"simulator\.charts\.header\.", "", text)
    text = re.sub(r"\b(int|float|bool|str|None)\b", lambda name: NAMES[name[0]], text)
    text = re.sub(r"dict\[(\w+), (\w+)\]", r"Record<\1, \2>", text)
    text = re.sub(r"list\[(tuple\[.*\])\]", "Caption[]", text)
    text = re.sub(r"tuple\[(.*)\]", r"[\1]", text)
    text = re.sub(r"list\[(\w+ \| \w+)\]", r"(\1)[]", text)
    return re.sub(r"list\[(\w+)\]", r"\1[]", text)


DESCRIBED = [
    (RunHeader, "Run"),
    (SnapshotHeader, "Snapshot"),
    (SeedsHeader, "Seeds"),
    (Pinned, "Pinned"),
    (Words, "Words"),
]


@pytest.mark.parametrize(("header", "interface"), DESCRIBED)
def test_a_delivery_is_described_alike_in_both_languages(header: Any, interface: str) -> None:
    said: Mapping[str, str] = declared(HERE / "js" / "data" / "payload.d.ts", interface)
    known = {name: in_typescript(hint) for name, hint in get_type_hints(header).items()}
    assert said == {name: kind for name, kind in known.items() if name != "steps"}  # every delivery has steps


def test_every_constant_is_declared_for_javascript_and_used_there() -> None:
    folder = HERE / "js"
    names = re.findall(r"export const (\w+)", (folder / "constants.d.ts").read_text("utf-8"))
    assert sorted(names) == sorted(constants())
    sources = "".join(file.read_text("utf-8") for file in folder.rglob("*.js"))
    assert [name for name in names if not re.search(rf"\b{name}\b", sources)] == []

"""What the JavaScript's tests in Node are handed: deliveries as Python packs them, and what must come out of each."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from simulator import simulate
from simulator.analysis.seeds import Member, part_of, together
from simulator.analysis.words import spoken
from simulator.charts.links import link_sites
from simulator.charts.payload import pack, pack_waiting
from simulator.charts.recorded import displayed
from simulator.charts.seeds import ENDS, pack_seeds
from simulator.charts.snapshot import pack_snapshot
from simulator.engine.snapshot import snapshot
from simulator.player.bundle import write_modules
from simulator.repeated import Seeds
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot
from simulator.trace import Trace, evenly_spaced
from tests import synthetic
from tests.unpacking import unpack

WORDS = {"Infinity": "inf", "-Infinity": "-inf", "NaN": "nan"}
DEEP, SEQUENCE = Experiment(steps=300), {"kind": "sequence", "task": "recall_first"}
WALKED = Experiment(depth=4, width=6, steps=5, batch_size=8)

LEARNING: dict[str, dict[str, Any]] = {
    "plane": {"task": "two_spirals", "depth": 2},
    "surface": {"task": "sine_surface", "depth": 2},
    "copy": {"kind": "sequence", "task": "copy", "sequence_length": 8},
    "adding": {"kind": "sequence", "task": "adding", "sequence_length": 70},
}
"""Runs whose answers are looked at."""


def hand_over(folder: Path) -> None:
    """Writes the player's modules, each delivery as ``NAME.bin``, and what it holds as ``NAME.json``."""
    write_modules(folder)
    (folder / "package.json").write_text('{"type": "module"}')
    for name, run in runs().items():
        (folder / f"{name}.bin").write_bytes(pack(run, run=name, ask_for_more=False))
        write(folder / f"{name}.json", {"header": header(run), "arrays": arrays(run)})
    body = unpack(pack(runs()["vanishing"], run="vanishing", ask_for_more=False))[0]["body"]
    later = pack(runs()["vanishing"], run="vanishing", ask_for_more=False, note="later", known=body)
    (folder / "vanishing-kept.bin").write_bytes(later)
    (folder / "waiting.bin").write_bytes(pack_waiting(DEEP, run="waiting"))
    seeds = seeds_of(runs()["vanishing"], runs()["diverging"])
    (folder / "seeds.bin").write_bytes(pack_seeds(seeds, run="seeds"))
    norm = {end: getattr(seeds.gradient_norm, end).tolist() for end in ENDS}
    write(folder / "seeds.json", {"norm": norm, "diverged": [seeds.counts()["diverged"], len(seeds.seeds)]})
    seen = snapshot(WALKED, None, 2)
    (folder / "snapshot.bin").write_bytes(pack_snapshot(seen, run="walked", row=2))
    write(folder / "snapshot.json", about(seen))
    for name, settings in LEARNING.items():
        trace = simulate(Experiment(**settings, width=8, batch_size=8, steps=12))
        (folder / f"{name}.bin").write_bytes(pack(trace, run=name, ask_for_more=False))
        write(folder / f"{name}.json", learning(trace))
    write(folder / "spoken.json", [(log, spoken(log)) for log in np.linspace(-45, 45, 500).tolist()])


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
    # The factors of a made-up run are all one, and what is sent are their logarithms.
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

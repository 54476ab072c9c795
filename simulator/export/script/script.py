"""The whole script, section by section; the notebook has the same sections as its cells."""

import re
import textwrap
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.describe import describe
from simulator.analysis.verdict import verdict
from simulator.export.script.cells import cells
from simulator.export.script.data import data, real
from simulator.export.script.layers import layers
from simulator.export.script.parts import conv, dropout, rms, written_out
from simulator.export.script.source import constant
from simulator.export.script.start import start
from simulator.export.script.text import lines, mentions, remarked
from simulator.export.script.training import training
from simulator.settings.experiment import FIELDS, Experiment
from simulator.trace import Trace

DEFINES = ("def ", "class ")
RULE = 100
CHAOTIC = 5e3
"""Norm in the first two steps from which on a network that is not linear multiplies what is rounded away, step by step:
measured, runs from weights moved by one unit in the last place of float64 part after two to seven steps."""
CONSTANT = re.compile("[A-Z]+ = .*")
STREAM = '''\
def stream(purpose{seed}):
    """Random numbers for one purpose alone: what one of them draws moves no other's numbers."""
    return torch.Generator().manual_seed(({given} + PURPOSES.index(purpose) * {apart}) % 2**32)'''


@dataclass(frozen=True)
class Section:
    """A part of the script: its heading, and blocks of code."""

    title: str
    blocks: tuple[str, ...]

    @property
    def code(self) -> str:
        """The blocks, with two empty lines around what is defined, and one elsewhere."""
        text = self.blocks[0]
        for before, after in pairwise(self.blocks):
            text += apart(before, after) + after
        return text


def apart(before: str, after: str) -> str:
    """The empty lines between two blocks: two around what is defined, none between constants."""
    if before.startswith(DEFINES) or after.startswith(DEFINES):
        return "\n\n\n"
    return "\n" if all(CONSTANT.fullmatch(block) for block in (before, after)) else "\n\n"


def script(trace: Trace) -> str:
    """The run as Python. Of the trace the first row is enough; more of it say where the run ends, and whether its norms
    need care."""
    about, *parts = sections(trace)
    text = f'"""{about.title}\n"""\n\n{about.code}'
    for part in parts:
        text += f"\n\n\n# ---- {part.title} {'-' * (RULE - len(part.title))}\n\n\n{part.code}"
    return text + "\n"


def sections(trace: Trace) -> list[Section]:
    """What the script is made of; the first one's title is what is said of the run."""
    e = trace.experiment.canonical()
    parts = [
        Section("data", tuple(data(e))),
        Section(
            "network",
            (*written_out(e), *dropout(e), *_optional(rms(e)), *(cells(e) if e.kind == "sequence" else layers(e))),
        ),
        Section("starting weights", tuple(start(e))),
        Section("training", tuple(training(e, trace))),
    ]
    code = "\n".join(part.code for part in parts)
    return [Section(told(e, trace), (_imports(e, code), _settings(e, code), _stream(e, code))), *parts]


def told(e: Experiment, trace: Trace) -> str:
    """What the run is, and what the script has to do with it."""
    row = "At its start" if trace.steps == 1 else "So far" if trace.outcome.name == "running" else "At its end"
    needs = "torch numpy scikit-learn" if real(e) else "torch numpy"
    return lines(
        describe(e),
        "",
        "This is a run of the gradient simulator in plain PyTorch: the same data, starting weights and batches, and so",
        "the same gradient norms. A comment says which control of the page a number or a line comes from.",
        "",
        "It computes in float64, and the page in float32 while that carries: over many steps, and where a network is",
        "chaotic after a few, what is rounded away makes two runs of them.",
        *(_chaos(trace) if chaotic(trace) else []),
        "",
        *textwrap.wrap(f"{row} the page says: {verdict(trace).sentence}.", 110),
        "",
        f"It needs: pip install {needs}",
    )


def chaotic(trace: Trace) -> bool:
    """Whether norms are so large from the start that float64 does not determine the first steps either.

    A linear network magnifies, and is not chaotic. A single large norm is at once behind the run.
    """
    return trace.experiment.activation != "linear" and bool(len(first := _first(trace)) and first.min() > CHAOTIC)


def _first(trace: Trace) -> NDArray[np.float64]:
    """The largest norm in each of the first two steps; empty where only one is known."""
    return trace.gradient_norm[:2].max(1) if trace.steps > 1 else np.empty(0)


def _chaos(trace: Trace) -> list[str]:
    return [
        f"Here a norm of {_first(trace).max():.0e} says so: the last digit of one weight, in float64 too, decides the",
        "norms of a few steps later, so that no two programs, processors or orders of adding agree on them.",
    ]


def _optional(text: str | None) -> list[str]:
    return [] if text is None else [text]


def _imports(e: Experiment, code: str) -> str:
    return lines(
        "import math\n" if mentions(code, "math") else None,
        "import numpy as np",
        "import torch",
        "from sklearn.datasets import load_digits" if real(e) else None,
        "from torch import nn",
        "from torch.nn import functional as F",
    )


def _settings(e: Experiment, code: str) -> str:
    """Every number that a control of the page sets and this run needs, and the sizes that follow from the task."""
    needed = [name for name in FIELDS if mentions(code, name.upper()) or name == "seed"]
    values = [f"{name.upper()} = {getattr(e, name)}  # {FIELDS[name].title}" for name in needed]
    task = e.task_row
    of_x = "channels of an image" if conv(e) else "numbers that it reads"
    return lines(
        *values,
        f"INPUTS = {1 if conv(e) else task.inputs}  # {of_x}",
        f"OUTPUTS = {task.output_size}  # {'classes' if task.classes else 'numbers that it answers with'}",
    )


def _stream(e: Experiment, code: str) -> str:
    purposes = constant("simulator.engine.streams:PURPOSES")
    last = max(purposes.index(name) for name in re.findall(r'(?:stream|draw|draw_input)\("([\w ]+)"', code))
    seed, given = (", seed=SEED", "seed") if e.pretraining else ("", "SEED")
    apart = f"0x{constant('simulator.engine.streams:APART'):X}"
    written = ", ".join(f'"{name}"' for name in purposes[: last + 1])
    return (
        remarked(f"PURPOSES = ({written})", "of random numbers")
        + "\n\n\n"
        + STREAM.format(seed=seed, given=given, apart=apart)
    )

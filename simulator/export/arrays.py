"""A whole run as NumPy's own file: every recorded array under its name, and all else as JSON under ``run``."""

import io
import json
import math
from dataclasses import asdict
from typing import Any

import numpy as np

from simulator.learned import PREFIX
from simulator.trace import Trace

RUN = "run"
"""The name of the JSON text: settings, outcome, and what one guess for all would reach."""


def arrays(trace: Trace) -> bytes:
    """The NPZ; arrays are float64, in shapes as a ``Trace`` and a ``Learned`` have them."""
    learned = {f"{PREFIX}{name}": values for name, values in vars(trace.learned).items()} if trace.learned else {}
    file = io.BytesIO()
    # A member is named as its array, and a name with a colon is no keyword: hence the mapping.
    members: dict[str, Any] = {RUN: np.array(_run(trace)), **trace.arrays(), **learned}
    np.savez_compressed(file, **members)
    return file.getvalue()


def _run(trace: Trace) -> str:
    chance = {name: getattr(trace, name) for name in ("chance_loss", "chance_accuracy")}
    known = {name: None if math.isnan(value) else value for name, value in chance.items()}
    return json.dumps(
        {"settings": trace.experiment.model_dump(), "outcome": asdict(trace.outcome), **known}, allow_nan=False
    )

"""The settings of a run as JSON: every one of them, by name."""

import json

from simulator.trace import Trace


def settings(trace: Trace) -> bytes:
    """An object of names and values, one a line."""
    return (json.dumps(trace.experiment.model_dump(), indent=2) + "\n").encode()

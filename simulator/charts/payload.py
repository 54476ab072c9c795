"""A run as bytes for the player: under one megabyte, whatever its size.

    4 bytes            length of the header (little endian)
    header             JSON, padded with spaces to a multiple of 4
    block, block, ...  one array each, in the order of header["blocks"], each padded to a multiple of 4

A block holds ``rows`` displayed training steps by ``columns``. Its kind says how a number is written:
``log``    16 bits: 0 is zero, 1 not a number, 2 infinite; 3 to 65535 divide the range low..high of log10 values evenly
``share``  8 bits: 0 to 250 is 0 to 100 %, 255 not a number
``number`` 32-bit float
"""

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from simulator.cached import cached_per_object
from simulator.catalog.thresholds import MOST_DISPLAYED
from simulator.charts.domains import decades, highest_loss, least_update
from simulator.charts.links import link_logs, link_sites, link_words, links_axis
from simulator.charts.theme import STEP
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace, evenly_spaced

MOST_SHARES = 150
"""Sites of which a share is sent; norms are sent of every site."""
ZERO, NAN, INFINITE, FIRST, LAST = 0, 1, 2, 3, 65535
FULL, NO_SHARE = 250, 255

WORDS = {
    "deep": ("layer", "layer (1 is next to the input)", "weights that lead into layer", "input side", "loss side"),
    "sequence": ("time step", "time step (1 is the first symbol)", "weights", "first symbol", "last symbol"),
}
"""What a site is called, what stands under the axes of sites and of matrices, and at the two ends of the chain."""


class Expected(Protocol):
    """What theory expects of the network as initialized."""

    @property
    def log10_profile(self) -> Array: ...
    @property
    def bound(self) -> bool: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Beside:
    """A pinned run: its key, the place that gives it numeral and colour, what sets it apart, and how far it is."""

    run: str
    place: int
    label: str
    trained: int


class Caption(Protocol):
    """What is said from a displayed row on."""

    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def spelled(self) -> str: ...


def displayed(trace: Trace) -> list[int]:
    """The training steps that are shown: at most 400, evenly chosen, the first and the last always among them."""
    rows = [step for step in planned(trace.experiment.steps) if step < trace.steps]
    ended = trace.outcome.name != "running"
    return [*rows, trace.steps - 1] if ended and rows[-1] != trace.steps - 1 else rows


def planned(total: int) -> tuple[int, ...]:
    """The training steps to be shown of a run of ``total`` steps; they do not change as it grows."""
    return evenly_spaced(total, MOST_DISPLAYED)


def pack(
    trace: Trace,
    *,
    run: str,
    pull: bool,
    captions: Iterable[Caption] = (),
    preview: bool = False,
    note: str = "",
    stop: bool = True,
    expected: Expected | None = None,
    beside: Sequence[Beside] = (),
    looking: bool = False,
) -> bytes:
    """The trace so far.

    ``pull``: the player asks for more of it. ``preview``: it is for the profile alone, until the next run comes.
    ``stop``: the player shows a button that stops training and goes on with it. ``beside``: the pinned runs, which are
    packed and delivered each on its own. ``looking``: a look inside a step is on its way, and the player asks for it.
    """
    drawn = _drawn(trace)
    header = {
        **_about(trace.experiment, run, note),
        "pull": pull,
        "looking": looking,
        "preview": preview,
        "stop": stop,
        "captions": [[c.row, c.name, c.sentence, c.spelled] for c in captions],
        "beside": [asdict(one) for one in beside],
        **_theory(trace, expected),
        **drawn.header,
    }
    return _join(header, drawn.blocks)


@dataclass(frozen=True)
class _Drawn:
    """What all who watch a run are given alike."""

    header: Mapping[str, Any]
    blocks: tuple[bytes, ...]


@cached_per_object
def _drawn(trace: Trace) -> _Drawn:
    rows = displayed(trace)
    links = link_logs(trace, rows)
    names, blocks = zip(*_blocks(trace, rows, links), strict=True)
    axes = {"links_axis": links_axis(trace, rows, links)}
    return _Drawn({**_state(trace, rows), **axes, "blocks": names}, blocks)


def pack_waiting(experiment: Experiment, *, run: str, note: str = "", pull: bool = True) -> bytes:
    """A run of which nothing is recorded yet: its axes, and a note on what is going on."""
    flags = {
        "pull": pull,
        "looking": False,
        "preview": False,
        "stop": True,
        "scored": True,
        "done": False,
        "outcome": {"name": "running"},
    }
    lists = ("steps", "matrices", "captions", "blocks", "theory", "beside")
    empty: dict[str, Any] = {name: [] for name in lists}
    axes: dict[str, Any] = {
        "links_axis": (-STEP, STEP),
        "axis": decades(np.empty((0, 1))),
        "highest": 1.0,
        "least": least_update(np.empty(0)),
        "trained": 0,
    }
    axes |= {"theory_word": "", "theory_note": ""}
    return _join({**_about(experiment, run, note), **flags, **empty, **axes})


def _about(experiment: Experiment, run: str, note: str) -> dict[str, Any]:
    site, *words = WORDS[experiment.kind]
    return {
        "run": run,
        "total": experiment.steps,
        "planned": len(planned(experiment.steps)),
        "sites": experiment.sites,
        "links": link_words(experiment),
        "gated": experiment.gated,
        "site": site,
        "words": dict(zip(("site_word", "matrix_word", "input_side", "loss_side"), words, strict=True)),
        "note": note,
    }


def _state(trace: Trace, rows: list[int]) -> dict[str, Any]:
    """How far the run is, and the axes that it needs so far."""
    return {
        "steps": rows,
        "trained": trace.steps,
        "matrices": trace.matrices,
        "done": trace.outcome.name != "running",
        "outcome": {"name": trace.outcome.name, "step": trace.outcome.step, "site": trace.outcome.site},
        "axis": decades(_log10(trace.gradient_norm[rows])),
        "highest": highest_loss(trace.loss[rows]),
        "least": least_update(_log10(trace.update_ratio[rows])),
        "scored": bool(np.isfinite(trace.accuracy).any()),
    }


def _theory(trace: Trace, expected: Expected | None) -> dict[str, Any]:
    """The expected log10 norms, hung up at the last site's norm at step 0; null where there is none."""
    if expected is None:
        return {"theory": [], "theory_word": "", "theory_note": ""}
    levels = (_log10(trace.gradient_norm[:1, -1:])[0, 0] + expected.log10_profile).round(3)
    word = "upper bound before training" if expected.bound else "theory, before training"
    known = [level if np.isfinite(level) else None for level in levels.tolist()]
    return {"theory": known, "theory_word": f"┄┄ {word}", "theory_note": expected.note}


def _blocks(trace: Trace, rows: list[int], links: Mapping[str, Array]) -> Iterable[tuple[dict[str, Any], bytes]]:
    yield _logs("norm", trace.gradient_norm[rows])
    yield _logs("updates", trace.update_ratio[rows])
    for name, values in (("loss", trace.loss), ("accuracy", trace.accuracy), ("clip", trace.clip_scale)):
        with np.errstate(over="ignore"):
            yield {"name": name, "kind": "number", "columns": 1}, values[rows].astype("<f4").tobytes()
    for name, values in links.items():
        about, data = _coded(f"link:{name}", values)
        yield {**about, "sites": link_sites(trace.sites)}, data
    gates = {f"gate:{name}": values for name, values in trace.gates.items()}
    units = {"saturated": trace.saturated, "dead": trace.dead}
    for name, values in (gates if trace.experiment.gated else units).items():
        yield _shares(name, values[rows])


def _logs(name: str, values: Array) -> tuple[dict[str, Any], bytes]:
    return _coded(name, _log10(values))


def _coded(name: str, logs: Array) -> tuple[dict[str, Any], bytes]:
    finite = logs[np.isfinite(logs)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    unit = (high - low) / (LAST - FIRST) or 1.0
    with np.errstate(invalid="ignore"):
        codes = np.where(np.isfinite(logs), FIRST + np.round((logs - low) / unit), NAN)
    codes[np.isneginf(logs)] = ZERO
    codes[np.isposinf(logs)] = INFINITE
    about = {"name": name, "kind": "log", "columns": logs.shape[1], "low": low, "unit": unit}
    return about, codes.astype("<u2").tobytes()


def _shares(name: str, values: Array) -> tuple[dict[str, Any], bytes]:
    kept = evenly_spaced(values.shape[1], MOST_SHARES)
    with np.errstate(invalid="ignore"):
        codes = np.where(np.isfinite(values), np.round(FULL * values.clip(0, 1)), NO_SHARE)[:, kept]
    about = {"name": name, "kind": "share", "columns": len(kept), "sites": [site + 1 for site in kept]}
    return about, codes.astype("u1").tobytes()


def _log10(values: Array) -> Array:
    """Of norms: -inf for zero, NaN for NaN, +inf for infinite."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs: Array = np.log10(values)
    return logs


def _join(header: dict[str, Any], blocks: Iterable[bytes] = ()) -> bytes:
    head = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    head += b" " * (-len(head) % 4)
    padded = (block + b"\0" * (-len(block) % 4) for block in blocks)
    return struct.pack("<I", len(head)) + head + b"".join(padded)

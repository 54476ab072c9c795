"""What the player is given, read as the description of the format says and not by the player's code."""

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.charts import payload
from simulator.trace import Trace


def unpack(frames: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and (rows, columns) arrays, read as the format's description says and not by the player's code."""
    size = struct.unpack("<I", frames[:4])[0]
    header, at, arrays = json.loads(frames[4 : 4 + size]), 4 + size, {}
    for block in header["blocks"]:
        kind = np.dtype({"log": "<u2", "share": "u1", "code": "u1", "number": "<f4"}[block["kind"]])
        count = block.get("own_rows", len(header["steps"])) * block["columns"]
        codes = np.frombuffer(frames, kind, count, at)
        arrays[block["name"]] = _read(block, codes).reshape(-1, block["columns"])
        # Blocks begin at multiples of four, where a browser can look at them as floats.
        at += -(-count * kind.itemsize // 4) * 4
    assert at == len(frames)
    return header, arrays


def _read(block: dict[str, Any], codes: NDArray[Any]) -> NDArray[Any]:
    if block["kind"] in ("number", "code"):
        return codes
    if block["kind"] == "share":
        return np.where(codes == 255, np.nan, codes / 250)
    values = block["low"] + (codes.astype(float) - 3) * block["unit"]
    return np.select([codes == 0, codes == 1, codes == 2], [-np.inf, np.nan, np.inf], values)


def packed(trace: Trace, **options: Any) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What a trace becomes on its way to the player."""
    return unpack(payload.pack(trace, **{"run": "r", "ask_for_more": True, **options}))

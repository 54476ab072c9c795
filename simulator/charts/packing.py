"""Numbers as bytes for the player. Python packs them and JavaScript unpacks them by one table, ``KINDS``.

    4 bytes            length of the header (little endian)
    header             JSON, padded with spaces to a multiple of 4
    block, block, ...  one array each, in the order of header["blocks"], each padded to a multiple of 4

A block holds ``rows`` displayed training steps by ``columns``, or as many rows of its own as its ``own_rows`` says.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.trace import Array

LAST = 65535
"""The largest code of 16 bits."""
KINDS = {
    "log": {"bytes": 2, "zero": 0, "nan": 1, "infinite": 2, "first": 3},
    "share": {"bytes": 1, "full": 250, "nan": 255},
    "code": {"bytes": 1},
    "number": {"bytes": 4},
}
"""How the numbers of a block are written: the bytes of each, and the codes of 0, 100 % and what is not finite.

``log``    log10 of a norm: the codes from ``first`` to the largest divide the block's range evenly
``share``  0 to ``full`` is 0 to 100 %
``code``   a whole number from 0 to 255
``number`` a 32-bit float
"""
ALIGNED = 4
"""Header and blocks begin at a multiple of this number of bytes, as JavaScript's arrays must."""


@dataclass(frozen=True)
class Block:
    """One array: what the header says of it, and its bytes."""

    about: Mapping[str, Any]
    data: bytes


def log10(values: Array) -> Array:
    """Of norms: -inf for zero, NaN for NaN, +inf for infinite."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs: Array = np.log10(values)
    return logs


def pack_logs(name: str, logs: Array, **about: Any) -> Block:
    """(rows, columns) base-10 logarithms, or other numbers, in even steps over the range that the finite ones take."""
    codes_of, finite = KINDS["log"], logs[np.isfinite(logs)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    # Where all are alike any unit will do but 0, by which it is divided.
    unit = (high - low) / (LAST - codes_of["first"]) or 1.0
    with np.errstate(invalid="ignore"):
        codes = np.where(np.isfinite(logs), codes_of["first"] + np.round((logs - low) / unit), codes_of["nan"])
    codes[np.isneginf(logs)] = codes_of["zero"]
    codes[np.isposinf(logs)] = codes_of["infinite"]
    return _block(name, "log", codes.astype("<u2"), low=low, unit=unit, **about)


def pack_shares(name: str, shares: Array, sites: Sequence[int] = (), **about: Any) -> Block:
    """(rows, columns) shares from 0 to 1; ``sites`` count from 1, one for each column where columns are sites."""
    codes_of = KINDS["share"]
    with np.errstate(invalid="ignore"):
        codes = np.where(np.isfinite(shares), np.round(codes_of["full"] * shares.clip(0, 1)), codes_of["nan"])
    return _block(name, "share", codes.astype("u1"), sites=list(sites), **about)


def pack_codes(name: str, codes: Array, **about: Any) -> Block:
    """(rows, columns) whole numbers from 0 to 255."""
    return _block(name, "code", codes.astype("u1"), **about)


def pack_numbers(name: str, values: Array) -> Block:
    """(rows, columns) numbers as they are; what a 32-bit float cannot hold becomes infinite."""
    with np.errstate(over="ignore"):
        return _block(name, "number", values.astype("<f4"))


def _block(name: str, kind: str, codes: Array, **about: Any) -> Block:
    return Block({"name": name, "kind": kind, "columns": codes.shape[1], **about}, codes.tobytes())


def digest(said: Mapping[str, Any], blocks: Iterable[Block]) -> str:
    """Twelve letters and digits that stand for what is said and these arrays, and for nothing else."""
    blocks = tuple(blocks)
    told = hashlib.blake2b(json.dumps([said, [block.about for block in blocks]]).encode(), digest_size=6)
    for block in blocks:
        told.update(block.data)
    return told.hexdigest()


def join(header: Mapping[str, Any], blocks: Iterable[Block] = ()) -> bytes:
    """A delivery: the header, which describes the blocks, and their bytes. A header with a NaN raises ValueError."""
    blocks = tuple(blocks)
    about = {**header, "blocks": [block.about for block in blocks]}
    head = json.dumps(about, separators=(",", ":"), allow_nan=False).encode()
    head += b" " * (-len(head) % ALIGNED)
    padded = (block.data + b"\0" * (-len(block.data) % ALIGNED) for block in blocks)
    return struct.pack("<I", len(head)) + head + b"".join(padded)

"""The data of every task, drawn from the generator that is passed in.

Every function takes ``(samples, length, rng)`` and returns ``(x, y)`` as catalog/tasks.py says: x is float32, y is
int64 class numbers or float32 targets. ``length`` counts time steps; tasks of deep networks ignore it.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

SYMBOLS = 4
"""Size of the alphabet of recall_first and copy, and of the distractors of temporal_order."""
COPIED = 3
"""Symbols to copy."""


@lru_cache(maxsize=1)
def _all_digits() -> tuple[Floats, Integers]:
    """All 1797 digits (samples, 64), with mean 0 and standard deviation 1 over all pixels, and what they show.

    Of scikit-learn, which brings them, only the file is read: importing it takes seconds and a hundred megabytes.
    """
    spec = find_spec("sklearn")
    assert spec and spec.submodule_search_locations
    rows = np.loadtxt(Path(spec.submodule_search_locations[0], "datasets", "data", "digits.csv.gz"), delimiter=",")
    pixels, shown = rows[:, :-1], rows[:, -1]
    return ((pixels - pixels.mean()) / pixels.std()).astype(np.float32), shown.astype(np.int64)


def digits(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """Digits of 8x8 pixels in random order, row by row: (samples, 64)."""
    pixels, shown = _all_digits()
    chosen = np.resize(rng.permutation(len(shown)), samples)
    return pixels[chosen], shown[chosen]


def digits_by_pixel(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """The same digits, one pixel a time step: (64, samples, 1)."""
    pixels, shown = digits(samples, length, rng)
    return np.ascontiguousarray(pixels.T)[:, :, None], shown


def two_spirals(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """Two arms of one and a half turns, the one the other turned by half a circle."""
    y = rng.integers(2, size=samples)
    way = np.sqrt(rng.uniform(0.01, 1, samples))  # the root spreads the points evenly along the arm
    angle = 3 * np.pi * way + np.pi * y
    x = 2 * way[:, None] * _on_circle(angle)
    return _floats(x + _noise(x.shape, 0.03, rng)), y


def circles(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """A ring around another of 0.4 times its radius."""
    y = rng.integers(2, size=samples)
    x = np.where(y, 0.4, 1.0)[:, None] * _on_circle(rng.uniform(0, 2 * np.pi, samples))
    return _floats(1.8 * (x + _noise(x.shape, 0.08, rng))), y


def moons(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """Two half circles that reach into each other."""
    y = rng.integers(2, size=samples)
    x = _on_circle(rng.uniform(0, np.pi, samples))
    x = np.where(y[:, None], [1.0, 0.5] - x, x) + _noise(x.shape, 0.1, rng)
    return _floats((x - [0.5, 0.25]) * [1.15, 2.0]), y


def xor(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """A square cut into four: class 1 where both coordinates have the same sign."""
    x = _square(samples, rng)
    return _floats(x), (x[:, 0] * x[:, 1] > 0).astype(np.int64)


def sine_surface(samples: int, length: int, rng: Generator) -> tuple[Floats, Floats]:
    """y = 2 sin(pi a) sin(pi b) over the square -1 <= a, b <= 1; y has mean 0 and variance 1."""
    x = _square(samples, rng)
    y = 2 * np.prod(np.sin(np.pi / np.sqrt(3) * x), axis=1, keepdims=True)
    return _floats(x), _floats(y)


def recall_first(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """A symbol (one-hot) at the first time step, then noise of standard deviation 0.2 in the same inputs."""
    y = rng.integers(SYMBOLS, size=samples)
    x = _noise((length, samples, SYMBOLS), 0.2, rng)
    x[0] = np.eye(SYMBOLS)[y]
    return x, y


def adding(samples: int, length: int, rng: Generator) -> tuple[Floats, Floats]:
    """Numbers from 0 to 1, of which a 1 beside them marks one in each half; y is the sum of the two marked ones.

    Always answering 1 has a mean squared error of 1/6 (Le, Jaitly, Hinton, 2015).
    """
    numbers, everyone = rng.uniform(0, 1, (length, samples)), np.arange(samples)
    marks = np.zeros((length, samples))
    marks[rng.integers(0, length // 2, samples), everyone] = 1
    marks[rng.integers(length // 2, length, samples), everyone] = 1
    return _floats(np.stack([numbers, marks], axis=2)), _floats((numbers * marks).sum(0)[:, None])


def copy(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """Three symbols, then blanks; from the cue on, at the last three time steps, the symbols are to be said again."""
    y = rng.integers(SYMBOLS, size=(COPIED, samples))
    shown = np.full((length, samples), SYMBOLS)  # blank
    shown[:COPIED] = y
    shown[length - COPIED] = SYMBOLS + 1  # cue
    return _one_hot(shown, SYMBOLS + 2), y


def temporal_order(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """X or Y early, X or Y again after the middle, distractors elsewhere; y says which came when: XX, XY, YX or YY."""
    y, everyone = rng.integers(4, size=samples), np.arange(samples)
    shown = rng.integers(2, 2 + SYMBOLS, (length, samples))
    early = rng.integers(length // 10, max(length // 5, length // 10 + 1), samples)
    late = rng.integers(length // 2, max(3 * length // 5, length // 2 + 1), samples)
    shown[early, everyone], shown[late, everyone] = y // 2, y % 2
    return _one_hot(shown, 2 + SYMBOLS), y


def parity(samples: int, length: int, rng: Generator) -> tuple[Floats, Integers]:
    """Zeros with none to three ones among them, however long the sequence; y is 1 where their number is odd."""
    ones = rng.integers(4, size=samples)
    shuffled = rng.random((samples, length), dtype=np.float32).argsort(axis=1)
    return _floats((shuffled < ones[:, None]).T[:, :, None]), ones % 2


def noisy_sine(samples: int, length: int, rng: Generator) -> tuple[Floats, Floats]:
    """A sine of random period and phase under noise of standard deviation 0.3; y is its next value, noiseless."""
    period, start = rng.uniform(10, 25, samples), rng.uniform(0, 1, samples)
    wave = np.sqrt(2) * np.sin(2 * np.pi * (np.arange(length + 1)[:, None] / period + start))
    x = wave[:-1] + _noise((length, samples), 0.3, rng)
    return _floats(x[:, :, None]), _floats(wave[-1][:, None])


def _square(samples: int, rng: Generator) -> NDArray[np.float64]:
    """Points drawn evenly from a square around 0, with variance 1 in each coordinate."""
    return rng.uniform(-np.sqrt(3), np.sqrt(3), (samples, 2))


def _on_circle(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _noise(shape: tuple[int, ...], size: float, rng: Generator) -> Floats:
    return np.float32(size) * rng.standard_normal(shape, dtype=np.float32)


def _one_hot(shown: Integers, symbols: int) -> Floats:
    return np.eye(symbols, dtype=np.float32)[shown]


def _floats(values: NDArray[np.generic]) -> Floats:
    return np.ascontiguousarray(values, dtype=np.float32)

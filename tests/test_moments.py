"""Sums and norms of h are those of float64, whatever stands in a row and in the rows beside it."""

import numpy as np
import pytest
import torch

from simulator.engine.moments import FEW, moments
from simulator.engine.norms import LONGEST


def drawn(rng: np.random.Generator, entries: int) -> torch.Tensor:
    """(2, 6, entries): around 0, hardly apart from their mean, and of sizes whose squares float32 cannot hold."""
    rows = rng.standard_normal((12, entries))
    for row, (scale, mean) in enumerate([(1, 0), (0.3, 0), (1, 3), (1e-3, 0.5), (1e-6, 0.5), (0, 2)]):
        rows[row] = rows[row] * scale + mean
    rows[6:10] *= np.array([1e-15, 1e-30, 1e25, 0])[:, None]
    rows[10] = np.maximum(rows[10], 0)
    rows[11, rng.integers(entries)] = np.nan
    return torch.from_numpy(rng.permutation(rows)).float().view(2, 6, entries)


@pytest.mark.parametrize("entries", [1, 80, FEW, 3 * FEW + 5, 2 * LONGEST + 100])
def test_sums_and_norms_are_those_of_float64(entries: int) -> None:
    rng = np.random.default_rng(entries)
    for _ in range(10):
        h, total, size = drawn(rng, entries), *torch.empty(2, 2, 6, dtype=torch.float64)
        with np.errstate(all="ignore"):
            moments(h, total, size, torch.empty_like(h), torch.empty(h.numel(), dtype=torch.float64))()
        wide = h.double().numpy()
        mean, scale = wide.mean(2), np.abs(wide).mean(2)
        off = np.abs(total.numpy() / entries - mean) / np.where(scale == 0, 1, scale)
        assert np.nanmax(off) < 1e-6 and (np.isnan(off) == np.isnan(mean)).all()
        spread = np.sqrt(np.maximum(size.numpy() ** 2 / entries - (total.numpy() / entries) ** 2, 0))
        # Beside the mean, what float64 itself loses of a difference of squares.
        off = np.abs(spread - wide.std(2)) / np.where(scale == 0, 1, np.maximum(wide.std(2), 0.01 * scale))
        assert np.nanmax(off) < 1e-5


def test_a_row_is_treated_by_what_stands_in_it_alone() -> None:
    rng = np.random.default_rng(0)
    h, total, size = drawn(rng, 2 * FEW), *torch.empty(2, 2, 6, dtype=torch.float64)
    wide = torch.empty(h.numel(), dtype=torch.float64)
    with np.errstate(all="ignore"):
        moments(h, total, size, torch.empty_like(h), wide)()
        for k, site in np.ndindex(2, 6):
            row, (one, other) = h[k : k + 1, site : site + 1].clone(), torch.empty(2, 1, 1, dtype=torch.float64)
            moments(row, one, other, torch.empty_like(row), wide)()
            np.testing.assert_array_equal([one.item(), other.item()], [total[k, site].item(), size[k, site].item()])

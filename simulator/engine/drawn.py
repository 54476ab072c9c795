"""Random matrices of many networks at once, drawn only as far as a few samples see them.

A matrix W of independent normal numbers takes samples H, (samples, fan in), to H W, and on the way back gradients A to
A W^T. It enters through nothing but these products. Given the lengths and angles of H, the units of H W are normal with
that covariance (Neal, 1996); and what of W no sample has seen is still as random as before when the gradients come
back (Bolthausen, 2014; Yang, 2020). So S samples ask for S numbers a unit, not for as many as W has. An orthogonal W
takes orthonormal directions to random orthonormal ones, and is drawn alike.
"""

import torch
from torch import Tensor

from simulator.engine.law import Law

SMALL = 32
"""A matrix of this size is drawn in the time that it takes to find out what need not be drawn (measured)."""


class Drawn:
    """One layer's matrices, (networks, pieces, fan in, units); ``forward`` is called before ``back``, each once."""

    def __init__(self, law: Law, pieces: int, rng: torch.Generator, dtype: torch.dtype) -> None:
        self.law, self.pieces, self.rng, self.dtype = law, pieces, rng, dtype

    def forward(self, h: Tensor) -> Tensor:
        """(networks, samples, fan in) to (networks, samples, pieces * units)."""
        networks, samples, _ = h.shape
        self.whole = self._whole(samples)
        if self.whole:
            share, self.images = h.unsqueeze(1), self.matrix(networks)
        else:
            share, self.basis = directions(h.unsqueeze(1))
            rows = self._normal(networks, self.pieces, samples, self.law.units)
            self.images = (directions(rows)[1] if self.law.orthogonal else rows) * self.law.size
        return (share @ self.images).transpose(1, 2).flatten(2)

    def _whole(self, samples: int) -> bool:
        """Whether all of W is drawn: where that is quicker, or orthonormal directions would not find room."""
        small = 0 if self.law.orthogonal else SMALL
        return self.law.identity or max(2 * samples, small) >= min(self.law.fan_in, self.law.units)

    def back(self, da: Tensor) -> Tensor:
        """(networks, samples, pieces * units) to (networks, samples, fan in)."""
        da = da.unflatten(2, (self.pieces, self.law.units)).transpose(1, 2)
        seen = da @ self.images.mT
        if self.whole:
            return seen.sum(1)
        return (seen @ self.basis + self._unseen(da, seen)).sum(1)

    def _unseen(self, da: Tensor, seen: Tensor) -> Tensor:
        """What comes back along directions that no sample has."""
        fresh = self._normal(*da.shape[:3], self.law.fan_in)
        fresh = fresh - (fresh @ self.basis.mT) @ self.basis
        if self.law.orthogonal:
            da = da - seen @ self.images / self.law.size**2
            fresh = directions(fresh)[1]
        return directions(da)[0] @ fresh * self.law.size

    def matrix(self, networks: int) -> Tensor:
        """All of W."""
        fan_in, units = self.law.fan_in, self.law.units
        if self.law.identity:
            return self._identity().expand(networks, self.pieces, -1, -1)
        if not self.law.orthogonal:
            return self._normal(networks, self.pieces, fan_in, units) * self.law.size
        rows = (
            directions(self._normal(networks, self.pieces, min(fan_in, units), max(fan_in, units)))[1] * self.law.size
        )
        return rows if fan_in <= units else rows.mT

    def _identity(self) -> Tensor:
        """Of a filter only the tap in the middle hands on what it sees."""
        taps = self.law.fan_in // self.law.units
        matrix = torch.zeros(self.law.fan_in, self.law.units, dtype=self.dtype)
        matrix[taps // 2 :: taps] = torch.eye(self.law.units) * self.law.size
        return matrix

    def _normal(self, *shape: int) -> Tensor:
        return torch.randn(*shape, generator=self.rng).to(self.dtype)


def directions(rows: Tensor) -> tuple[Tensor, Tensor]:
    """A lower triangle and orthonormal rows, whose product the given rows are; those of random rows are random, too."""
    columns, triangle = torch.linalg.qr(rows.mT)
    # Without these signs some directions would be likelier than others (Mezzadri, 2007).
    signs = torch.where(triangle.diagonal(dim1=-2, dim2=-1) < 0, -1.0, 1.0).to(rows.dtype)
    return triangle.mT * signs.unsqueeze(-2), columns.mT * signs.unsqueeze(-1)

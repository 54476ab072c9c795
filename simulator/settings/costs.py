"""What a run costs, estimated from its settings before it starts: seconds, working memory, and what it records."""

from simulator.catalog.initializers import INITIALIZERS
from simulator.settings.derived import Settings
from simulator.settings.sizes import hidden_matrices, pieces, positions, weights

# An ordinary core is taken to be half as fast, beside its other work, as the one on which these were measured.
FLOPS = 4e10
"""Multiplications and additions per second of one ordinary core (measured, float32)."""
PER_VALUE = 1.5e-8
"""Seconds for everything that is done to one number of z: activation, slope, norms, moments (measured)."""
PER_WEIGHT = 7e-9
"""Seconds for the update of one weight and the measuring of its step (measured)."""
OVERHEAD = 15e-6
"""Seconds per site and step that go into starting operations (measured)."""
STEP, ADAPTIVE = 7.5e-4, 2e-4
"""Seconds of a training step beside those of its sites, and what Adam adds to it (measured)."""
NORMALIZED, GATED = 150e-6, 15e-6
"""Seconds per site and step that a normalization takes, and the gates of a cell (measured)."""
SHORTCUT = {"none": 0.0, "residual": 30e-6, "highway": 50e-6}
"""Seconds per site and step that a shortcut takes (measured)."""
PRETRAINED_SITE = 1.5e-3
"""Seconds per site and step of pretraining that come on top of an ordinary step (measured)."""
DOUBLE = 2.5
"""Times as long as in float32 that float64 takes (measured: small networks 1.2 to 2, large ones 2 to 4)."""
BUILDING, BUILDING_SITE = 3e-3, 17e-6
"""Seconds in which a network is made, and what each of its sites adds to that (measured)."""


def cancels(s: Settings) -> bool:
    """Whether a normalization leaves next to nothing of the gradient, so that it is computed in float64.

    That is the gradient of two numbers, or of equal ones.
    """
    if s.normalization == "batch":
        return s.batch_size * positions(s) == 2
    alike = s.normalization != "none" and INITIALIZERS[s.init].alike and s.input_row.alike
    return alike or s.normalization == "layer" and s.width * positions(s) == 2


def seconds(s: Settings) -> float:
    """Estimated seconds of the whole run on one ordinary core, from its operations."""
    values = s.batch_size * positions(s) * s.width * pieces(s)
    product = 2 * s.batch_size * positions(s) * weights(s)
    # Three products at each site: z forward, dL/dh and dL/dW on the way back.
    site = OVERHEAD + PER_VALUE * values + 3 * product / FLOPS
    site += NORMALIZED * (s.normalization != "none") + SHORTCUT[s.skip] * s.matters("skip") + GATED * s.gated
    step = STEP + ADAPTIVE * ("adam" in s.optimizer) + s.sites * site + PER_WEIGHT * weights(s) * hidden_matrices(s)
    step *= DOUBLE if cancels(s) else 1.0
    return step * s.steps + s.pretraining * (s.kind == "deep") * (step + s.sites * PRETRAINED_SITE)


def building(s: Settings) -> float:
    """Estimated seconds in which its network is made, before the first step."""
    return BUILDING + s.sites * BUILDING_SITE


def megabytes(s: Settings) -> float:
    """Estimated working memory in units of 1e6 bytes, at 4 bytes a number: those of samples, and ten a weight."""
    numbers = 6 + (3 if s.normalization == "none" else 9) * pieces(s)
    values = s.sites * s.batch_size * positions(s) * s.width * numbers
    return 4e-6 * (values + 10 * weights(s) * hidden_matrices(s))


def recorded(s: Settings) -> float:
    """What the recorded rows take in units of 1e6 bytes, at 8 bytes a number: for each site twelve and its gates, for
    each matrix its step."""
    return 8e-6 * s.steps * (s.sites * (12 + len(s.gates)) + len(s.matrices) + 8)

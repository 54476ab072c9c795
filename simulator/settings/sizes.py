"""How large a network is: what is counted of it before it is made."""

from simulator.catalog.activations import ACTIVATIONS
from simulator.settings.derived import Settings


def pieces(s: Settings) -> int:
    """Linear maps per unit: 4 in an LSTM or a GRU, one more than the activation's with a highway gate."""
    # A GRU has three maps; the one to the candidate is computed in two parts, as the reset gate stands between them.
    return 4 if s.gated else ACTIVATIONS[s.activation].pieces + (s.skip == "highway")


def positions(s: Settings) -> int:
    """Places at which a unit is computed: the pixels of a convolutional layer, else 1."""
    if s.kind == "deep" and s.layer == "conv" and s.task_row.image:
        height, width = s.task_row.image
        return height * width
    return 1


def weights(s: Settings) -> int:
    """Weights that lead from one site to the next."""
    # Filters are of 3 by 3 pixels.
    taps = 9 if positions(s) > 1 else 1
    return taps * s.width * s.width * pieces(s)


def hidden_matrices(s: Settings) -> int:
    """Hidden weight matrices: one for each layer, one for all time steps."""
    return s.sites if s.kind == "deep" else 1

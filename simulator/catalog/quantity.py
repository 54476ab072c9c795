"""What is known of a quantity: one record for all that a trace holds and for all that is read off it."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice
from simulator.language import translated

STEPS, SITES, MATRICES = "(steps,)", "(steps, sites)", "(steps, matrices)"
BENGIO = "Bengio, Simard, Frasconi (1994); Hochreiter (1991)"
GLOROT = "Glorot, Bengio (2010)"
PASCANU = "Pascanu, Mikolov, Bengio (2013)"


@translated("plain", "unit")
@dataclass(frozen=True)
class Quantity(Choice):
    """``name`` is the name in a trace, ``shape`` what its array spans, ``formula`` LaTeX in the letters of the page."""

    shape: str = ""
    formula: str = ""
    plain: str = ""
    """What it is, for people who have never heard of it; what ``note`` says is exact."""
    infinite: bool = False
    """Whether it may be infinite although nothing has overflowed."""
    undefined: bool = False
    """Whether it may be NaN although nothing has overflowed."""
    signed: bool = False
    """Whether it may be below 0."""
    unit: str = ""
    """What one of it is, in a table of numbers."""

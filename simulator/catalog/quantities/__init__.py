"""What a trace records: one row for each quantity, with its formula."""

from simulator.catalog.choice import table
from simulator.catalog.quantities.answers import ANSWERS
from simulator.catalog.quantities.gradient import GRADIENT
from simulator.catalog.quantities.sites import OF_SITES

QUANTITIES = table(*GRADIENT, *OF_SITES, *ANSWERS)
"""Everything that a trace holds, by its name there."""

"""Where a measured number begins to mean something: every threshold that several rooms share, once."""

from simulator.language import _, mark

# Our own figure. Layers of sigmoids, each passing on a quarter, leave this range from six on.
HEALTHY_DECADES = 3
"""A gradient is healthy while it is within this many powers of ten of the gradient at the last site."""
# That is a sigmoid's where |z| is above 2.9, and a tanh's where it is above 2.2.
SATURATED_SLOPE = 0.05
"""A unit counts as saturated where |f'(z)| is below this."""
CLIP_UNTOUCHED = 0.995
"""From this clipping factor up nothing is said of clipping: the factor would read as 100 %."""
LEARNED, SOLVED = 0.95, 0.1
"""Parts of what a guess costs: below the first a loss shows that something is learned, below the second the task is
solved."""
RIGHT = 0.95
"""Share of right answers from which a task with classes may count as solved."""
FEW = 8
"""Batches of fewer samples do not show how uncertain their loss is: where all are right, it seems quite sure."""
STANDING = 0.1
"""A network stands still whose weights move by less than this part of their size, all steps added up."""
# The player, the band of the seeds and what a network is asked go by the same steps, so all thin out alike.
MOST_DISPLAYED = 400
"""Training steps of a run that are displayed, at most."""

FRACTIONS = {
    0.5: mark("half"),
    0.25: mark("a quarter"),
    0.1: mark("a tenth"),
    0.05: mark("a twentieth"),
    0.01: mark("a hundredth"),
    0.001: mark("a thousandth"),  # 10**-HEALTHY_DECADES is this very float
}


def in_words(fraction: float) -> str:
    """The fraction as it is spoken, such as "a quarter"; a percentage where there is no short word."""
    return _(in_english(fraction))


def in_english(fraction: float) -> str:
    """The same for a text of a table, which is translated as a whole."""
    return FRACTIONS.get(fraction) or percent_in_english(fraction)


def percent_in_english(share: float) -> str:
    """A share in a text of a table: "95 %"."""
    return f"{share:.0%}".replace("%", " %")

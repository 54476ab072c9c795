"""Where a measured number begins to mean something: every threshold that several rooms share, once."""

HEALTHY_DECADES = 3
"""A gradient is healthy while it is within this many powers of ten of the gradient at the last site."""
SATURATED_SLOPE = 0.05
"""A unit counts as saturated where |f'(z)| is below this."""
CLIP_UNTOUCHED = 0.995
"""From this clipping factor up nothing is said of clipping: the factor would read as 100 %."""
LEARNED, SOLVED = 0.95, 0.1
"""Parts of what a guess costs: below the first a loss shows that something is learned, below the second the task is
solved."""
RIGHT = 0.95
"""Share of right answers from which a task with classes may count as solved."""
STANDING = 0.1
"""A network stands still whose weights move by less than this part of their size, all steps added up."""
MOST_DISPLAYED = 400
"""Training steps of a run that are displayed, at most."""

FRACTIONS = {
    0.5: "half",
    0.25: "a quarter",
    0.1: "a tenth",
    0.05: "a twentieth",
    0.01: "a hundredth",
    0.001: "a thousandth",
}


def in_words(fraction: float) -> str:
    """The fraction as it is spoken, such as "a quarter"; a percentage where there is no short word."""
    return FRACTIONS.get(fraction) or f"{fraction:.0%}".replace("%", " %")

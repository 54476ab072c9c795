"""What can be found, each rule with its threshold and source; those that explain more stand in front."""

from simulator.analysis.finding import Rule
from simulator.analysis.rules import gradient, learning, units
from simulator.catalog.thresholds import HEALTHY_DECADES, in_words

NOTHING_ARRIVES = frozenset(["vanishing", "short_memory", "upper_layers_only", "stalled"])
AFTER_THE_END = NOTHING_ARRIVES | {"dead_units", "saturated_units", "oscillating"}
STALLED = frozenset(["stalled"])

RULES = (
    Rule(
        "diverged",
        "a number overflowed, or is not a number",
        "Pascanu, Mikolov, Bengio (2013)",
        gradient.diverged,
        gradient.say_diverged,
        share=0.0,
        hides=AFTER_THE_END,
    ),
    Rule(
        "symmetric_units",
        "all weights start alike",
        "Rumelhart, Hinton, Williams (1986)",
        units.symmetric,
        units.say_symmetric,
        hides=NOTHING_ARRIVES | {"dead_units"},
    ),
    Rule(
        "dead_units",
        f"in {{share}} of the steps all units of a site are dead, or {units.DEAD:.0%} of the network's",
        "Maas, Hannun, Ng (2013); Lu, Shin, Su, Karniadakis (2020)",
        units.dead,
        units.say_dead,
        share=0.5,
        hides=NOTHING_ARRIVES,
    ),
    Rule(
        "exploding",
        f"spread above 1e{HEALTHY_DECADES}, in {{share}} of the steps or at initialization",
        "Bengio, Simard, Frasconi (1994)",
        gradient.exploding,
        gradient.say_spread,
        at_once=True,
        hides=STALLED,
    ),
    Rule(
        "saturated_units",
        f"at least {units.SATURATED:.0%} of all units saturated",
        "Glorot, Bengio (2010)",
        units.saturated,
        units.say_saturated,
        hides=STALLED,
    ),
    Rule(
        "vanishing",
        f"spread below 1e-{HEALTHY_DECADES}, in {{share}} of the steps",
        "Hochreiter (1991); Bengio, Simard, Frasconi (1994)",
        gradient.vanishing,
        gradient.say_spread,
        share=0.25,
        hides=STALLED,
    ),
    Rule(
        "oscillating",
        f"in the last half the loss jumps by {learning.ROUGH:.0%} of what ignorance costs and stays high",
        "LeCun, Bottou, Orr, Müller (1998); the figure is our own, above all healthy runs that were tried",
        learning.oscillating,
        learning.say_oscillating,
        hides=STALLED,
    ),
    Rule(
        "short_memory",
        f"in {{share}} of the steps the gradient falls below 1e-{HEALTHY_DECADES} of the last time step's before the "
        "first",
        "Hochreiter, Schmidhuber (1997)",
        gradient.short_memory,
        gradient.say_short_memory,
        share=0.5,
    ),
    Rule(
        "upper_layers_only",
        f"in {{share}} of the steps the first layer's update ratio is below {in_words(learning.LEFT_BEHIND)} of the "
        "last layer's",
        "Glorot, Bengio (2010)",
        learning.upper_only,
        learning.say_upper_only,
        share=0.5,
    ),
    Rule(
        "clipped_mostly",
        f"in {{share}} of the steps clipping cuts the gradient to less than {in_words(learning.CLIPPED)}",
        "Pascanu, Mikolov, Bengio (2013)",
        learning.clipped,
        learning.say_clipped,
        share=0.6,
    ),
    Rule(
        "stalled",
        f"the loss of the last tenth of the steps is at least {learning.UNLEARNED:.0%} of the first tenth's",
        "our own",
        learning.stalled,
        learning.say_stalled,
    ),
)
"""What can be found, in the order of what explains most."""

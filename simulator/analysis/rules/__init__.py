"""What can be found, each rule with its threshold and source; those that explain more stand in front."""

from simulator.analysis.finding import Rule, Trait
from simulator.analysis.rules import gradient, learning, units
from simulator.catalog.thresholds import HEALTHY_DECADES, in_words

STALLED = frozenset(["stalled"])

RULES = (
    Rule(
        "diverged",
        "a number overflowed, or is not a number",
        "Pascanu, Mikolov, Bengio (2013)",
        gradient.diverged,
        gradient.say_diverged,
        fraction_of_steps=0.0,
        traits=frozenset([Trait.GROWING, Trait.WILD]),
        hides=frozenset([Trait.IDLE, "dead_units", "saturated_units", "oscillating"]),
    ),
    Rule(
        "symmetric_units",
        "all weights start alike",
        "Rumelhart, Hinton, Williams (1986)",
        units.symmetric,
        units.say_symmetric,
        hides=frozenset([Trait.IDLE, "dead_units"]),
    ),
    Rule(
        "dead_units",
        f"in {{fraction}} of the steps all units of a site are dead, or {units.DEAD:.0%} of the network's",
        "Maas, Hannun, Ng (2013); Lu, Shin, Su, Karniadakis (2020)",
        units.dead,
        units.say_dead,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.WILD]),
        hides=frozenset([Trait.IDLE]),
    ),
    Rule(
        "exploding",
        f"spread above 1e{HEALTHY_DECADES}, in {{fraction}} of the steps or at initialization",
        "Bengio, Simard, Frasconi (1994)",
        gradient.exploding,
        gradient.say_spread,
        at_once=True,
        traits=frozenset([Trait.GROWING, Trait.WILD]),
        hides=STALLED,
    ),
    Rule(
        "saturated_units",
        f"at least {units.SATURATED:.0%} of all units saturated",
        "Glorot, Bengio (2010)",
        units.saturated,
        units.say_saturated,
        traits=frozenset([Trait.FADING, Trait.WILD]),
        hides=STALLED,
    ),
    Rule(
        "vanishing",
        f"spread below 1e-{HEALTHY_DECADES}, in {{fraction}} of the steps",
        "Hochreiter (1991); Bengio, Simard, Frasconi (1994)",
        gradient.vanishing,
        gradient.say_spread,
        fraction_of_steps=0.25,
        traits=frozenset([Trait.FADING, Trait.IDLE]),
        hides=STALLED,
    ),
    Rule(
        "oscillating",
        f"in the last half the loss jumps by {learning.ROUGH:.0%} of what ignorance costs and stays high",
        "LeCun, Bottou, Orr, Müller (1998); the figure is our own, above all healthy runs that were tried",
        learning.oscillating,
        learning.say_oscillating,
        traits=frozenset([Trait.WILD]),
        hides=STALLED,
    ),
    Rule(
        "short_memory",
        f"in {{fraction}} of the steps the gradient falls below 1e-{HEALTHY_DECADES} of the last time step's before "
        "the first",
        "Hochreiter, Schmidhuber (1997)",
        gradient.short_memory,
        gradient.say_short_memory,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.FADING, Trait.IDLE]),
    ),
    Rule(
        "upper_layers_only",
        f"in {{fraction}} of the steps the first layer's update ratio is below {in_words(learning.LEFT_BEHIND)} of the "
        "last layer's",
        "Glorot, Bengio (2010)",
        learning.upper_only,
        learning.say_upper_only,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.FADING, Trait.IDLE]),
    ),
    Rule(
        "clipped_mostly",
        f"in {{fraction}} of the steps clipping cuts the gradient to less than {in_words(learning.CLIPPED)}",
        "Pascanu, Mikolov, Bengio (2013)",
        learning.clipped,
        learning.say_clipped,
        fraction_of_steps=0.6,
    ),
    Rule(
        "stalled",
        f"the loss of the last tenth of the steps is at least {learning.UNLEARNED:.0%} of the first tenth's",
        "our own",
        learning.stalled,
        learning.say_stalled,
        traits=frozenset([Trait.IDLE]),
    ),
)
"""What can be found, in the order of what explains most."""

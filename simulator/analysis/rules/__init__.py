"""What can be found, each rule with its threshold and source; those that explain more stand in front."""

from simulator.analysis.finding import Rule, Trait
from simulator.analysis.progress import GAIN
from simulator.analysis.rules import gradient, inputs, learning, penalties, steps, units
from simulator.catalog.thresholds import (
    HEALTHY_DECADES,
    LEARNED,
    RIGHT,
    SATURATED_SLOPE,
    SOLVED,
    STANDING,
    in_english,
    percent_in_english,
)
from simulator.catalog.training import OPTIMIZERS

NOT_LEARNING = frozenset(["stalled", "not_learning"])
"""Findings that say nothing of the gradient: what is wrong may be any setting that learning depends on."""
NOTHING_TO_MEND = frozenset([Trait.IDLE, "saturated_units", "dead_units", "oscillating"])

RULES = (
    Rule(
        "penalty_overshoots",
        f"learning rate times L2 is above what the optimizer bears ({OPTIMIZERS['sgd'].pull_limit:g} with SGD), or in "
        "{fraction} of the steps L1 pulls harder at every matrix than its gradient, and nothing is learned",
        "LeCun, Bottou, Orr, Müller (1998); Sutskever et al. (2013), for momentum",
        penalties.penalty_overshoots,
        penalties.say_penalty_overshoots,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.WILD]),
        hides=frozenset([Trait.IDLE, "oscillating"]),
    ),
    Rule(
        "solved",
        f"in the last tenth of the steps the loss is below {in_english(SOLVED)} of what a guess costs, at least "
        f"{percent_in_english(RIGHT)} of the answers are right, and nothing is learned by heart",
        "our own",
        learning.solved,
        learning.say_solved,
        hides=NOTHING_TO_MEND,
        tells_result=True,
    ),
    Rule(
        "diverged",
        "a number overflowed, or is not a number",
        "Pascanu, Mikolov, Bengio (2013)",
        gradient.diverged,
        gradient.say_diverged,
        fraction_of_steps=0.0,  # of any length it is the last step alone
        traits=frozenset([Trait.GROWING, Trait.WILD]),
        hides=frozenset([Trait.IDLE, "dead_units", "saturated_units", "oscillating"]),
        tells_result=True,
    ),
    Rule(
        "symmetric_units",
        "all weights start alike",
        "Rumelhart, Hinton, Williams (1986)",
        units.symmetric,
        units.say_symmetric,
        hides=frozenset([Trait.IDLE, "dead_units", "alike_samples"]),
    ),
    Rule(
        "raw_inputs",
        f"the inputs are {inputs.FAR:g} times larger or smaller than the usual 1 around 0, which is seen at the first "
        "site in the first step, and the run diverges or learns nothing",
        "LeCun, Bottou, Orr, Müller (1998)",
        inputs.raw_inputs,
        inputs.say_raw_inputs,
        traits=frozenset([Trait.WILD]),
        hides=NOT_LEARNING | {"alike_samples"},
    ),
    Rule(
        "dead_units",
        f"in {{fraction}} of the steps all units of a site are dead, or {percent_in_english(units.DEAD)} of the "
        "network's",
        "Maas, Hannun, Ng (2013); Lu, Shin, Su, Karniadakis (2020)",
        units.dead,
        units.say_dead,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.WILD]),
        hides=frozenset([Trait.IDLE, "alike_samples"]),
    ),
    Rule(
        "exploding",
        f"the spread is above {10**HEALTHY_DECADES:,} in {{fraction}} of the steps, or at initialization",
        "Bengio, Simard, Frasconi (1994)",
        gradient.exploding,
        gradient.say_spread,
        # What explodes at first mostly does not go on: the gradient of the story saturated_tanh vanishes afterwards.
        at_once=True,
        traits=frozenset([Trait.GROWING, Trait.WILD]),
        hides=NOT_LEARNING,
    ),
    Rule(
        "saturated_units",
        f"in {{fraction}} of the steps at least {percent_in_english(units.SATURATED)} of all units are saturated",
        "Glorot, Bengio (2010)",
        units.saturated,
        units.say_saturated,
        traits=frozenset([Trait.FADING, Trait.WILD]),
        hides=NOT_LEARNING,
    ),
    Rule(
        "flat_output",
        f"in {{fraction}} of the steps less than {in_english(SATURATED_SLOPE)} of the loss's gradient gets past the "
        "output's own activation, and nothing is learned",
        "LeCun, Bottou, Orr, Müller (1998); Nielsen (2015)",
        units.output_flat,
        units.say_output_flat,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.IDLE]),
        hides=NOT_LEARNING | {"no_gradient"},
    ),
    Rule(
        "no_gradient",
        "in {fraction} of the steps the gradient is zero everywhere",
        "Hochreiter (1991)",
        gradient.no_gradient,
        gradient.say_no_gradient,
        fraction_of_steps=0.25,
        traits=frozenset([Trait.FADING, Trait.IDLE]),
        hides=NOT_LEARNING | {"alike_samples"},
    ),
    Rule(
        "vanishing",
        f"the spread is below {in_english(10**-HEALTHY_DECADES)} in {{fraction}} of the steps",
        "Hochreiter (1991); Bengio, Simard, Frasconi (1994)",
        gradient.vanishing,
        gradient.say_spread,
        fraction_of_steps=0.25,
        traits=frozenset([Trait.FADING, Trait.IDLE]),
        hides=NOT_LEARNING,
    ),
    Rule(
        "oscillating",
        f"in the last half the loss stays above {in_english(steps.HIGH)} of what a guess costs, and jumps by "
        f"{percent_in_english(steps.ROUGH)} of it and by more than the batches differ, with steps that can do it",
        "LeCun, Bottou, Orr, Müller (1998); the figures are our own, from runs whose loss over all samples is known",
        steps.oscillating,
        steps.say_oscillating,
        traits=frozenset([Trait.WILD]),
        hides=NOT_LEARNING,
    ),
    Rule(
        "short_memory",
        f"in {{fraction}} of the steps the gradient falls below {in_english(10**-HEALTHY_DECADES)} of the last time "
        "step's before it reaches the first one",
        "Hochreiter, Schmidhuber (1997)",
        gradient.short_memory,
        gradient.say_short_memory,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.FADING, Trait.IDLE]),
    ),
    Rule(
        "upper_layers_only",
        f"in {{fraction}} of the steps the first layer's update ratio is below {in_english(steps.LEFT_BEHIND)} of the "
        "last layer's",
        "Glorot, Bengio (2010)",
        steps.upper_only,
        steps.say_upper_only,
        fraction_of_steps=0.5,
        traits=frozenset([Trait.FADING, Trait.IDLE]),
    ),
    Rule(
        "clipped_mostly",
        f"in {{fraction}} of the steps clipping cuts the gradient to less than {in_english(steps.CLIPPED)}",
        "Pascanu, Mikolov, Bengio (2013)",
        steps.clipped,
        steps.say_clipped,
        fraction_of_steps=0.6,
        remark=True,
    ),
    Rule(
        "stalled",
        "nothing is learned, and in the whole run no matrix moves by "
        f"{in_english(STANDING)} of its size, all steps added up",
        "our own",
        learning.stalled,
        learning.say_stalled,
        traits=frozenset([Trait.IDLE]),
        hides=frozenset(["not_learning"]),
        tells_result=True,
    ),
    Rule(
        "not_learning",
        f"in the last tenth of the steps the loss is not surely below {percent_in_english(LEARNED)} of what a guess "
        f"costs, nor {in_english(GAIN)} of what a guess gets wrong surely right",
        "our own",
        learning.not_learning,
        learning.say_not_learning,
        traits=frozenset([Trait.IDLE]),
        tells_result=True,
    ),
    Rule(
        "alike_samples",
        f"nothing is learned, and in {{fraction}} of the steps the last site's similarity is above {units.ALIKE:g}",
        "Poole et al. (2016); Schoenholz et al. (2017); the figure is our own",
        units.alike_samples,
        units.say_alike_samples,
        fraction_of_steps=0.5,
    ),
    Rule(
        "overfitting",
        f"on samples never seen {percent_in_english(learning.GAP)} fewer are right, or in a regression the loss is "
        f"{learning.FACTOR:g} times as high",
        "Srivastava et al. (2014); the figures are our own",
        learning.overfitting,
        learning.say_overfitting,
    ),
)
"""What can be found, in the order of what explains most."""

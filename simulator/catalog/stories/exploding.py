"""Gradients that explode."""

from simulator.catalog.stories.story import EXPLODING, LEAKY, LINEAR, RELU, SELU, SINE, SLOW, WILD, Story

STORIES = (
    Story(
        "linear_one_and_a_half",
        "Half more in every layer",
        "Weights of 1.5 times the identity multiply the gradient by 1.5 at every layer: the first receives 2,200 times "
        "the last one's. It can learn all the same, with steps of a millionth.",
        "Saxe, McClelland, Ganguli (2013)",
        EXPLODING,
        # The smallest rate that there is. At 1e-4 it breaks off within 4 to 7 steps (six seeds).
        {**LINEAR, "gain": 1.5, "learning_rate": 1e-6},
        shows="exploding",
        # Identities multiply up exactly, but for the rounding of float32.
        start=(1.5**19 * 0.999, 1.5**19 * 1.001),
    ),
    Story(
        "large_weights",
        "Weights too large",
        "The gradient grows by nearly half at every layer, and the very first steps throw the network off; beside "
        "it weights of the right size go on.",
        "Glorot, Bengio (2010)",
        EXPLODING,
        {**RELU, "gain": 1.5, "learning_rate": 0.06},
        shows="diverged",
        start=(3e2, 3e4),
        beside=({"gain": 1.0},),
    ),
    Story(
        "saturated_tanh",
        "Exploded, then stuck",
        "The first, exploding gradient drives the tanh units into saturation; from then on it vanishes instead.",
        "Glorot, Bengio (2010)",
        EXPLODING,
        {"activation": "tanh", "init": "normal", "gain": 1.5},
        shows="exploding",
        # The range of six seeds, 8e4 to 2e6, with room on either side.
        start=(1e4, 1e7),
        view="why",
    ),
    Story(
        "batch_norm_explodes",
        "Batch normalization in fifty layers",
        "In deep ReLU networks batch normalization itself makes the gradient explode at the start; without it, "
        "beside, the gradient is level.",
        "Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz (2019)",
        EXPLODING,
        # Of 20 layers layer 1 receives only 33 to 56 times as much (six seeds), which is still called healthy.
        {**RELU, "depth": 50, "normalization": "batch", "learning_rate": 0.01},
        shows="exploding",
        start=(1e3, 1e6),
        # At a rate of 0.1 this one learns nothing on any of six seeds, and two break off.
        beside=({"normalization": "none"},),
    ),
    Story(
        "learning_rate_too_large",
        "Learning rate too large",
        "The gradient is healthy at the start, yet the steps overshoot: within a dozen of them the run breaks "
        "off. Beside it, with smaller steps, the network learns.",
        "LeCun, Bottou, Orr, Müller (1998)",
        EXPLODING,
        # At half of that rate only two of six seeds break off.
        {**SELU, "learning_rate": 0.2},
        shows="diverged",
        beside=({"learning_rate": 0.03},),
        speed=SLOW,
    ),
    Story(
        "raw_inputs",
        "Inputs not normalized",
        "Pixels from 0 to 255: the gradient is level, but a hundred times too large for these steps, and the run "
        "breaks off within a few. Beside it the same pixels with mean 0 and deviation 1: it learns.",
        "LeCun, Bottou, Orr, Müller (1998)",
        EXPLODING,
        # Scale and offset are what pixels from 0 to 255 have as deviation and mean. Leaky units break off in step 4 on
        # each of six seeds; of ReLUs most die before, and it takes 4 to 9.
        {**LEAKY, "depth": 5, "learning_rate": 0.03, "input_scale": 96.0, "input_offset": 78.0},
        shows="diverged",
        beside=({"input_scale": 1.0, "input_offset": 0.0},),
        speed=SLOW,
    ),
    Story(
        "exploding_rnn",
        "An RNN explodes",
        "At every time step back the gradient grows. Only steps of a millionth leave it so; beside it, with "
        "larger ones, a single step throws the weights about, and nothing passes any more.",
        "Pascanu, Mikolov, Bengio (2013)",
        EXPLODING,
        # With steps a hundred times as large it no longer explodes in the end.
        # With a gain of 1.5 the first step receives 4 to 25 times as much as the last, no explosion by the verdict.
        {**SINE, "gain": 2.2, "learning_rate": 1e-6},
        shows="exploding",
        start=(1e3, 1e5),
        # At a rate of 0.001 one of six seeds learns; at this one all lose the gradient.
        beside=({"learning_rate": 0.01},),
    ),
    Story(
        "clip_norm",
        "Clipping by norm",
        "At the start the gradient explodes, but what is used of it is cut to length 1, and the network learns; "
        "without clipping, beside, it breaks off.",
        "Pascanu, Mikolov, Bengio (2013)",
        EXPLODING,
        # At a rate of 0.1 two of six seeds still have a loss of 2 or more in the end. Over 50 time steps the gradient
        # grows 400 to 3,000 times, over 80 it is 15,000 times and more.
        {**WILD, "gain": 2.0, "learning_rate": 0.3, "steps": 400, "clip": "norm"},
        shows="exploding",
        start=(5e3, 1e6),
        beside=({"clip": "none"},),
    ),
    Story(
        "clip_value",
        "Clipping by value",
        "At the start the gradient explodes, but every entry is cut off at 0.1: the direction changes, and the "
        "network learns all the same. Without clipping, beside, it breaks off.",
        "Mikolov (2012)",
        EXPLODING,
        # At this gain 16 of 16 seeds learn; the run ends before one of them has solved its task.
        {**WILD, "gain": 2.2, "steps": 200, "clip": "value", "clip_at": 0.1},
        shows="exploding",
        start=(1e4, 1e8),
        beside=({"clip": "none"},),
    ),
)

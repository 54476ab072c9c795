"""Words of the gradient's way back: what becomes of it, what keeps it alive, and memory."""

from simulator.catalog.quantity import GLOROT
from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.teaching.glossary.entry import LOSS, Picture
from simulator.teaching.glossary.networks import LSTM, RELU, RNN, SIGMOID, TANH, along, beside
from simulator.teaching.glossary.word import HELPS, LECUN, MEMORY, WAY, of_both, word

BENGIO = "Bengio, Simard, Frasconi (1994)"

WAY_BACK = (
    word(
        "vanishing",
        WAY,
        along(TANH, "gain", (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)),
        "A product of many factors below 1: the vanishing gradient. What one step back multiplies by, to the power of "
        "the number of layers, is what arrives.",
        r"\frac{g_1}{g_L} = \prod_{l=2}^{L} \frac{g_{l-1}}{g_l} \approx q^{L-1}, \quad q < 1",
        f"Hochreiter (1991); {BENGIO}",
    ),
    word(
        "exploding",
        WAY,
        along(
            # Hardly trained at all, for the first large step would end the run.
            TANH.replace(activation="linear", init="identity", learning_rate=1e-6),
            "gain",
            (1.0, 1.1, 1.25, 1.5, 2.0),
        ),
        "A product of many factors above 1: the exploding gradient. One huge step can undo all that was learned.",
        r"\frac{g_1}{g_L} \approx q^{L-1}, \quad q > 1: \qquad 1.5^{19} \approx 2217",
        BENGIO,
    ),
    word(
        "diverged",
        WAY,
        beside(RELU, "rate 0.03", "outcome", **{"rate 3": {"learning_rate": 3.0}}),
        "Numbers beyond what a float holds become infinity, and then NaN, not a number, which spreads to all others.",
        r"\eta\,\lambda_{\max} > 2",
        LECUN,
        number="outcome",
        also=("NaN",),
    ),
    word(
        "healthy",
        WAY,
        Picture({"ReLU, He": RELU}, "spread"),
        "Besides, the loss must be surely below that of a guess: a level gradient alone teaches nothing.",
        rf"10^{{-{HEALTHY_DECADES}}} < \frac{{g_1}}{{g_L}} < 10^{{{HEALTHY_DECADES}}}",
        "our own",
        number="spread",
    ),
    word(
        "spread",
        WAY,
        of_both("spread"),
        "A ratio of two places of the same network at the same moment, so a small gradient at the end of training is "
        "not mistaken for a vanishing one.",
        number="spread",
    ),
    word(
        "link",
        WAY,
        Picture({"sigmoid": SIGMOID}, "stacked_links"),
        "The chain rule multiplies them: slope of the activation, weights, normalization, and what a shortcut adds.",
        r"\frac{g_{l-1}}{g_l} = \frac{\lVert dz \rVert}{\lVert dh \rVert} \cdot "
        r"\frac{\lVert dz\,W^\top \rVert}{\lVert dz \rVert}",
        BENGIO,
        number="stacked_links",
    ),
    word(
        "saturated",
        WAY,
        beside(TANH, "right weights", "saturated", large_weights={"gain": 4.0}),
        "A saturated unit has a slope next to zero, so it neither passes gradient on nor changes soon.",
        source=GLOROT,
        number="saturated",
        also=("saturated units",),
    ),
    word(
        "dead",
        WAY,
        beside(RELU, "ReLU, He", "dead", large_steps={"learning_rate": 1.0}),
        "A dying ReLU: its sum z is below zero for every sample, its slope is exactly 0, and no step can "
        "bring it back.",
        r"f(z) = \max(0, z), \qquad f'(z) = 0 \quad (z < 0)",
        "Lu, Shin, Su, Karniadakis (2020)",
        number="dead",
        also=("dead units",),
    ),
    word(
        "similarity",
        WAY,
        of_both("similarity"),
        "The mean cosine between what different samples have become. Near 1 the layers behind answer all alike.",
        source="Schoenholz et al. (2017)",
        number="similarity",
        also=("similarity of samples", "alike samples"),
    ),
    word(
        "starting_weights",
        HELPS,
        beside(TANH, "Xavier", too_small={"gain": 0.3}, too_large={"gain": 3.0}),
        "Initialization: weights of the right variance keep signal and gradient at their size from layer to layer, as "
        "Xavier's and He's do.",
        r"\mathrm{Var}(w) = \frac{2}{n_{\text{in}} + n_{\text{out}}}",
        f"{GLOROT}; He, Zhang, Ren, Sun (2015)",
    ),
    word(
        "orthogonal",
        HELPS,
        Picture(
            {
                label: RNN.replace(activation="linear", init="orthogonal", steps=2, gain=gain)
                for label, gain in (("stretches", 1.2), ("turns only", 1.0), ("shrinks", 0.8))
            },
            "recurrent_spectrum",
            link=1,
        ),
        "All singular values of an orthogonal matrix are 1, so no product of them stretches or shrinks a gradient.",
        r"W^\top W = I",
        "Saxe, McClelland, Ganguli (2013)",
    ),
    word(
        "normalization",
        HELPS,
        beside(SIGMOID, "none", batch={"normalization": "batch"}),
        "Mean 0 and variance 1, then a learned scale and shift. Batch normalization looks at one unit over all "
        "samples, layer normalization at one sample over all units.",
        r"\hat a = \frac{a - \mu}{\sigma}, \qquad z = \gamma\,\hat a + \beta",
        "Ioffe, Szegedy (2015); Ba, Kiros, Hinton (2016)",
    ),
    word(
        "shortcut",
        HELPS,
        beside(SIGMOID, "none", residual={"skip": "residual"}),
        "A residual or skip connection: the layer only adds to what goes past it, so the gradient has a road "
        "of slope 1.",
        r"h_l = h_{l-1} + f(\dots), \qquad \frac{\partial h_l}{\partial h_{l-1}} = 1 + f'(\dots)",
        "He, Zhang, Ren, Sun (2016)",
        also=("skip connection",),
    ),
    word(
        "clipping",
        HELPS,
        Picture({"threshold 1": TANH.replace(gain=2.5, clip="norm", clip_at=1.0)}, "clip_scale"),
        "A gradient that is longer than the threshold c is shortened to it: its direction stays, its length does not.",
        r"g \leftarrow g \cdot \min\left(1, \frac{c}{\lVert g \rVert}\right)",
        "Pascanu, Mikolov, Bengio (2013)",
        number="clip_scale",
    ),
    word(
        "dropout",
        HELPS,
        beside(RELU, "without", LOSS, **{"dropout 0.5": {"dropout": 0.5}}),
        "Each unit is kept with probability 1 - p and then made larger by as much. It keeps networks from learning by "
        "heart; for the gradient it is noise.",
        r"h \leftarrow \frac{m}{1 - p}\,h, \quad m \in \{0, 1\}",
        "Srivastava et al. (2014)",
    ),
    word(
        "pretraining",
        HELPS,
        beside(SIGMOID, "without", LOSS, pretrained={"pretraining": 30}),
        "Greedy layer-wise pretraining: no gradient has far to go while a single layer learns.",
        source="Schmidhuber (1992); Bengio, Lamblin, Popovici, Larochelle (2007)",
    ),
    word(
        "sequence",
        MEMORY,
        Picture({"RNN": RNN, "LSTM": LSTM}),
        "A recurrent network uses the same weights at every place, so its gradient meets the same matrix again and "
        "again on its way back through time.",
        r"h_t = f(W h_{t-1} + U x_t + b)",
        "Elman (1990)",
    ),
    word(
        "time_step",
        MEMORY,
        Picture({"RNN": RNN}, "weight_gradient_norm"),
        "Backpropagation through time unrolls the network: a time step is to the gradient what a layer is in depth.",
        r"\frac{\partial \mathcal{L}}{\partial h_1} = \frac{\partial \mathcal{L}}{\partial h_T} "
        r"\prod_{t=2}^{T} \frac{\partial h_t}{\partial h_{t-1}}",
        "Werbos (1990)",
    ),
    word(
        "cell",
        MEMORY,
        beside(RNN, "RNN", LSTM={"cell": "lstm"}, GRU={"cell": "gru"}),
        "An LSTM and a GRU keep a memory that gates add to and take from; a plain RNN writes its state anew each time.",
        r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t",
        "Hochreiter, Schmidhuber (1997); Cho et al. (2014)",
    ),
    word(
        "gate",
        MEMORY,
        Picture({"LSTM": LSTM}, "gates"),
        "A sigmoid of its own weighted sum, multiplied onto what it lets through. An LSTM has three: input, forget and "
        "output; a GRU two: reset and update.",
        source="Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        number="gates",
    ),
)

"""Gradients through time."""

from simulator.catalog.stories.story import ADAM, LSTM, RECALL, SEQUENCE, SEQUENCES, Story

STORIES = (
    Story(
        "rnn_forgets",
        "A plain RNN forgets",
        "The gradient dies on its way back to the first symbol, and the accuracy stays near chance, one in four.",
        "Bengio, Simard, Frasconi (1994)",
        SEQUENCES,
        RECALL,
        shows="vanishing",
        start=(0, 1e-12),
    ),
    Story(
        "lstm_remembers",
        "An LSTM remembers",
        "Through open forget gates the gradient reaches the first of 60 symbols, and the network recalls it; in the "
        "plain RNN beside it less than a millionth arrives before training.",
        "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        SEQUENCES,
        # Without clipping one of six seeds recalls 76 % only, the others 97 and more.
        # With 300 steps one of six seeds is not quite done; with 100 symbols, after 400 steps, three are not.
        {**LSTM, "forget_bias": 5.0, "clip": "norm", "schedule": "cosine", "steps": 400},
        # The range of nine seeds, with room on either side.
        start=(0.03, 10),
        beside=({"cell": "rnn"},),
    ),
    Story(
        "forget_bias",
        "An LSTM with half-shut forget gates",
        "A forget-gate bias of 0 lets half of the memory through at each time step: this LSTM forgets like an "
        "RNN, and the one beside it, with a bias of 5, does not.",
        "Jozefowicz, Zaremba, Sutskever (2015)",
        SEQUENCES,
        # Clipped, as without it the run with its gates open ends at 0.06 to 0.47 (four seeds), with it at 0.01 to 0.04.
        {**LSTM, "forget_bias": 0.0, "clip": "norm"},
        shows="vanishing",
        start=(0, 1e-9),
        beside=({"forget_bias": 5.0},),
        view="why",
    ),
    Story(
        "orthogonal_rnn",
        "An RNN that starts as a rotation",
        "A plain RNN with orthogonal weights: the gradient comes through, and the first symbol is recalled; with "
        "small weights, beside, it is not.",
        "Saxe, McClelland, Ganguli (2013); Arjovsky, Shah, Bengio (2016)",
        SEQUENCES,
        # Over 100 time steps one seed in ten loses the gradient on its way, and half of the symbols.
        {**RECALL, "sequence_length": 60, "init": "orthogonal", "width": 96, "learning_rate": 0.0003},
        start=(1e-3, 1),
        beside=({"init": "pytorch"},),
    ),
    Story(
        "identity_relu_rnn",
        "An RNN that starts as the identity",
        "ReLUs that copy themselves from step to step keep the gradient level and tell what came first 50 steps ago.",
        "Le, Jaitly, Hinton (2015)",
        SEQUENCES,
        {
            **SEQUENCE,
            "task": "temporal_order",
            "init": "identity",
            "activation": "relu",
            "optimizer": "adam",
            # At 0.01 one of six seeds ends at the loss of a guess.
            "learning_rate": 0.003,
            "clip": "norm",
        },
    ),
    Story(
        "adding_gru",
        "A GRU adds two numbers",
        "The loss rests at 1/6, the price of always answering 1, until the gradient finds its way back through the "
        "gates.",
        "Cho et al. (2014); Hochreiter, Schmidhuber (1997)",
        SEQUENCES,
        {**SEQUENCE, **ADAM, "task": "adding", "cell": "gru", "steps": 600},
        start=(0, 1e-3),
    ),
    Story(
        "pixel_digits",
        "Digits, one pixel at a time",
        "An LSTM reads 64 pixels before it answers; its gradient reaches the first of them, and the accuracy climbs.",
        "Le, Jaitly, Hinton (2015)",
        SEQUENCES,
        # With a bias of 1 only 1 to 8 millionths reach the first pixel before training. All the same 74 to 78 % are
        # read (six seeds), as Adam makes full steps of them.
        {**SEQUENCE, **ADAM, "cell": "lstm", "init": "pytorch", "forget_bias": 3.0, "clip": "norm"},
        start=(1e-2, 3),
    ),
)

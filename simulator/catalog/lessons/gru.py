"""Lesson: The GRU: two gates are enough."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import RECALL
from simulator.catalog.stories.story import Settings

# By PyTorch's default it recalls the first of 12 in 24 to 66 %; at a rate of 0.003 two of six seeds stay below 80.
GRU_CELL: Settings = {**RECALL, "cell": "gru", "init": "orthogonal", "learning_rate": 0.01}

LESSON = Lesson(
    "gru",
    "The GRU: two gates are enough",
    "One gate for keeping and writing together; and a memory that it has to learn to hold.",
    "Cho et al. (2014); Chung, Gulcehre, Cho, Bengio (2014)",
    minutes=7,
    aims=(
        "say how a GRU's update gate stands for two gates of an LSTM",
        "say what of the gradient arrives before it has learned anything",
        "compare cells on the same task",
    ),
    runs={
        # Of 15 symbols one of six seeds recalls 58 % only.
        "gru": {**GRU_CELL, "sequence_length": 12},
        "lstm": {**GRU_CELL, "cell": "lstm", "forget_bias": 0.0, "sequence_length": 12},
        "long": GRU_CELL,
    },
    screens=(
        predict(
            "Half kept, half written",
            "gru",
            "A GRU has one gate in place of two: what it does not keep, it writes anew. At the start it keeps a half. "
            "Twelve symbols; of the gradient one or two hundredths arrive at the first. After 100 steps?",
            right("It recalls nearly always", ("gru", "accuracy", "above", 0.85)),
            wrong(
                "It guesses: a hundredth or two is too little",
                "What is small is taken for what is lost. A hundredth says which way; Adam makes full steps of it.",
                ("gru", "accuracy", "below", 0.4),
            ),
            wrong(
                "It recalls about half of the time: half is kept",
                "The gate is thought to stay as it began. It is learned, and opens where it has to.",
                ("gru", "accuracy", "above", 0.4),
                ("gru", "accuracy", "below", 0.7),
            ),
        ),
        watch(
            "It learns to hold",
            "gru",
            says(
                "It recalls the first of 12 symbols in {gru.accuracy} of the cases.",
                ("gru", "accuracy", "above", 0.85),
            ),
            says(
                "At the start {gru.spread_start} of the gradient arrived at the first symbol, and {gru.spread_end} in "
                "the end.",
                ("gru", "spread_start", "below", 0.05),
                ("gru", "spread_end", "above", 0.1),
            ),
            controls=("cell",),
        ),
        explain(
            "Keep or write",
            "gru",
            says(
                "The update gate begins {gru.update_gate} open to what was there.",
                ("gru", "update_gate", "above", 0.45),
                ("gru", "update_gate", "below", 0.55),
            ),
            means(
                "What it keeps, it hands on unchanged, so the gradient has a road through it; what it does not keep, "
                "it writes anew. The second gate, reset, says how much of the old state is read for that."
            ),
            term="Keeping and writing add up to 1: input gate and forget gate of an LSTM in one.",
            formula=r"h_t = u_t \odot h_{t-1} + (1 - u_t) \odot \tilde h_t",
            source="Cho et al. (2014)",
        ),
        watch(
            "Thirty symbols",
            "long",
            says(
                "With 30 symbols what arrives of the gradient is {long.spread_start}, and after 100 steps it still "
                "guesses: {long.accuracy}.",
                ("long", "spread_start", "below", 1e-3),
                ("long", "accuracy", "below", 0.4),
            ),
            means(
                # Measured, though no test asks: with 300 steps it recalls 96 % and more (six seeds).
                "A faint gradient needs patience: give it 300 steps. Or lower the number of symbols, and find where it "
                "begins to recall."
            ),
            controls=("sequence_length", "steps"),
        ),
        ask(
            "Which cell?",
            "gru",
            "Beside it an LSTM with a forget bias of 0 on the same 12 symbols: its gate, too, begins half open. At the "
            "start, which of the two lets more of the gradient through?",
            right("The GRU", ("gru", "spread_start", "above", "lstm", 1.5)),
            wrong(
                "The LSTM: it has a gate more",
                "More gates are thought to let more through. Each is one more thing that may stand half shut.",
                ("gru", "spread_start", "below", "lstm", 0.8),
            ),
            wrong(
                "Both the same, within a tenth",
                "Half open is thought to be half open. The LSTM's state passes its output gate as well.",
                ("gru", "spread_start", "below", "lstm", 1.1),
                ("gru", "spread_start", "above", "lstm", 0.9),
            ),
            beside=("lstm",),
        ),
    ),
)

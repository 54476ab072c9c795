"""Lesson: The LSTM: three gates and a cell that adds."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import PLAIN, RECALL
from simulator.catalog.stories.story import Settings

LSTM_CELL: Settings = {**RECALL, "cell": "lstm"}

LESSON = Lesson(
    "lstm",
    "The LSTM: three gates and a cell that adds",
    "A memory that is added to, not multiplied; and a gate that says how much of it is kept.",
    "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000); Jozefowicz, Zaremba, Sutskever (2015)",
    minutes=10,
    aims=(
        "name the three gates, and say what each is for",
        "say why the gradient survives in the cell",
        "say what the bias of the forget gate does at the start",
    ),
    runs={
        # With a bias of 3 one of six seeds recalls 78 % after 100 steps; with 5 all recall 98 % and more.
        "open": {**LSTM_CELL, "forget_bias": 5.0},
        "plain": PLAIN,
        "half": {**LSTM_CELL, "forget_bias": 0.0},
        "usual": {**LSTM_CELL, "forget_bias": 1.0},
    },
    screens=(
        draw(
            "A gate that stands open",
            "open",
            "An LSTM has a memory besides its state. At every step a forget gate says how much of it is kept; here it "
            "stands nearly open. Thirty symbols again. Draw what arrives at each step; at step 30 it counts as 1.",
            right(
                "Nearly level: more than a thirtieth at the first step",
                ("open", "spread_start", "above", 0.035),
                ("open", "spread_start", "below", 1.0),
            ),
            wrong(
                "Down to a millionth, as in the plain RNN",
                "All recurrent networks are thought to multiply. The memory is added to.",
                ("open", "spread_start", "below", 1e-5),
            ),
            wrong(
                "Up: it is added to at every step",
                "To add is thought to grow. What is added forward does not multiply what comes back.",
                ("open", "spread_start", "above", 3.0),
            ),
        ),
        watch(
            "It remembers",
            "open",
            says(
                "It names the first of 30 symbols in {open.accuracy} of the cases; beside it the plain RNN guesses.",
                ("open", "accuracy", "above", 0.9),
                ("plain", "accuracy", "below", 0.4),
            ),
            says(
                "At the start {open.spread_start} of the gradient arrives at step 1, in the RNN {plain.spread_start}.",
                ("open", "spread_start", "above", 0.035),
                ("plain", "spread_start", "below", 1e-4),
            ),
            beside=("plain",),
            controls=("cell",),
        ),
        explain(
            "Kept, plus what is new",
            "open",
            means(
                "Three gates: the input gate lets something new in, the forget gate keeps what is there, the output "
                "gate shows what is asked for. The memory becomes what is kept, plus what is new."
            ),
            says(
                "So on the way back the memory's gradient is multiplied by the forget gate alone: here it stands "
                "{open.forget_gate} open.",
                ("open", "forget_gate", "above", 0.98),
            ),
            term="The road through the cell is called the constant error carousel.",
            formula=r"c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t \qquad "
            r"\frac{\partial c_t}{\partial c_{t-1}} = f_t + \dots",
            source="Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
            view="why",
        ),
        predict(
            "Half shut",
            "half",
            "The gates begin at random: without a push the forget gate stands half open. What then arrives at the "
            "first of 30 steps?",
            right("Less than a hundred-thousandth", ("half", "spread_start", "below", 1e-5)),
            wrong(
                "About a half",
                "The gate is thought to act once. It acts at every step: a half, 29 times.",
                ("half", "spread_start", "above", 0.2),
            ),
            wrong(
                "About a thirtieth",
                "The memory is thought to be shared out among the steps. It is halved at each.",
                ("half", "spread_start", "above", 0.01),
                ("half", "spread_start", "below", 0.1),
            ),
        ),
        watch(
            "The push",
            "half",
            says(
                "With a bias of 0 the gate stands {half.forget_gate} open: what arrives is {half.spread_start}, and "
                "this LSTM forgets like an RNN.",
                ("half", "forget_gate", "above", 0.45),
                ("half", "forget_gate", "below", 0.55),
                ("half", "spread_start", "below", 1e-5),
                ("half", "accuracy", "below", 0.4),
            ),
            says(
                "With a bias of 5, beside it, it stands {open.forget_gate} open.",
                ("open", "forget_gate", "above", 0.98),
            ),
            beside=("open",),
            controls=("forget_bias",),
        ),
        ask(
            "The usual bias",
            "usual",
            "Many programs begin with a bias of 1. How far does the forget gate stand open then, and is that enough "
            "for 30 steps?",
            right(
                "About three quarters, and it is not enough: about a thousandth arrives",
                ("usual", "forget_gate", "above", 0.68),
                ("usual", "forget_gate", "below", 0.8),
                ("usual", "spread_start", "below", 3e-3),
            ),
            wrong(
                "Fully, and it is enough",
                "A usual value is thought to be right everywhere. The longer the sequence, the more the gate must be "
                "open.",
                ("usual", "forget_gate", "above", 0.95),
            ),
            wrong(
                "About three quarters, and it is enough: a tenth arrives",
                "Three quarters seem much. Twenty-nine of them, multiplied, are less than a thousandth.",
                ("usual", "forget_gate", "above", 0.68),
                ("usual", "forget_gate", "below", 0.8),
                ("usual", "spread_start", "above", 0.05),
            ),
            controls=("forget_bias", "sequence_length"),
        ),
    ),
)

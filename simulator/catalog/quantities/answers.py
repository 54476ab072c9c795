"""Quantities of the answers, of what they cost, and of how the run ended."""

from simulator.catalog.quantity import STEPS, Quantity
from simulator.language import mark

ANSWERS = (
    Quantity(
        "learned",
        "What it learns",
        # Asking costs about as much as a training step, hence the 60 (engine/questions.py).
        "What the network answers, while it trains, to questions that are always the same: to samples that no training "
        "step sees, as many of each class; where an input is a point of the plane, to a grid over it, which gives the "
        "surface; and of a few sequences also before the answer is due. Asked is at no more than 60 training steps, "
        "without dropout; batch normalization goes by the moments of a batch that is trained on. Where the gradient "
        "vanishes, the answers stay what they were: the same for every question.",
        "",
        "arrays (records, ...) of a `Learned`",
        r"\hat y(x) = \operatorname{softmax}\left(h_L(x)\, W_\text{out} + b_\text{out}\right)",
        plain="What the network says to questions that it has never seen, such as new digits: here, how sure it is of "
        "the right answer.",
    ),
    Quantity(
        "loss",
        "Loss",
        "What training lowers: cross entropy where classes are told apart, else the mean squared error, if no other "
        "loss is chosen. Mean of the batch, without the penalties.",
        "",
        STEPS,
        r"\mathcal{L} = -\frac{1}{B}\sum_b \log p_b(y_b), \qquad "
        r"\mathcal{L} = \frac{1}{B}\sum_b (\hat y_b - y_b)^2",
        plain="How wrong the answers are. Training makes it smaller, if the gradient arrives.",
        unit="loss",
    ),
    Quantity(
        "loss_noise",
        "Noise of the loss",
        "By how much the loss of a batch is off the loss over all samples, only because the batch holds a few of them: "
        "its standard error. Jumps of this size are chance, and no sign of trouble.",
        "",
        STEPS,
        r"\sqrt{\frac{1}{B(B-1)}\sum_b \left(\ell_b-\mathcal{L}\right)^2}",
        plain="By how much the loss jumps about only because each batch holds other samples: the band around the "
        "curve.",
        undefined=True,  # of a single sample
        unit="loss",
    ),
    Quantity(
        "accuracy",
        "Accuracy",
        "Share of the batch that is classified rightly; there is none for a regression.",
        "",
        STEPS,
        r"\frac{1}{B}\,\#\left\{b : \hat y_b = y_b\right\}",
        plain="The share of the answers that are right, where a task asks which of several things something is.",
        undefined=True,  # of a regression
        unit="share",
    ),
    Quantity(
        "chance_loss",
        "Loss of a guess",
        "The lowest loss that a network can reach which gives one and the same answer to every sample of this run's "
        "data. Where the loss is no lower, nothing is learned.",
        "",
        mark("one a run"),
        r"\min_{\hat y} \frac{1}{N}\sum_n \ell(\hat y, y_n):\quad -\sum_k p_k \log p_k"
        r", \quad \mathrm{Var}(y)",
        plain="What the loss would be if the network gave the same answer to everything, the best that there is: "
        "the dotted line. A network that is no lower has learned nothing.",
        unit="loss",
    ),
    Quantity(
        "chance_accuracy",
        "Accuracy of a guess",
        "The share of this run's samples that are of the most frequent class: the highest accuracy that one answer for "
        "all of them can reach. A regression has none.",
        "",
        mark("one a run"),
        r"\max_k p_k",
        plain="How often the same answer to everything would be right: the dotted line. Ten digits leave about "
        "one in ten.",
        undefined=True,  # of a regression
        unit="share",
    ),
    Quantity(
        "outcome",
        "Outcome",
        # Of 1797 digits 1500 are trained on and 297 left; of made-up data 300 more are drawn.
        "Finished; or diverged at a training step and site, where a number overflowed and training had to end. Of a "
        "finished run also the loss and the accuracy over some 300 samples that it never saw.",
        "",
        mark("one a run"),
        r"(s, l): \quad |h_l^{(s)}| = \infty",
        plain="How the run ended: all steps were made, or the numbers grew too large for the computer and the "
        "curve breaks off.",
    ),
)

"""What a trace records: one row for each quantity, with its formula."""

from simulator.catalog.choice import table
from simulator.catalog.quantity import BENGIO, GLOROT, MATRICES, PASCANU, SITES, STEPS, Quantity
from simulator.catalog.thresholds import SATURATED_SLOPE, in_english
from simulator.language import mark

QUANTITIES = table(
    Quantity(
        "gradient_norm",
        "Gradient norm",
        "How strongly the loss still pulls at the output h of a layer or time step: the root mean square over the "
        "samples of the length of the gradient. It does not change with the batch size, and is true down to 1e-300.",
        BENGIO,
        SITES,
        r"g_l = \sqrt{B}\,\left\lVert \frac{\partial \mathcal{L}}{\partial h_l} \right\rVert_F",
        plain="How loudly the mistake at the end is still heard at a layer. Where it is heard a million times "
        "more faintly than at the end, the layer does not find out what to change.",
        unit="loss/h",
    ),
    Quantity(
        "weight_gradient_norm",
        "Weight gradient norm",
        "Size of the gradient of the weight matrix that leads into the site, before clipping; biases are not counted. "
        "In a sequence, where all time steps share one matrix, it is the time step's own share.",
        GLOROT,
        SITES,
        r"\left\lVert \frac{\partial \mathcal{L}}{\partial W_l} \right\rVert_F",
        plain="How strongly the weights of one layer are asked to change.",
        unit="loss/W",
    ),
    Quantity(
        "bias_gradient_norm",
        "Bias gradient norm",
        "Size of the gradient of the biases that lead into the site, or of a normalization's shift in their place, "
        "before clipping. In a sequence, where all time steps share them, it is the time step's own share.",
        GLOROT,
        SITES,
        r"\left\lVert \frac{\partial \mathcal{L}}{\partial b_l} \right\rVert",
        plain="How strongly the biases of one layer are asked to change: what is added to each unit's sum, whatever "
        "comes in.",
        unit="loss/b",
    ),
    Quantity(
        "bias_update",
        "Update of the biases",
        "Size of the step that the biases of a site really take, or a normalization's shift in their place. Most start "
        "at 0, so it is not told relative to them. All time steps of a sequence share theirs.",
        "Bottou (2012)",
        SITES,
        r"\lVert \Delta b_l \rVert",
        plain="How far the biases of one layer are moved in one training step.",
        unit="b",
    ),
    Quantity(
        "clip_scale",
        "Clipping",
        "Factor by which clipping shrank the gradient of all parameters together; 1 is untouched.",
        PASCANU,
        STEPS,
        r"c = \frac{\lVert \mathrm{clip}(\nabla \mathcal{L}) \rVert}{\lVert \nabla \mathcal{L} \rVert}",
        plain="Where the gradient is too large, only a part of it is used; this says which part. At 1 all of it is.",
        unit="factor",
    ),
    Quantity(
        "output_slope",
        "Slope of the output",
        "What the function behind the output layer passes on of the loss's gradient: 1 where it is linear, at most a "
        "quarter of a sigmoid, next to nothing where that is sure, and 0 of ReLUs that answer 0.",
        "LeCun, Bottou, Orr, Müller (1998)",
        STEPS,
        r"\frac{\lVert \partial \mathcal{L} / \partial z \rVert}{\lVert \partial \mathcal{L} / \partial \hat y \rVert}"
        r",\quad \hat y = f(z)",
        plain="How much of what the loss has to say gets past the output itself, before it comes to the last layer.",
        unit="factor",
    ),
    Quantity(
        "update_ratio",
        "Update relative to weights",
        "Size of the step that was really taken, in relation to the weights. Around 1e-3 is a common rule of thumb; "
        "far below it a matrix does not learn, far above it training is unstable.",
        "Bottou (2012)",
        MATRICES,
        r"\frac{\lVert \Delta W \rVert_F}{\lVert W \rVert_F}",
        plain="By which part of their size the weights are really moved in one training step: a thousandth is a "
        "good stride, a billionth is standing still.",
        infinite=True,  # the first step away from weights of zero
        unit="dW/W",
    ),
    Quantity(
        "activation_mean",
        "Mean activation",
        "Mean of what a site passes on, over the batch and all units.",
        GLOROT,
        SITES,
        r"\bar h_l = \frac{1}{BH}\sum_{b,i} h_{l,b,i}",
        plain="What a layer hands on, on average.",
        unit="h",
    ),
    Quantity(
        "activation_std",
        "Spread of activations",
        "Standard deviation of what a site passes on, over the batch and all units. Where it falls to nothing, the "
        "layers behind see the same for every sample.",
        GLOROT,
        SITES,
        r"\sqrt{\tfrac{1}{BH}\sum_{b,i}\left(h_{l,b,i}-\bar h_l\right)^2}",
        plain="How much what a layer hands on differs from unit to unit and from sample to sample. Where that "
        "falls to nothing, there is nothing left to tell apart.",
        unit="h",
    ),
    Quantity(
        "saturated",
        "Saturated units",
        "Share of all units and samples whose activation is so flat that it lets less than "
        f"{in_english(SATURATED_SLOPE)} through.",
        GLOROT,
        SITES,
        r"\frac{1}{BH}\,\#\left\{(b,i) : |f'(z_{l,b,i})| < " f"{SATURATED_SLOPE}" r"\right\}",
        plain="The share of the units whose curve is nearly flat where they stand: they hardly answer to a "
        "change, and hardly pass the gradient on.",
        unit="share",
    ),
    Quantity(
        "dead",
        "Dead units",
        "Share of the units whose activation has a slope of exactly 0 for every sample of the batch, as only one with "
        "a flat part can have, such as ReLU. A ReLU unit that is dead at one time step may live at the next.",
        "Maas, Hannun, Ng (2013)",
        SITES,
        r"\frac{1}{H}\,\#\left\{i : f'(z_{l,b,i}) = 0 \text{ for all } b\right\}",
        plain="The share of the units whose curve is exactly flat for every sample: they pass nothing back and "
        "learn nothing.",
        unit="share",
    ),
    Quantity(
        "similarity",
        "Similarity of samples",
        "How alike what a site passes on is for different samples: the mean cosine of the angle between two of them, "
        "over the first 4 of the batch. At 1 all samples look the same from there on, and nothing behind can tell them "
        "apart.",
        "Poole et al. (2016); Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017)",
        SITES,
        r"\operatorname*{mean}_{b \neq c} \frac{h_{l,b} \cdot h_{l,c}}{\lVert h_{l,b} \rVert\, \lVert h_{l,c} \rVert}",
        plain="How alike different samples look from inside the network. At 1 all of them look the same, and no "
        "later layer can tell them apart.",
        undefined=True,  # of a single sample
        unit="cosine",
    ),
    Quantity(
        "slope_factor",
        "Slope factor",
        "The activation's link of the chain: what its slope leaves of the gradient.",
        PASCANU,
        SITES,
        r"\frac{\lVert \partial \mathcal{L}/\partial z_l \rVert}{\lVert \partial \mathcal{L}/\partial h_l \rVert}",
        plain="What the curve of the activation leaves of the gradient, in one layer. Sigmoid leaves a quarter at "
        "most.",
        unit="factor",
    ),
    Quantity(
        "weight_factor",
        "Weight factor",
        "The weights' link of the chain: how much the matrix W stretches or shrinks the gradient on its way back.",
        PASCANU,
        SITES,
        r"\frac{\lVert (\partial \mathcal{L}/\partial a_l)\, W_l^{\top} \rVert}"
        r"{\lVert \partial \mathcal{L}/\partial a_l \rVert}",
        plain="How much the weights of one layer stretch or shrink the gradient on its way back.",
        unit="factor",
    ),
    Quantity(
        "norm_factor",
        "Normalization factor",
        "The normalization's link of the chain: what it does to the gradient between z and the weights' output a; "
        "1 without one. Without shortcuts the three factors multiply to exactly what the gradient gains or loses.",
        "Ioffe, Szegedy (2015)",
        SITES,
        r"\frac{\lVert \partial \mathcal{L}/\partial a_l \rVert}{\lVert \partial \mathcal{L}/\partial z_l \rVert}",
        plain="What normalization does to the gradient on its way back: it stretches it again where the layer had "
        "made its numbers small.",
        unit="factor",
    ),
    Quantity(
        "gates",
        "Gates",
        "How far each gate stands open, on average over the batch and all units: 0 is shut, 1 is wide open. LSTM: "
        "input, forget, output. GRU: reset, update.",
        "Hochreiter, Schmidhuber (1997); Cho et al. (2014)",
        f"{SITES} each",
        r"\frac{1}{BH}\sum_{b,i} \sigma(z_{t,b,i})",
        plain="How far the valves of an LSTM or a GRU stand open. Through an open forget gate the gradient gets "
        "back to what was read long ago.",
        unit="share",
    ),
    Quantity(
        "learned",
        "What it learns",
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
        r"\mathcal{L} = -\frac{1}{B}\sum_b \log p_b(y_b) \quad\text{or}\quad "
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
        r"\quad\text{or}\quad \mathrm{Var}(y)",
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
        "Finished; or diverged at a training step and site, where a number overflowed and training had to end. Of a "
        "finished run also the loss and the accuracy over some 300 samples that it never saw.",
        "",
        mark("one a run"),
        r"\text{finished} \quad\text{or}\quad \text{diverged at } (s, l)",
        plain="How the run ended: all steps were made, or the numbers grew too large for the computer and the "
        "curve breaks off.",
    ),
)
"""Everything that a trace holds, by its name there."""

"""Quantities of the gradient, and of the steps that are made of it."""

from simulator.catalog.quantity import BENGIO, GLOROT, MATRICES, PASCANU, SITES, STEPS, Quantity

GRADIENT = (
    Quantity(
        "gradient_norm",
        "Gradient norm",
        "How strongly the loss still pulls at the output h of a layer or time step: the root mean square over the "
        "samples of the length of the gradient. It does not change with the batch size, and is true down to 1e-300.",
        BENGIO,
        SITES,
        # The loss is a mean over B samples, so each has 1 / B of its own gradient: the root of B makes up for that.
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
)

"""What a trace records, and what is read off it: one row for each quantity, with its formula."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice, table
from simulator.catalog.thresholds import HEALTHY_DECADES, SATURATED_SLOPE, in_words


@dataclass(frozen=True)
class Quantity(Choice):
    """``name`` is the name in a trace, ``shape`` what its array spans, ``formula`` LaTeX in the letters of the page."""

    shape: str = ""
    formula: str = ""
    infinite: bool = False
    """Whether it may be infinite although nothing has overflowed."""
    undefined: bool = False
    """Whether it may be NaN although nothing has overflowed."""


STEPS, SITES, MATRICES = "(steps,)", "(steps, sites)", "(steps, matrices)"
BENGIO = "Bengio, Simard, Frasconi (1994); Hochreiter (1991)"
GLOROT = "Glorot, Bengio (2010)"
PASCANU = "Pascanu, Mikolov, Bengio (2013)"

QUANTITIES = table(
    Quantity(
        "gradient_norm",
        "Gradient norm",
        "How strongly the loss still pulls at the output h of a layer or time step: the root mean square over the "
        "samples of the length of the gradient. It does not change with the batch size, and is true down to 1e-300.",
        BENGIO,
        SITES,
        r"g_l = \sqrt{B}\,\left\lVert \frac{\partial \mathcal{L}}{\partial h_l} \right\rVert_F",
    ),
    Quantity(
        "weight_gradient_norm",
        "Weight gradient norm",
        "Size of the gradient of the weight matrix that leads into the site, before clipping; biases are not counted. "
        "In a sequence, where all time steps share one matrix, it is the time step's own share.",
        GLOROT,
        SITES,
        r"\left\lVert \frac{\partial \mathcal{L}}{\partial W_l} \right\rVert_F",
    ),
    Quantity(
        "clip_scale",
        "Clipping",
        "Factor by which clipping shrank the gradient of all parameters together; 1 is untouched.",
        PASCANU,
        STEPS,
        r"c = \frac{\lVert \mathrm{clip}(\nabla \mathcal{L}) \rVert}{\lVert \nabla \mathcal{L} \rVert}",
    ),
    Quantity(
        "update_ratio",
        "Update relative to weights",
        "Size of the step that was really taken, in relation to the weights. Around 1e-3 is a common rule of thumb; "
        "far below it a matrix does not learn, far above it training is unstable.",
        "Bottou (2012)",
        MATRICES,
        r"\frac{\lVert \Delta W \rVert_F}{\lVert W \rVert_F}",
        infinite=True,  # the first step away from weights of zero
    ),
    Quantity(
        "activation_mean",
        "Mean activation",
        "Mean of what a site passes on, over the batch and all units.",
        GLOROT,
        SITES,
        r"\bar h_l = \frac{1}{BH}\sum_{b,i} h_{l,b,i}",
    ),
    Quantity(
        "activation_std",
        "Spread of activations",
        "Standard deviation of what a site passes on, over the batch and all units. Where it falls to nothing, the "
        "layers behind see the same for every sample.",
        GLOROT,
        SITES,
        r"\sqrt{\tfrac{1}{BH}\sum_{b,i}\left(h_{l,b,i}-\bar h_l\right)^2}",
    ),
    Quantity(
        "saturated",
        "Saturated units",
        "Share of all units and samples whose activation is so flat that it lets less than "
        f"{in_words(SATURATED_SLOPE)} through.",
        GLOROT,
        SITES,
        r"\frac{1}{BH}\,\#\left\{(b,i) : |f'(z_{l,b,i})| < " f"{SATURATED_SLOPE}" r"\right\}",
    ),
    Quantity(
        "dead",
        "Dead units",
        "Share of the units whose activation has a slope of exactly 0 for every sample of the batch, as only one with "
        "a flat part can have, such as ReLU. A ReLU unit that is dead at one time step may live at the next.",
        "Maas, Hannun, Ng (2013)",
        SITES,
        r"\frac{1}{H}\,\#\left\{i : f'(z_{l,b,i}) = 0 \text{ for all } b\right\}",
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
        undefined=True,  # of a single sample
    ),
    Quantity(
        "slope_factor",
        "Slope factor",
        "The activation's link of the chain: what its slope leaves of the gradient.",
        PASCANU,
        SITES,
        r"\frac{\lVert \partial \mathcal{L}/\partial z_l \rVert}{\lVert \partial \mathcal{L}/\partial h_l \rVert}",
    ),
    Quantity(
        "weight_factor",
        "Weight factor",
        "The weights' link of the chain: how much the matrix W stretches or shrinks the gradient on its way back.",
        PASCANU,
        SITES,
        r"\frac{\lVert (\partial \mathcal{L}/\partial a_l)\, W_l^{\top} \rVert}"
        r"{\lVert \partial \mathcal{L}/\partial a_l \rVert}",
    ),
    Quantity(
        "norm_factor",
        "Normalization factor",
        "The normalization's link of the chain: what it does to the gradient between z and the weights' output a; "
        "1 without one. Without shortcuts the three factors multiply to exactly what the gradient gains or loses.",
        "Ioffe, Szegedy (2015)",
        SITES,
        r"\frac{\lVert \partial \mathcal{L}/\partial a_l \rVert}{\lVert \partial \mathcal{L}/\partial z_l \rVert}",
    ),
    Quantity(
        "gates",
        "Gates",
        "How far each gate stands open, on average over the batch and all units: 0 is shut, 1 is wide open. LSTM: "
        "input, forget, output. GRU: reset, update.",
        "Hochreiter, Schmidhuber (1997); Cho et al. (2014)",
        f"{SITES} each",
        r"\frac{1}{BH}\sum_{b,i} \sigma(z_{t,b,i})",
    ),
    Quantity(
        "loss",
        "Loss",
        "What training lowers: cross entropy where classes are told apart, else the mean squared error. Mean of the "
        "batch, without the penalties.",
        "",
        STEPS,
        r"\mathcal{L} = -\frac{1}{B}\sum_b \log p_b(y_b) \quad\text{or}\quad "
        r"\mathcal{L} = \frac{1}{B}\sum_b (\hat y_b - y_b)^2",
    ),
    Quantity(
        "loss_noise",
        "Noise of the loss",
        "By how much the loss of a batch is off the loss over all samples, only because the batch holds a few of them: "
        "its standard error. Jumps of this size are chance, and no sign of trouble.",
        "",
        STEPS,
        r"\sqrt{\frac{1}{B(B-1)}\sum_b \left(\ell_b-\mathcal{L}\right)^2}",
        undefined=True,  # of a single sample
    ),
    Quantity(
        "accuracy",
        "Accuracy",
        "Share of the batch that is classified rightly; there is none for a regression.",
        "",
        STEPS,
        r"\frac{1}{B}\,\#\left\{b : \hat y_b = y_b\right\}",
        undefined=True,  # of a regression
    ),
    Quantity(
        "chance_loss",
        "Loss of a guess",
        "The lowest loss that a network can reach which gives one and the same answer to every sample of this run's "
        "data. Where the loss is no lower, nothing is learned.",
        "",
        "one a run",
        r"-\sum_k p_k \log p_k \quad\text{or}\quad \mathrm{Var}(y)",
    ),
    Quantity(
        "chance_accuracy",
        "Accuracy of a guess",
        "The share of this run's samples that are of the most frequent class: the highest accuracy that one answer for "
        "all of them can reach. A regression has none.",
        "",
        "one a run",
        r"\max_k p_k",
        undefined=True,  # of a regression
    ),
    Quantity(
        "outcome",
        "Outcome",
        "Finished; or diverged at a training step and site, where a number overflowed and training had to end. Of a "
        "finished run also the loss and the accuracy over some 300 samples that it never saw.",
        "",
        "one a run",
        r"\text{finished} \quad\text{or}\quad \text{diverged at } (s, l)",
    ),
)
"""Everything that a trace holds, by its name there."""

READINGS = table(
    Quantity(
        "spread",
        "Spread",
        "What arrives at the first site, in relation to what left the last. Both are of the same network at the same "
        "moment, so a well-trained network whose whole gradient is small is not called vanishing.",
        BENGIO,
        STEPS,
        r"\frac{g_1}{g_L} \qquad \text{vanishing: } < "
        f"10^{{-{HEALTHY_DECADES}}}"
        r", \quad \text{exploding: } > "
        f"10^{{{HEALTHY_DECADES}}}",
    ),
    Quantity(
        "factor",
        "Factor per site",
        "What one step back multiplies the gradient by, on average.",
        BENGIO,
        STEPS,
        r"\left(\frac{g_1}{g_L}\right)^{1/(L-1)}",
    ),
    Quantity(
        "stacked_links",
        "Links, multiplied up",
        "What each link has done to the gradient on its way from the last site to this one: the logarithms of all its "
        "factors in between, summed up. All links together are the gradient norm relative to the last site's.",
        BENGIO,
        SITES,
        r"\log_{10} \frac{g_l}{g_L} = \sum_{k=l+1}^{L} \left(\log_{10} \frac{\lVert dz_k \rVert}{\lVert dh_k \rVert}"
        r" + \log_{10} \frac{\lVert da_k \rVert}{\lVert dz_k \rVert}"
        r" + \log_{10} \frac{\lVert da_k W_k^\top \rVert}{\lVert da_k \rVert} + \dots\right)",
    ),
    Quantity(
        "recurrent_spectrum",
        "Recurrent matrix",
        "Its largest singular value is the most that it can stretch any gradient in one time step; its spectral radius "
        "is what it stretches by in the long run. Of a gated cell: that of the candidate's matrix.",
        PASCANU,
        "one a step",
        r"\sigma_{\max}(W), \qquad \rho(W) = \max_i |\lambda_i(W)|",
    ),
    Quantity(
        "forget_road",
        "Road through the forget gates",
        "What the forget gates alone would leave of the last memory's gradient, beside what is left of it: the rest "
        "takes the way through h and the weights.",
        "Gers, Schmidhuber, Cummins (2000)",
        SITES,
        r"\frac{\lVert dc_T \odot f_T \odot \dots \odot f_{t+1} \rVert}{\lVert dc_T \rVert}"
        r" \qquad\text{beside}\qquad \frac{\lVert dc_t \rVert}{\lVert dc_T \rVert}",
    ),
)
"""What is read off the gradient norms and their links."""

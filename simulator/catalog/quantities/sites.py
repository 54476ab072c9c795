"""Quantities of a layer or time step: what it passes on, its links of the chain, its gates."""

from simulator.catalog.quantity import GLOROT, PASCANU, SITES, Quantity
from simulator.catalog.thresholds import SATURATED_SLOPE, in_english

OF_SITES = (
    Quantity(
        "activation_mean",
        "Mean activation",
        "Mean of what a site passes on, over the batch and all units.",
        GLOROT,
        SITES,
        r"\bar h_l = \frac{1}{BH}\sum_{b,i} h_{l,b,i}",
        plain="What a layer hands on, on average.",
        signed=True,
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
        r"\frac{1}{H}\,\#\left\{i : f'(z_{l,b,i}) = 0 \; \forall\, b\right\}",
        plain="The share of the units whose curve is exactly flat for every sample: they pass nothing back and "
        "learn nothing.",
        unit="share",
    ),
    Quantity(
        "similarity",
        "Similarity of samples",
        # Eight samples would take three times as long as four.
        "How alike what a site passes on is for different samples: the mean cosine of the angle between two of them, "
        "over the first 4 of the batch. At 1 all samples look the same from there on, and nothing behind can tell them "
        "apart.",
        "Poole et al. (2016); Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017)",
        SITES,
        r"\operatorname*{mean}_{b \neq c} \frac{h_{l,b} \cdot h_{l,c}}{\lVert h_{l,b} \rVert\, \lVert h_{l,c} \rVert}",
        plain="How alike different samples look from inside the network. At 1 all of them look the same, and no "
        "later layer can tell them apart.",
        signed=True,
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
)

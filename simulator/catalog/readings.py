"""What is read off the gradient norms and their links: one row for each reading, with its formula."""

from simulator.catalog.choice import table
from simulator.catalog.quantity import BENGIO, PASCANU, SITES, STEPS, Quantity
from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.language import mark

READINGS = table(
    Quantity(
        "spread",
        "Spread",
        "What arrives at the first site, in relation to what left the last. Both are of the same network at the same "
        "moment, so a well-trained network whose whole gradient is small is not called vanishing.",
        BENGIO,
        STEPS,
        rf"\frac{{g_1}}{{g_L}}, \qquad 10^{{-{HEALTHY_DECADES}}} \le \frac{{g_1}}{{g_L}} \le 10^{{{HEALTHY_DECADES}}}",
        plain="How much of the gradient that left the last layer arrives at the first.",
    ),
    Quantity(
        "factor",
        "Factor per site",
        "What one step back multiplies the gradient by, on average.",
        BENGIO,
        STEPS,
        # L - 1, as L sites have L - 1 steps between them.
        r"\left(\frac{g_1}{g_L}\right)^{1/(L-1)}",
        plain="What one layer makes of the gradient, on average: twenty quarters multiplied are a "
        "trillionth, twenty ones are one.",
    ),
    Quantity(
        "stacked_links",
        "Links, multiplied up",
        "What each link has done to the gradient on its way from the last site to this one: the logarithms of all its "
        "factors in between, summed up. All links together are the gradient norm relative to the last site's.",
        BENGIO,
        SITES,
        r"\begin{aligned} \log_{10} \frac{g_l}{g_L} = \sum_{k=l+1}^{L} \Big(&"
        r"\log_{10} \frac{\lVert dz_k \rVert}{\lVert dh_k \rVert}"
        r" + \log_{10} \frac{\lVert da_k \rVert}{\lVert dz_k \rVert} \\"
        r" &+ \log_{10} \frac{\lVert da_k W_k^\top \rVert}{\lVert da_k \rVert} + \dots\Big) \end{aligned}",
        plain="What slopes have done to the gradient so far, and what weights have done to it: together they are "
        "where the gradient went.",
    ),
    Quantity(
        "recurrent_spectrum",
        "Recurrent matrix",
        "Its largest singular value is the most that it can stretch any gradient in one time step; its spectral radius "
        "is what it stretches by in the long run. Of a gated cell: that of the candidate's matrix.",
        PASCANU,
        mark("one a step"),
        r"\sigma_{\max}(W), \qquad \rho(W) = \max_i |\lambda_i(W)|",
        plain="In a sequence the gradient meets the same matrix again at every time step. If that shrinks it a "
        "little each time, nothing is left in the end; if it stretches it a little, it explodes.",
    ),
    Quantity(
        "forget_road",
        "Road through the forget gates",
        "What the forget gates alone would leave of the last memory's gradient, beside what is left of it: the rest "
        "takes the way through h and the weights.",
        "Gers, Schmidhuber, Cummins (2000)",
        SITES,
        r"\frac{\lVert dc_T \odot f_T \odot \dots \odot f_{t+1} \rVert}{\lVert dc_T \rVert}"
        r", \qquad \frac{\lVert dc_t \rVert}{\lVert dc_T \rVert}",
        plain="An LSTM hands its memory from step to step through the forget gate. Where that stands open, the "
        "gradient takes this road back to the first symbol; where it is half shut, half is lost at each "
        "step.",
    ),
)

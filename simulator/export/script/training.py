"""Training: hooks that keep dL/dh, the optimizer, and the steps; with pretraining as a function, else at top level."""

from simulator.export.script.descent import clip, optimizer, schedule
from simulator.export.script.parts import chosen, conv, lstm
from simulator.export.script.text import Line, lines, remarked
from simulator.settings.experiment import Experiment
from simulator.trace import Trace, evenly_spaced

MOST_SHOWN = 5
"""Sites whose norms are printed."""
EXTREME = 140
"""log10 of a norm, either way, from which on squares in float64 come near their end."""
FLAT = 1e-8
"""Share that a sigmoid passes on, from which on s (1 - s) is mostly what was rounded away as 1 - s was formed."""
NORM = '''\
def norm(g):
    """The size of g, also where its squares would be too small or too large for a float."""
    largest = g.abs().max().clamp(min=1e-300)
    return largest * (g / largest).norm()'''


def training(e: Experiment, trace: Trace) -> list[str]:
    """From the network with its starting weights to the printed norms."""
    rest = _pretrained(e, trace) if e.pretraining else [_top_level(e, trace)]
    return [*([NORM] if extreme(trace) else []), *_hook(e), *rest]


def extreme(trace: Trace) -> bool:
    """Whether some norm of the run is so small or large that its square may be lost."""
    norms = trace.gradient_norm
    return bool((((norms < 10.0**-EXTREME) & ~trace.exactly_zero) | (norms > 10.0**EXTREME)).any())


def _flat(trace: Trace) -> bool:
    """Whether the output's sigmoid is so sure of its answers somewhere that its slope may be lost."""
    return trace.experiment.output_activation == "sigmoid" and bool((trace.output_slope < FLAT).any())


# ---- before the steps -----------------------------------------------------------------------------------------


def _hook(e: Experiment) -> list[str]:
    site, deep = e.site_name, e.kind == "deep"
    keep = lines(
        f"def keep({'layer' if deep else 'cell'}, inputs, {'states' if lstm(e) else 'h'}):",
        f'    """A hook: has autograd keep the gradient dL/dh of each {site}, which it would otherwise forget."""',
        "    h, _ = states" if lstm(e) else None,
        "    h.retain_grad()",
        "    sites.append(h)",
    )
    every = lines("for layer in layers:", "    layer.register_forward_hook(keep)")
    return [
        f"sites = []  # the output h of each {site}, in the order of the forward pass",
        keep,
        every if deep else "cell.register_forward_hook(keep)",
    ]


# ---- a step ---------------------------------------------------------------------------------------------------


def _step(e: Experiment, trace: Trace) -> list[Line]:
    """One training step, up to its end."""
    sequence = e.kind == "sequence"
    of_x, of_y = ("x[:, picked]" if sequence else "x[picked]"), "y[picked]"
    # Where several time steps are read, each has an answer of its own.
    if e.task_row.readouts > 1:
        of_y = "y[:, picked].flatten()"
    size = "norm(h.grad)" if extreme(trace) else "h.grad.norm()"
    return [
        "picked = torch.randint(len(y), (BATCH_SIZE,), generator=samples)"
        if e.task_row.readouts == 1
        else "picked = torch.randint(y.shape[1], (BATCH_SIZE,), generator=samples)",
        "sites.clear()",
        _loss(e, f"network({of_x})", of_y, _flat(trace)),
        "optimizer.zero_grad()",
        "loss.backward()",
        "# The loss is a mean over the batch; times its root, a norm is the root mean square over the samples.",
        f"norms = [BATCH_SIZE**0.5 * {size}.item() for h in sites]",
        *clip(e),
        lines("for p in weights:", "    p.grad += L1 * p.detach().sign()") if e.l1 else None,
        "optimizer.step()",
        "rates.step()" if schedule(e, "") else None,
    ]


def _loss(e: Experiment, answers: str, right: str, flat: bool) -> Line:
    if flat:
        why = "# The sigmoid by its logarithm: autograd's own slope of it, s (1 - s), is 0 where s is rounded to 1."
        return lines(why, _of_answers(e, f"F.logsigmoid({answers}).exp()", right))
    if e.output_activation != "linear":
        answers = f"torch.{e.output_activation}({answers})"
    return _of_answers(e, answers, right)


def _of_answers(e: Experiment, answers: str, right: str) -> Line:
    if e.objective == "cross_entropy":
        return f"loss = F.cross_entropy({answers}, {right})"
    if e.task_row.classes:
        right = f"F.one_hot({right}, OUTPUTS).double()"
    name = {"mse": "mse_loss", "mae": "l1_loss"}[e.objective]
    told = e.objective != e.default_of("objective") or e.output_activation != "linear"
    written = f"loss = F.{name}({answers}, {right})"
    return remarked(written, chosen(e, "objective")) if told else written


# ---- all steps ------------------------------------------------------------------------------------------------


def _shown(e: Experiment) -> list[Line]:
    """The sites that are printed, and the head of their columns."""
    shown = [site + 1 for site in evenly_spaced(e.sites, MOST_SHOWN)]
    return [
        f"SHOWN = {shown}  # the {e.site_name}s whose gradient norm is printed",
        f'print(" step        loss" + "".join(f"{e.site_name} {{site}}".rjust(16) for site in SHOWN))',
    ]


def _printed(when: str) -> list[Line]:
    return [
        f"if {when}:",
        '    print(f"{step:5}{loss.item():12.6f}" + "".join(f"{norms[site - 1]:16.6e}" for site in SHOWN))',
    ]


def _end(trace: Trace) -> list[Line]:
    """Where the run ends early."""
    if trace.outcome.name != "diverged":
        return []
    return [f"if step == {trace.outcome.step}:  # the run diverges: what follows is too large for float32", "    break"]


def _top_level(e: Experiment, trace: Trace) -> str:
    step = [*_step(e, trace), "history.append(norms)", *_printed("step <= 10 or step % 10 == 0"), *_end(trace)]
    return lines(
        *optimizer(e, "STEPS"),
        'samples = stream("samples")',
        f"history = []  # of each training step the gradient norm at every {e.site_name}",
        "",
        *_shown(e),
        "for step in range(1, STEPS + 1):",
        lines(*step, indent=4),
    )


def _pretrained(e: Experiment, trace: Trace) -> list[str]:
    """Training as a function, for each layer alone and then for all of them."""
    return [lines(*_shown(e)), _function(e, trace), _layer_by_layer(e), "history = train(network, x, y, STEPS, SEED)"]


def _function(e: Experiment, trace: Trace) -> str:
    step = [*_step(e, trace), "history.append(norms)", *_printed("told and (step <= 10 or step % 10 == 0)")]
    return lines(
        "def train(network, x, y, steps, seed, told=True):",
        f'    """Trains a network; gives of each training step the gradient norm at every {e.site_name}."""',
        lines(
            *optimizer(e, "steps"),
            'samples = stream("samples", seed)',
            'dropout.generator = stream("dropout", seed)' if e.dropout else None,
            "history = []",
            "for step in range(1, steps + 1):",
            lines(*step, *_end(trace), indent=4),
            "return history",
            indent=4,
        ),
    )


def _layer_by_layer(e: Experiment) -> str:
    # Seeds end at 2^31, as they do on the page.
    seed = "(SEED + number) % 2**31" if e.seed + e.depth >= 2**31 else "SEED + number"
    flat = "nn.Flatten(), " if conv(e) else ""
    return lines(
        "features = x",
        "for number, layer in enumerate(layers, 1):  # each learns alone, on what the layers below it pass on",
        f"    alone = nn.Sequential(layer, {flat}head)",
        f"    train(alone, features, y, PRETRAINING, {seed}, told=False)",
        lines(*_passed_on(e), indent=4),
    )


def _passed_on(e: Experiment) -> list[Line]:
    """What a layer makes of all samples; with batch normalization batch by batch, the last filled up with the first."""
    off, on = ("dropout.eval()", "dropout.train()") if e.dropout else (None, None)
    if e.normalization != "batch":
        return [off, "features = layer(features).detach()", on]
    return [
        off,
        "# Batch by batch, the last one filled up with the first samples.",
        "picks = torch.arange(-(-len(y) // BATCH_SIZE) * BATCH_SIZE) % len(y)",
        "passed_on = [layer(features[pick]).detach() for pick in picks.split(BATCH_SIZE)]",
        "features = torch.cat(passed_on)[: len(y)]",
        on,
    ]

"""Training: hooks that keep dL/dh, the optimizer, and the steps; with pretraining as a function, else at top level."""

from simulator.catalog.training import CLIPS, OPTIMIZERS, SCHEDULES
from simulator.export.script.parts import chosen, conv, lstm
from simulator.export.script.text import Line, constant, lines
from simulator.settings.experiment import Experiment
from simulator.trace import Trace, evenly_spaced

MOST_SHOWN = 5
"""Sites whose norms are printed."""
SPEED = ("foreach", "fused")
"""Options of an optimizer that are about speed alone."""
EXTREME = 140
"""log10 of a norm, either way, from which on squares in float64 come near their end."""
NORM = '''\
def norm(g):
    """The size of g, also where its squares would be too small or too large for a float."""
    largest = g.abs().max().clamp(min=1e-300)
    return largest * (g / largest).norm()'''


def training(e: Experiment, trace: Trace) -> list[str]:
    """From the network with its starting weights to the printed norms."""
    rest = _pretrained(e, trace) if e.pretraining else [_top_level(e, trace)]
    return [*([NORM] if extreme(trace) else []), *_hook(e), *rest]


def dropout(e: Experiment) -> list[str]:
    """Dropout with random numbers of its own; where layers are pretrained it can be switched off."""
    if not e.dropout:
        return []
    told = '"""Switches each number off at random; what is left makes up for it (Srivastava et al., 2014)."""'
    keep = "keep = torch.rand(f.shape, generator={}) >= DROPOUT"
    if not e.pretraining:
        return [
            lines(
                'masks = stream("dropout")',
                "",
                "",
                "def dropout(f):",
                f"    {told}",
                f"    {keep.format('masks')}",
                "    return f * keep / (1 - DROPOUT)",
            )
        ]
    return [
        lines(
            "class Dropout(nn.Module):",
            f"    {told}",
            "",
            "    def forward(self, f):",
            "        if not self.training:",
            "            return f",
            f"        {keep.format('self.generator')}",
            "        return f * keep / (1 - DROPOUT)",
            "",
            "",
            "dropout = Dropout()",
        )
    ]


def extreme(trace: Trace) -> bool:
    """Whether some norm of the run is so small or large that its square may be lost."""
    norms = trace.gradient_norm
    return bool((((norms < 10.0**-EXTREME) & ~trace.exactly_zero) | (norms > 10.0**EXTREME)).any())


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
    double = "network.double()  # float32 ends at 1e-38, where a vanishing gradient does not"
    return [
        f"sites = []  # the output h of each {site}, in the order of the forward pass",
        keep,
        lines(every if deep else "cell.register_forward_hook(keep)", double),
    ]


def _optimizer(e: Experiment, steps: str) -> list[Line]:
    row = OPTIMIZERS[e.optimizer]
    name = row.function.split(":")[1]
    options = {key: value for key, value in row.options if key not in SPEED}
    if not e.l2 and name == "AdamW":
        options["weight_decay"] = 0.0  # torch's default is another
    given = "".join(f", {key}={value}" for key, value in options.items())
    told = f"  # {chosen(e, 'optimizer')}"
    groups = "network.parameters()"
    lead: list[Line] = []
    if e.l1 or e.l2:
        lead = ["weights = [p for p in network.parameters() if p.ndim > 1]  # the matrices, which alone are pulled to 0"]
    if e.l2:
        lead += [
            "others = [p for p in network.parameters() if p.ndim == 1]",
            'groups = [{"params": weights, "weight_decay": L2}, {"params": others, "weight_decay": 0.0}]',
        ]
        groups = "groups"
    return [*lead, f"optimizer = torch.optim.{name}({groups}, lr=LEARNING_RATE{given}){told}", _scheduler(e, steps)]


def _scheduler(e: Experiment, steps: str) -> Line:
    told = f"  # {chosen(e, 'schedule')}"
    if e.schedule == "warmup":
        share = constant("simulator.engine.descent:WARMUP")
        rising = f"lambda step: min(1.0, (step + 1) / max(1, round({share} * {steps})))"
        return lines(f"rate = {rising}{told}", "scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)")
    if e.schedule == "cosine":
        return f"scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, {steps}){told}"
    return None


# ---- a step ---------------------------------------------------------------------------------------------------


def _step(e: Experiment, trace: Trace) -> list[Line]:
    """One training step, up to its end."""
    sequence, classes = e.kind == "sequence", bool(e.task_row.classes)
    of_x, of_y = ("x[:, picked]" if sequence else "x[picked]"), "y[picked]"
    if e.task_row.readouts > 1:
        of_y = "y[:, picked].flatten()"
    loss = "cross_entropy" if classes else "mse_loss"
    size = "norm(h.grad)" if extreme(trace) else "h.grad.norm()"
    return [
        "picked = torch.randint(len(y), (BATCH_SIZE,), generator=samples)"
        if e.task_row.readouts == 1
        else "picked = torch.randint(y.shape[1], (BATCH_SIZE,), generator=samples)",
        "sites.clear()",
        f"loss = F.{loss}(network({of_x}), {of_y})",
        "optimizer.zero_grad()",
        "loss.backward()",
        "# The loss is a mean over the batch; times its root, a norm is the root mean square over the samples.",
        f"norms = [BATCH_SIZE**0.5 * {size}.item() for h in sites]",
        *_clip(e),
        lines("for p in weights:", f"    p.grad += L1 * p.detach().sign()") if e.l1 else None,
        "optimizer.step()",
        "scheduler.step()" if _scheduler(e, "") else None,
    ]


def _clip(e: Experiment) -> list[Line]:
    told = f"  # {chosen(e, 'clip')}"
    if e.clip == "value":
        return [f"nn.utils.clip_grad_value_(network.parameters(), CLIP_AT){told}"]
    if e.clip == "norm":
        # torch's own adds 1e-6 to the norm, which is not little where the norm is small.
        return [
            f"size = nn.utils.get_total_norm([p.grad for p in network.parameters()]){told}",
            "for p in network.parameters():",
            "    p.grad *= (CLIP_AT / size).clamp(max=1.0)",
        ]
    return []


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


def _history(e: Experiment) -> str:
    return f"history = []  # of each training step the gradient norm at every {e.site_name}"


def _top_level(e: Experiment, trace: Trace) -> str:
    step = [*_step(e, trace), "history.append(norms)", *_printed("step < 10 or step % 10 == 0"), *_end(trace)]
    return lines(
        *_optimizer(e, "STEPS"),
        'samples = stream("samples")',
        _history(e),
        "",
        *_shown(e),
        "for step in range(STEPS):",
        lines(*step, indent=4),
    )


def _pretrained(e: Experiment, trace: Trace) -> list[str]:
    """Training as a function, for each layer alone and then for all of them."""
    return [lines(*_shown(e)), _function(e, trace), _layer_by_layer(e), "history = train(network, x, y, STEPS, SEED)"]


def _function(e: Experiment, trace: Trace) -> str:
    step = [*_step(e, trace), "history.append(norms)", *_printed("told and (step < 10 or step % 10 == 0)")]
    return lines(
        "def train(network, x, y, steps, seed, told=True):",
        f'    """Trains a network; gives of each training step the gradient norm at every {e.site_name}."""',
        lines(
            *_optimizer(e, "steps"),
            'samples = stream("samples", seed)',
            'dropout.generator = stream("dropout", seed)' if e.dropout else None,
            "history = []",
            "for step in range(steps):",
            lines(*step, *_end(trace), indent=4),
            "return history",
            indent=4,
        ),
    )


def _layer_by_layer(e: Experiment) -> str:
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
    off, on = ("layer.eval()", "layer.train()") if e.dropout else (None, None)
    if e.normalization != "batch":
        return [off, "features = layer(features).detach()", on]
    return [
        off,
        "picks = torch.arange(-(-len(y) // BATCH_SIZE) * BATCH_SIZE) % len(y)  # the first once more, to fill the last batch",
        "passed_on = [layer(features[pick]).detach() for pick in picks.split(BATCH_SIZE)]",
        "features = torch.cat(passed_on)[: len(y)]",
        on,
    ]

"""From the gradient to the step: optimizer, penalties, learning-rate schedule and clipping, as torch has them."""

from simulator.catalog.training import OPTIMIZERS
from simulator.export.script.parts import chosen
from simulator.export.script.source import constant
from simulator.export.script.text import Line, lines, remarked
from simulator.settings.experiment import Experiment

SPEED = ("foreach", "fused")
"""Options of an optimizer that are about speed alone."""


def optimizer(e: Experiment, steps: str) -> list[Line]:
    row = OPTIMIZERS[e.optimizer]
    name = row.function.split(":")[1]
    options = {key: value for key, value in row.options if key not in SPEED}
    if not e.l2 and name == "AdamW":
        options["weight_decay"] = 0.0  # torch's default is another
    given = "".join(f", {key}={value}" for key, value in options.items())
    groups = "network.parameters()"
    lead: list[Line] = []
    if e.l1 or e.l2:
        lead = [
            "weights = [p for p in network.parameters() if p.ndim > 1]  # the matrices, which alone are pulled to 0"
        ]
    if e.l2:
        lead += [
            "others = [p for p in network.parameters() if p.ndim == 1]",
            'groups = [{"params": weights, "weight_decay": L2}, {"params": others, "weight_decay": 0.0}]',
        ]
        groups = "groups"
    made = f"optimizer = torch.optim.{name}({groups}, lr=LEARNING_RATE{given})"
    return [*lead, remarked(made, chosen(e, "optimizer")), schedule(e, steps)]


def schedule(e: Experiment, steps: str) -> Line:
    told = chosen(e, "schedule")
    if e.schedule == "warmup":
        share = constant("simulator.engine.descent:WARMUP")
        return lines(
            f"rising = max(1, round({share} * {steps}))  # {told}",
            "rates = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / rising))",
        )
    if e.schedule == "cosine":
        return remarked(f"rates = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, {steps})", told)
    if e.schedule == "onecycle":
        made = f"torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, {steps}, cycle_momentum=False)"
        return remarked(f"rates = {made}", told)
    return None


def clip(e: Experiment) -> list[Line]:
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

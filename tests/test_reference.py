"""The slow twin itself is right: its gradients are the slopes of its loss."""

from typing import Any

import pytest
import torch
from torch import Tensor

from simulator import Experiment
from tests.reference import norm, twin
from tests.reference_chain import Parameters

# A central difference errs by the step squared and by rounding over the step: in float64 both are small here.
STEP = 1e-6
BATCH = 3
COMMON: dict[str, Any] = {"width": 3, "batch_size": BATCH}
DEEP = Experiment(depth=3, activation="prelu", skip="highway", normalization="layer", task="two_spirals", **COMMON)
LSTM = Experiment(kind="sequence", cell="lstm", sequence_length=4, task="recall_first", **COMMON)
GRU = LSTM.replace(cell="gru", normalization="rms")
CASES = {"deep": DEEP, "lstm": LSTM, "gru": GRU}
CASES |= {f"prelu {name}": CASES[name].replace(activation="prelu") for name in ("lstm", "gru")}


def _parameters(e: Experiment) -> dict[str, Tensor]:
    """Random parameters in the shapes of the engine."""
    generator = torch.Generator().manual_seed(1)
    sites = e.depth if e.kind == "deep" else 1
    maps = {"deep": (6, 6, 6), "lstm": (12, 12, 12), "gru": (9, 9, 12)}
    of_input, of_state, units = maps[e.kind if e.kind == "deep" else e.cell]
    shared = (sites, units) if e.kind == "deep" else (units,)
    shapes: dict[str, tuple[int, ...]] = {
        "input": (e.task_row.inputs, of_input),
        "hidden": (sites - 1, 3, of_state) if e.kind == "deep" else (3, of_state),
        "head": (3, e.task_row.output_size),
        "head_bias": (e.task_row.output_size,),
    }
    shapes |= {"bias": shared} if e.normalization == "none" else {"norm_gain": shared, "norm_shift": shared}
    shapes |= {"slope": (sites,)} if e.activation == "prelu" else {}
    return {name: torch.randn(shape, generator=generator, dtype=torch.float64) for name, shape in shapes.items()}


def _batch(e: Experiment) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(2)
    steps = () if e.kind == "deep" else (e.sites,)
    x = torch.randn(*steps, BATCH, e.task_row.inputs, generator=generator, dtype=torch.float64)
    return x, torch.randint(e.task_row.output_size, (BATCH,), generator=generator)


def _slope_of_loss(p: Parameters, e: Experiment, name: str, entry: int) -> float:
    losses = []
    for change in (STEP, -STEP):
        moved = {other: values.clone() for other, values in p.items()}
        moved[name].view(-1)[entry] += change
        losses.append(float(twin(moved, e, *_batch(e)).row["loss"]))
    return (losses[0] - losses[1]) / (2 * STEP)


@pytest.mark.parametrize("case", CASES)
def test_gradients_are_finite_differences_of_the_loss(case: str) -> None:
    e = CASES[case]
    p = _parameters(e)
    gradients = twin(p, e, *_batch(e)).gradients
    for name, gradient in gradients.items():
        # The largest one: of a small one the difference of two losses shows little but rounding.
        entry = int(gradient.abs().argmax())
        assert _slope_of_loss(p, e, name, entry) == pytest.approx(float(gradient.view(-1)[entry]), rel=1e-6), name


def test_norm_reads_what_its_square_cannot_hold() -> None:
    tiny = torch.full((4,), 1e-200, dtype=torch.float64)
    assert float(norm(tiny)) == pytest.approx(2e-200)
    assert float(norm(tiny * 0)) == 0.0

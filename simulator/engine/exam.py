"""The exam at the end of a run: what the network makes of samples that it was trained on, and of others."""

from functools import lru_cache
from typing import Any

import numpy as np
import torch

from simulator.catalog.choice import load
from simulator.engine.loss import losses_and_right
from simulator.engine.network import Network
from simulator.engine.samples import SAMPLES, data
from simulator.engine.scaled import scaled
from simulator.outcome import Exam
from simulator.settings.experiment import Experiment
from simulator.trace import Array

HELD_OUT = 300
"""Size of a data set that is made up for the exam."""


@lru_cache(maxsize=8)
def held_out(kind: str, task: str, length: int, seed: int) -> tuple[Any, Any]:
    """Samples that no training step sees, as ``data`` gives them: the real ones left over, or newly made ones."""
    row = Experiment(kind=kind, task=task).task_row
    unseen = slice(SAMPLES if row.available else 0, None)
    # Real samples: the permutation that training saw, so that the rest was not trained on. Made up: other ones.
    rng = np.random.default_rng(seed if row.available else [seed, 1])
    x, y = load(row.function)(row.available or HELD_OUT, length, rng)
    samples = x.swapaxes(0, 1) if kind == "sequence" else x
    return np.ascontiguousarray(samples[unseen]), y[..., unseen] if row.classes else y[unseen]


@torch.inference_mode()
def examine(network: Network) -> Exam:
    """Loss and accuracy over held-out samples and over as many trained ones, without dropout; ends training."""
    e = network.e
    # Dropout belongs to training alone.
    network.buffers.mask = None
    unseen, (x, y) = (scaled(e, *of(e.kind, e.task, e.sites, e.seed)) for of in (held_out, data))
    seen = slice(len(unseen[0]))
    seen_loss, seen_accuracy = _mark(network, x[seen], y[..., seen] if e.task_row.classes else y[seen])
    loss, accuracy = _mark(network, *unseen)
    return Exam(seen_loss, loss, *(() if np.isnan(accuracy) else (seen_accuracy, accuracy)))


def _mark(network: Network, x: Any, y: Any) -> tuple[float, float]:
    """Mean loss and accuracy over samples as ``data`` gives them, each counted once."""
    task, count = network.e.task_row, len(x)
    # Whole batches, because the buffers have their size; what fills the last one up is not counted.
    picks = np.resize(np.arange(count), (-(-count // network.e.batch_size), network.e.batch_size))
    answers = np.concatenate([_answer(network, x[pick]) for pick in picks], 1)[:, :count]
    answers, targets = answers.reshape(1, -1, task.output_size), y.astype(np.float64)
    losses, right = losses_and_right(answers, targets.reshape(1, -1) if task.classes else targets[None], network.e)
    return float(losses.mean()), float(right.mean())


def _answer(network: Network, samples: Any) -> Array:
    """z of the outputs for one batch of samples, (readouts, batch, outputs)."""
    x = torch.as_tensor(samples).to(network.device, network.dtype)
    network.chain.forward(x.transpose(0, 1).contiguous() if network.e.kind == "sequence" else x)
    p = network.parameters
    outputs = torch.addmm(p["head_bias"], network.head.features()[0], p["head"]).cpu().numpy().astype(np.float64)
    answer: Array = outputs.reshape(-1, len(samples), outputs.shape[1])
    return answer

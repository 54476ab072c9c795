"""What is said of 300 runs with random settings, held against another reading of the same numbers."""

import re
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
import torch

from simulator import Experiment, SettingsError, Trace, simulate
from simulator.analysis.describe import describe
from simulator.analysis.finding import Finding
from simulator.analysis.findings import findings
from simulator.analysis.progress import learns
from simulator.analysis.verdict import verdict
from simulator.catalog import MENUS, TASKS
from simulator.catalog.choice import load
from simulator.engine.network import Network
from simulator.settings.costs import seconds
from simulator.trace import Array
from tests.reference import answers_of, loss_of
from tests.reference_chain import forward
from tests.small import copies
from tests.stories import trained

RUNS, BATCHES = 300, 10
LARGEST = 3.4028235e38
"""The largest number of float32."""
SQUARE = LARGEST**2
"""No squared error of numbers within that range is larger."""
SAMPLES = 1500
"""Size of a made-up data set; the digits are as many of the real ones."""


def drawn(random: Random) -> dict[str, Any]:
    """Settings from all of the menus and the whole range, small enough to be trained at once."""
    kind = random.choice(["deep", "deep", "sequence"])
    menus = {name: random.choice(list(rows)) for name, rows in MENUS.items() if name not in ("kind", "device", "layer")}
    # Half of the menus stay at their default: with all of them at random hardly anything trains.
    chosen = {name: row for name, row in menus.items() if name in ("activation", "init") or random.random() < 0.4}
    return {
        **chosen,
        "kind": kind,
        "task": random.choice(list(TASKS[kind])),
        "depth": round(np.exp(random.uniform(0, np.log(60)))),
        "sequence_length": round(np.exp(random.uniform(np.log(5), np.log(60)))),
        "width": random.choice([2, 4, 8, 16, 32, 64]),
        "batch_size": random.choice([1, 4, 16, 16, 64, 64]),
        "steps": random.choice([3, 20, 60, 150]),
        "gain": random.choice([0.0, 0.1, 0.5, 1.0, 1.0, 1.0, 1.5, 5.0]),
        "learning_rate": 10 ** random.uniform(-5, 1.0),
        "dropout": random.choice([0.0, 0.0, 0.0, 0.3]),
        "l1": random.choice([0.0, 0.0, 0.0, 0.0, 1e-3, 0.1]),
        "l2": random.choice([0.0, 0.0, 0.0, 0.0, 1e-3, 1.0]),
        "clip_at": random.choice([0.01, 1.0]),
        "seed": random.randrange(1000),
        "input_scale": random.choice([1.0, 1.0, 1.0, 0.01, 100.0]),
        "input_offset": random.choice([0.0, 0.0, 0.0, -3.0, 100.0]),
        "target_scale": random.choice([1.0, 0.001, 1000.0]),
        "bias_std": random.choice([0.0, 0.0, 0.5, 5.0]),
    }


@cache
def runs(batch: int) -> list[tuple[Trace, tuple[Finding, ...]]]:
    """One batch of the runs, with what was found."""
    random, found = Random(batch), list[tuple[Trace, tuple[Finding, ...]]]()
    while len(found) < RUNS // BATCHES:
        try:
            experiment = Experiment(**drawn(random))
        except SettingsError:
            continue
        # By the estimate all 300 then take 18 s at most.
        if seconds(experiment) < 0.06:
            trace = trained(experiment)
            found.append((trace, findings(trace)))
    return found


# ---- the other reading ----------------------------------------------------------------------------------------------


@cache
def guess(e: Experiment) -> tuple[float, float]:
    """Loss and accuracy of the best constant answer, from the data as they are drawn."""
    _, y = load(e.task_row.function)(SAMPLES, e.sites, np.random.default_rng(e.seed))
    classes = e.task_row.classes
    shares = np.bincount(y.ravel()) / y.size if classes else np.full(1, np.nan)
    if e.objective == "cross_entropy":
        # A sigmoid's answers lie between 0 and 1; of them the best are found by trying.
        logs = np.log(shares)
        if e.output_activation == "sigmoid":
            tried = np.clip(logs + np.linspace(0, 12, 4001)[:, None], 0, 1)
            logs = tried[entropy(shares, tried).argmin()]
        return float(entropy(shares, logs)), float(shares.max())
    wanted = np.eye(classes)[y.ravel()] if classes else e.target_scale * y.astype(float)
    low, high = {"linear": (-np.inf, np.inf), "sigmoid": (0, 1), "relu": (0, np.inf)}[e.output_activation]
    if e.objective == "mae":
        return float(np.mean(np.abs(wanted - np.median(wanted, 0).clip(low, high)))), float(shares.max())
    return float(np.mean((wanted - wanted.mean(0).clip(low, high)) ** 2)), float(shares.max())


def entropy(shares: Array, answers: Array) -> Array:
    """What these answers cost, (..., classes), where classes have these shares."""
    cost: Array = np.log(np.exp(answers).sum(-1)) - answers @ shares
    return cost


def late(trace: Trace) -> tuple[float, float]:
    """Loss and accuracy over the last tenth of the steps."""
    count = min(trace.steps, max(5, trace.steps // 10))
    with np.errstate(all="ignore"):
        return float(np.mean(trace.loss[-count:])), float(np.mean(trace.accuracy[-count:]))


def out_of_range(trace: Trace, row: int) -> bool:
    """Whether what is recorded of a step is not finite, or beyond what float32 holds."""
    with np.errstate(all="ignore"):
        size = np.sqrt(trace.activation_mean[row] ** 2 + trace.activation_std[row] ** 2).max()
    norms = (trace.gradient_norm[row], trace.weight_gradient_norm[row], trace.loss[row])
    known = all(np.isfinite(values).all() for values in norms) and not np.isnan(trace.update_ratio[row]).any()
    return not (known and size <= LARGEST and trace.loss[row] <= SQUARE)


def outgrows_float32(e: Experiment) -> bool:
    """Whether plain SGD by autograd in float64, from the same weights and on the same batches, leaves that range."""
    net = Network(e, dtype=torch.float64)
    p = copies(net)
    for _ in range(e.steps):
        (x, y), net.samples.picked = net.batch(), []
        sites = forward({name: values.requires_grad_() for name, values in p.items()}, e, x, None)
        read = torch.stack([site.h.flatten(1) for site in sites[-e.task_row.readouts :]])
        outputs = read @ p["head"] + p["head_bias"]
        loss = loss_of(answers_of(outputs, e), y, e)
        gradients = torch.autograd.grad(loss, [*p.values()], allow_unused=True)
        sizes = torch.stack([site.h.detach().square().mean().sqrt() for site in sites])
        finite = all(bool(values.isfinite().all()) for values in gradients if values is not None)
        if not (finite and float(sizes.max()) <= LARGEST and float(loss.detach()) <= SQUARE):
            return True
        with torch.no_grad():
            for (name, values), gradient in zip(p.items(), gradients, strict=True):
                pull = e.l2 * values + e.l1 * values.sign() if name in ("input", "hidden", "head") else 0.0
                values.sub_(e.learning_rate * ((0.0 if gradient is None else gradient) + pull))
    return False


def plain(trace: Trace) -> bool:
    """Whether it is soon trained again by plain SGD, with steps that may be too large."""
    e = trace.experiment
    usual = (e.optimizer, e.clip, e.schedule, e.dropout, e.pretraining) == ("sgd", "none", "constant", 0.0, 0)
    # Where a loss begins beyond 1e15, z leaves float32 although h, a swish of it, does not.
    usual = usual and bool(trace.loss[0] < 1e15)
    return usual and e.learning_rate > 0.03 and e.sites * trace.steps < 1500 and e.layer == "dense"


def spread(trace: Trace, row: int) -> float:
    with np.errstate(all="ignore"):
        return float(np.log10(trace.gradient_norm[row, 0]) - np.log10(trace.gradient_norm[row, -1]))


@pytest.mark.parametrize("batch", range(BATCHES))
class TestWhatIsSaid:
    def test_of_learning_agrees_with_the_loss_of_a_guess(self, batch: int) -> None:
        for trace, found in runs(batch):
            (cost, share), (loss, accuracy) = guess(trace.experiment), late(trace)
            assert trace.chance_loss == pytest.approx(cost) and (np.isnan(share) or trace.chance_accuracy == share)
            says_so = found[0].name in ("healthy", "solved") or verdict(trace).name in ("healthy", "solved")
            moved = np.nan_to_num(trace.update_ratio, nan=0.0).sum(0).max() > 0.1
            if says_so or learns(trace):
                assert moved or trace.experiment.pretraining or loss < trace.loss[:5].mean() or loss < 0.1 * cost
                assert loss < cost or accuracy > share + 0.3 * (1 - share), (trace.experiment, loss, cost)
            beats = moved and loss < 0.8 * cost and trace.experiment.batch_size >= 16 and trace.steps >= 60
            if beats and trace.outcome.name == "finished":
                assert learns(trace) and "nothing is learned" not in found[0].sentence, trace.experiment
            assert ("learns" in describe(trace.experiment, learns(trace))) == learns(trace)

    def test_of_a_network_that_knows_no_more_than_a_guess_is_never_that_it_is_well(self, batch: int) -> None:
        for trace, found in runs(batch):
            (cost, share), (loss, accuracy) = guess(trace.experiment), late(trace)
            if trace.outcome.name == "finished" and loss > cost and not accuracy > share + 0.05:
                assert found[0].name not in ("healthy", "solved", "overfitting"), (trace.experiment, found[0].sentence)
                assert re.search("nothing|little|zero", found[0].sentence + verdict(trace).sentence), found[0].sentence

    def test_of_nothing_learned_beside_what_looks_learned_says_why(self, batch: int) -> None:
        for trace, found in runs(batch):
            (cost, share), (loss, accuracy) = guess(trace.experiment), late(trace)
            looks = loss < 0.9 * cost or accuracy > share + 0.15 * (1 - share)
            for sentence in (found[0].sentence, verdict(trace).sentence):
                if looks and re.search("nothing is learned|Nothing learned", sentence):
                    assert re.search("by luck|may be chance", sentence), (trace.experiment, sentence)
                if "by luck" in sentence:
                    first = trace.first(5)
                    assert loss > 0.8 * first.loss.mean() and not accuracy > first.accuracy.mean() + 0.5, sentence

    def test_of_the_gradient_agrees_with_its_norms(self, batch: int) -> None:
        for trace, found in runs(batch):
            last = verdict(trace)
            ended = [out_of_range(trace, row) for row in range(trace.steps)]
            assert (trace.outcome.name == "diverged") == ended[-1] and not any(ended[:-1]), trace.experiment
            assert trace.outcome.name == "diverged" or trace.steps == trace.experiment.steps
            assert (last.name == "diverged") == (
                trace.outcome.name == "diverged" or not np.isfinite(trace.gradient_norm[-1]).all()
            )
            assert ("diverged" in [finding.name for finding in found]) == (trace.outcome.name == "diverged")
            if last.name in ("healthy", "not_learning", "early") and trace.sites > 1:
                assert -3 <= spread(trace, -1) <= 3
            if last.name in ("vanishing", "exploding") and trace.gradient_norm[-1].any():
                assert (spread(trace, -1) < -3) == (last.name == "vanishing")
                assert abs(spread(trace, -1)) > 3
            if (trace.gradient_norm == 0).all():
                assert {finding.name for finding in found} & {
                    "symmetric_units",
                    "no_gradient",
                    "dead_units",
                    "flat_output",
                }, found

    def test_of_a_run_that_diverged_is_what_plain_autograd_in_float64_does(self, batch: int) -> None:
        chosen = [trace for trace, _ in runs(batch) if plain(trace)]
        assert chosen
        for trace in chosen:
            assert outgrows_float32(trace.experiment) == (trace.outcome.name == "diverged"), trace.experiment

    def test_holds_no_number_that_nobody_reads(self, batch: int) -> None:
        for trace, found in runs(batch):
            for sentence in [finding.sentence for finding in found] + [verdict(trace, row).sentence for row in (0, -1)]:
                assert not re.search(r"e\+|(?<![.\d])\d{4}|\bnan\b|\binf\b", sentence), sentence
                assert all(float(share) <= 1000 for share in re.findall(r"([\d.]+) %", sentence)), sentence

    def test_of_the_loss_is_what_it_was(self, batch: int) -> None:
        for trace, found in runs(batch):
            said = re.search(r"loss ([^;()]+), a guess costs", found[0].sentence)
            if said and (loss := late(trace)[0]) < 999:
                digits = 0.01 if loss > 1e-4 else 0.5  # what is smaller is said to one digit
                assert float(said[1]) == pytest.approx(loss, rel=digits), (trace.experiment, loss)
            elif said:
                assert not re.fullmatch(r"[\d.]+", said[1]), found[0].sentence

    def test_of_a_penalty_is_what_its_recursion_does(self, batch: int) -> None:
        """w <- w - rate * l2 * w, without any gradient, grows where the penalty is said to overshoot."""
        for trace, found in runs(batch):
            e = trace.experiment
            if e.optimizer == "sgd" and e.l2:
                grows = abs(1 - e.learning_rate * e.l2) > 1
                assert grows == any("rate times L2" in finding.sentence for finding in found), e


def test_of_a_last_readout_that_has_nothing_to_mend_is_that_it_receives_nothing() -> None:
    """With one sample that it answers rightly beyond doubt."""
    e = Experiment(kind="sequence", task="copy", sequence_length=13, activation="linear", init="uniform", width=8)
    trace = simulate(e.replace(batch_size=1, steps=3, learning_rate=1e-4, l1=0.1, seed=741))
    norms = trace.gradient_norm.copy()
    norms[:, -1] = 0
    silent = replace(trace, gradient_norm=norms)
    assert "time step 13 receives none" in verdict(silent).sentence
    assert not {"vanishing", "exploding"} & {finding.name for finding in findings(silent)}

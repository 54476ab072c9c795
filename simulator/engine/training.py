"""A run: ``advance`` is the one step of it that everything else is made of."""

import io
import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import torch

from simulator.engine.chance import chance
from simulator.engine.exam import examine
from simulator.engine.first_row import first_row, forget
from simulator.engine.machine import device_of, own_arithmetic, set_arithmetic
from simulator.engine.network import Network
from simulator.engine.precision import first_precision, fits
from simulator.engine.pretraining import Pretraining
from simulator.engine.questions import questions
from simulator.engine.quiz import Quiz
from simulator.engine.rows import diverged
from simulator.outcome import Outcome, State
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace, join, numbered

SLICE = 0.5
"""Seconds between two calls of the progress function."""


def advance(
    e: Experiment,
    state: State | None,
    seconds: float,
    stop: int | None = None,
    *,
    asks: bool = True,
    single: bool = False,
) -> tuple[State, Rows]:
    """Trains for ``seconds``, at least one step; a pure function of experiment and state but for where it stops.

    ``state`` None starts afresh. ``stop`` is the training step at which it ends at the latest, ahead of the state, and
    with ``single`` it ends where float32 does. Rows are the new rows of the trace, {} while only pretraining was done.
    ``asks``: what is learned is recorded too.
    Raises SettingsError where the device is missing.
    Leaves PyTorch and NumPy set to the engine's arithmetic.
    """
    deadline = time.perf_counter() + seconds
    set_arithmetic()
    network, pretraining = resume(e, state)
    if pretraining:
        pretraining.advance(deadline)
        if not pretraining.done:
            return state_of(network, 0, Outcome("running"), pretraining), {}
    last = e.steps if stop is None else min(stop, e.steps)
    network, rows, outcome = train(network, last, deadline, asks=asks, single=single)
    return state_of(network, network.number, outcome), rows


def resume(e: Experiment, state: State | None) -> tuple[Network, Pretraining | None]:
    """The network as ``state`` left it, or as initialized, and the pretraining that is still to be done."""
    if state is None:
        # Whoever trains is done with a slider, and memory is for runs.
        forget()
        network = Network(e, first_precision(e), device_of(e))
        return network, Pretraining(network) if network.e.pretraining else None
    content: dict[str, Any] = torch.load(io.BytesIO(state.blob), weights_only=True)
    kept = content["network"]
    network = Network(e, kept["flat"].dtype, device_of(e), state=kept)
    left = content["pretraining"]
    if left and left["features"] is not None:
        left["features"] = left["features"].to(network.device)
    return network, Pretraining(network, **left) if left else None


def train(
    network: Network, stop: int, deadline: float, *, asks: bool = False, single: bool = False
) -> tuple[Network, Rows, Outcome]:
    """Steps until step ``stop``, the deadline or a divergence; rows end with the step that diverged.

    From the first step that float32 cannot carry, a network in float64 goes on, and is the one returned; with
    ``single`` it takes this step alone, and the run ends as "beyond".
    """
    before = None if network.precise or not fits(network.e) else network.state()
    rows, outcome, doubtful = _steps(network, stop, deadline, asks)
    if before is None or doubtful is None:
        return network, rows, outcome
    # Back to the start of this slice and up to that step once more, with the same numbers.
    network.restore(before)
    exact, _, _ = _steps(network, doubtful, math.inf, asks)
    network = Network(network.e, torch.float64, network.device, state=network.state())
    rows, outcome, _ = _steps(network, doubtful + 1 if single else stop, deadline, asks)
    if single and outcome.name == "running":
        outcome = Outcome("beyond", numbered(doubtful))
    return network, join([exact, rows]) if exact else rows, outcome


def _steps(network: Network, stop: int, deadline: float, asks: bool) -> tuple[Rows, Outcome, int | None]:
    """Trains in one precision, at least one step where one is left: rows, outcome, and the first step that this
    precision cannot carry, None where there is none."""
    parts: list[Rows] = []
    quiz = Quiz(network) if asks else None
    while network.number < stop:
        if quiz:
            quiz.look()
        network.measure(stop - network.number)
        network.update()
        last = network.number >= stop or time.perf_counter() >= deadline
        # A start that float32 cannot carry is to be found at once.
        if not (last or network.recorder.full or network.number == 1):
            continue
        # Only now and then: to look at every step would be to wait for the device at every step.
        rows = network.recorder.take()[0]
        first, end, doubtful = network.number - len(rows["loss"]), diverged(rows), network.recorder.doubtful[0]
        rows = {name: values[: end[0] + 1] for name, values in rows.items()} if end else rows
        parts.append(rows | quiz.take(first + len(rows["loss"])) if quiz else rows)
        if doubtful is not None:
            return join(parts), Outcome("running"), first + doubtful
        if end:
            return join(parts), Outcome("diverged", numbered(first + end[0]), end[1]), None
        if last:
            break
    if network.number < network.e.steps:
        return join(parts) if parts else {}, Outcome("running"), None
    return join(parts), Outcome("finished", exam=examine(network)), None


def state_of(network: Network, step: int, outcome: Outcome, pretraining: Pretraining | None = None) -> State:
    """What a later slice goes on from."""
    blob = io.BytesIO()
    # A run that is done is not continued, so its weights are not sent.
    if outcome.name == "running":
        left = pretraining.state() if pretraining else None
        torch.save({"network": network.state(), "pretraining": left}, blob)
    step = outcome.step or step
    layer = pretraining.layer if pretraining else 0
    return State(step, outcome, network.e.matrices, chance(network.e), layer, blob.getvalue())


def simulate(experiment: Experiment, progress: Callable[[int, int], None] = lambda step, steps: None) -> Trace:
    """Trains the network of the experiment to the end; ``progress(step, steps)`` is called now and then.

    Raises SettingsError where the device is missing. A run that diverges is a result: see ``trace.outcome``.
    """
    state, parts = None, []
    with own_arithmetic():
        while state is None or not state.done:
            state, rows = advance(experiment, state, SLICE)
            parts.append(rows)
            progress(state.step, experiment.steps)
    return Trace.from_rows(
        experiment, state.outcome, state.matrices, [part for part in parts if part], chance(experiment)
    )


def begin(experiment: Experiment, single: bool = False) -> Callable[[int], Trace]:
    """A function that trains a run on, up to the training step that it is given, and returns the new rows as a trace.

    With ``single`` the run ends where float32 does. The function raises SettingsError as ``simulate`` does.
    """
    network: Network | None = None

    def grow(steps: int) -> Trace:
        nonlocal network
        with own_arithmetic():
            if network is None:
                network, pretraining = resume(experiment, None)
                if pretraining:
                    pretraining.advance(math.inf)
            network, rows, outcome = train(network, min(steps, experiment.steps), math.inf, single=single)
        return Trace.from_rows(experiment, outcome, network.e.matrices, [rows], chance(experiment))

    return grow


begin_trial = partial(begin, single=True)
"""Begins a run that is tried: float64 takes several times as long, and what needs it is no remedy."""


def preview(experiment: Experiment) -> Trace:
    """One row: the network as initialized, before any pretraining, and its first step; and what it will be asked.

    Raises SettingsError where the device is missing.
    """
    # Tensors that are made in inference mode know nothing of autograd, which builds a small network 10 % sooner.
    with own_arithmetic(), torch.inference_mode():
        rows = first_row(experiment)
    end = diverged(rows)
    outcome = Outcome("diverged", numbered(end[0]), end[1]) if end else Outcome("running")
    parts = [rows | questions(experiment).unanswered]
    return Trace.from_rows(experiment, outcome, experiment.matrices, parts, chance(experiment))

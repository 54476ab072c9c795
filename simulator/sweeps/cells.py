"""What a process computes for one chunk of a sweep: the only file of this room that needs the engine."""

from collections.abc import Sequence

from simulator.settings.experiment import Experiment
from simulator.sweeps.questions import QUESTIONS, Answer
from simulator.trace import Trace

Answers = dict[str, Answer]
"""Name of a question -> its answer, of one run."""


def answered(experiments: Sequence[Experiment], questions: Sequence[str]) -> list[Answers]:
    """The answers of each experiment; it is trained only where a question needs that.

    Raises SettingsError where the device is missing.
    """
    from simulator.engine.stack import simulate_many  # here, for a server asks other processes to do this
    from simulator.engine.training import preview

    at_once = [name for name in questions if not QUESTIONS[name].trained]
    if len(at_once) == len(questions):
        return [_asked(preview(e), questions) for e in experiments]
    found: list[Answers] = simulate_many(experiments, lambda trace: _asked(trace, questions), examined=False)
    for e, answers in zip(experiments, found, strict=True):
        # The first row of such a run is measured after its pretraining.
        if at_once and e.canonical().pretraining:
            answers |= _asked(preview(e), at_once)
    return found


def _asked(trace: Trace, questions: Sequence[str]) -> Answers:
    return {name: QUESTIONS[name].of(trace) for name in questions}

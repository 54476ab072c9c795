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
    from simulator.engine.many import simulate_many
    from simulator.engine.previews import preview_many  # here, for a server asks other processes to do this

    at_once = [name for name in questions if not QUESTIONS[name].trained]
    if len(at_once) == len(questions):
        return preview_many(experiments, lambda trace: _asked(trace, questions))
    found: list[Answers] = simulate_many(experiments, lambda trace: _asked(trace, questions), examined=False)
    # The first row of a run that is pretrained is measured only after that.
    late = [n for n, e in enumerate(experiments) if at_once and e.canonical().pretraining]
    first_rows = preview_many([experiments[n] for n in late], lambda trace: _asked(trace, at_once))
    for n, answers in zip(late, first_rows, strict=True):
        found[n] |= answers
    return found


def _asked(trace: Trace, questions: Sequence[str]) -> Answers:
    return {name: QUESTIONS[name].of(trace) for name in questions}

"""Trials of remedies, computed in the engine's processes behind all previews and shared by all who ask for them."""

import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from simulator.analysis.diagnosis import Diagnosis, Trying
from simulator.analysis.finding import Finding
from simulator.analysis.search import ALL, Job
from simulator.language import language
from simulator.outcome import State
from simulator.service.answers import foreseen
from simulator.service.asked import Asked
from simulator.service.cache import LRUCache, nbytes
from simulator.service.pool import TRIAL, Pool
from simulator.service.run import FIRST_SLICE, MOST_DELAY, Run, advance_slice, longest_slice
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace

TRIALS_BYTES = 20_000_000
"""Memory of the diagnoses that are kept for the next visitor."""


@dataclass
class _Work:
    """One job of a round: what was trained of it so far."""

    job: Job
    rows: list[Rows] = field(default_factory=list)


class RunTrials(Asked):
    """The trials of one run that has ended: ``diagnosis`` says what is known after each round of them."""

    def __init__(self, trace: Trace, pool: Pool) -> None:
        super().__init__()
        self.trying, self._pool = Trying(trace), pool
        self.search = self.trying.search
        self._told: dict[str, Diagnosis] = {}
        """Language -> the diagnosis in it, as far as somebody has asked for it since the last round."""
        self._tried = False
        """Whether a round has ended."""
        self.ended = False
        """Whether there is nothing more to wait for."""
        self._granted = 0.0
        """Seconds of the engine's time that the trials have asked for."""
        self._rounds = self.trying.rounds()
        self._states: dict[Experiment, State] = {}
        self._round: list[_Work] = []
        self._waiting: list[_Work] = []
        """Work that nobody has asked for any more."""
        with self._lock:
            self._begin_round()

    @property
    def found(self) -> tuple[Finding, ...]:
        """What is wrong with the run, in the language of this thread."""
        return self.diagnosis.findings

    @property
    def diagnosis(self) -> Diagnosis:
        """What was known at the end of the last round, in the language of this thread; at first it knows no remedy."""
        with self._lock:
            if language() not in self._told:
                self._told[language()] = self.trying.diagnosis if self._tried else Diagnosis(self.trying.found)
            return self._told[language()]

    @property
    def progress(self) -> float:
        """How much has been tried, from 0 to 1."""
        return 1.0 if self.ended else min(self.search.spent / ALL, 1.0)

    @property
    def nbytes(self) -> int:
        """Memory that the trials hold."""
        with self._lock:
            states = sum(len(state.blob) for state in self._states.values())
            return nbytes(self.trying.trace) + states + sum(nbytes(rows) for work in self._round for rows in work.rows)

    def ask(self) -> None:
        """To be called now and then by whoever waits: what nobody waits for is not computed."""
        with self._lock:
            self._asked_at = time.monotonic()
            waiting, self._waiting = self._waiting, []
            for work in waiting:
                self._train(work)

    def _begin_round(self) -> None:
        jobs = next(self._rounds, None)
        if jobs is None:
            self.ended, self._round = True, []
            self._states.clear()
            return
        self._round = [_Work(job) for job in jobs]
        for work in self._round:
            self._train(work)

    def _train(self, work: _Work) -> None:
        """Asks for the next slice of a job; short ones, as a preview may have to wait for one to end."""
        run, stop = work.job
        state = self._states.get(run.experiment)
        seconds = longest_slice(state.blob) if state else FIRST_SLICE
        # Who has had much of the engine waits longer, so that the trials of two runs take turns.
        delay = TRIAL + min(self._granted, MOST_DELAY)
        self._granted += seconds
        future = self._pool.submit(delay, advance_slice, run.experiment, state, seconds, stop, asks=False, single=True)
        future.add_done_callback(partial(self._store, work))

    def _store(self, work: _Work, answer: "Future[tuple[State, Rows]]") -> None:
        with self._lock:
            try:
                state, rows = answer.result()
            except Exception as error:
                self.failure, self.ended = foreseen(error), True
                return
            self._states[work.job[0].experiment] = state
            work.rows += [rows] if rows else []
            if self.ended:
                return
            if any(not self._done(other) for other in self._round):
                self._go_on(work)
            else:
                self._end_round()

    def _done(self, work: _Work) -> bool:
        run, stop = work.job
        state = self._states.get(run.experiment)
        return state is not None and (state.done or state.step >= stop)

    def _go_on(self, work: _Work) -> None:
        if self._done(work):
            return
        if self._is_forgotten:
            self._waiting.append(work)
        else:
            self._train(work)

    def _end_round(self) -> None:
        for work in self._round:
            run, state = work.job[0], self._states[work.job[0].experiment]
            run.add(Trace.from_rows(run.experiment, state.outcome, state.matrices, work.rows, state.chance))
        self._tried, self._told = True, {}
        self._begin_round()


class Trials:
    """The trials of all runs that are kept."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[str, RunTrials] = LRUCache(TRIALS_BYTES, lambda trials: trials.nbytes)

    def get(self, run: Run) -> RunTrials:
        """The trials of a run that is done, begun at the first call; they go on as long as somebody asks for them."""
        assert run.done and run.trace
        trials = self.kept.get(run.key, partial(RunTrials, run.trace, self._pool), good=lambda trials: not trials.stale)
        trials.ask()
        return trials

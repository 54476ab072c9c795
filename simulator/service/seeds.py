"""Runs repeated with several seeds, behind runs and previews, and shared by all who ask for them."""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial

from simulator.analysis.seeds import Member, Part, part_of, together
from simulator.repeated import Seeds
from simulator.service.answers import foreseen
from simulator.service.asked import Asked
from simulator.service.cache import LRUCache, nbytes
from simulator.service.pool import TRIAL, Pool
from simulator.service.run import MOST_DELAY, longest_slice
from simulator.settings.experiment import Experiment
from simulator.settings.repeating import group

SEEDS_BYTES = 20_000_000
"""Memory of the repeated runs that are kept for the next visitor."""
SHORT_SLICE = 0.15
"""Seconds of a slice with a small state: a preview waits for one at most, and each ends by writing networks down."""
Answer = tuple[bytes, list[tuple[int, Part]]]


def seeds_slice(experiments: Sequence[Experiment], blob: bytes, steps: Sequence[int], seconds: float) -> Answer:
    """The engine's ``advance_many``, loaded where it runs; of the rows it returns what is kept.

    ``steps`` are those that each run has behind it.
    """
    from simulator.engine.many import advance_many

    blob, pieces = advance_many(experiments, blob, seconds)
    done, parts = [*steps], list[tuple[int, Part]]()
    for number, piece in pieces:
        parts.append((number, part_of(piece, done[number])))
        done[number] += piece.steps
    return blob, parts


class Repetition(Asked):
    """One experiment with several seeds, all in training at once as long as somebody asks."""

    def __init__(self, experiments: Sequence[Experiment], pool: Pool) -> None:
        super().__init__()
        self._experiments, self._pool = experiments, pool
        self._members = [Member(one) for one in experiments]
        self.seeds: Seeds | None = None
        """What is known once all have ended."""
        self._blob, self._granted = b"", 0.0
        self._waits = False
        """Whether the next slice waits for somebody to ask."""
        with self._lock:
            self._train()

    @property
    def progress(self) -> float:
        """How much is trained, from 0 to 1."""
        if self.seeds:
            return 1.0
        steps = (1.0 if member.ended else member.steps / member.experiment.steps for member in self._members)
        return sum(steps) / len(self._experiments)

    @property
    def nbytes(self) -> int:
        """Memory of what is known, or of what is kept of the runs on their way."""
        with self._lock:
            return nbytes(self.seeds) + len(self._blob) + sum(member.nbytes for member in self._members)

    def ask(self) -> None:
        """To be called now and then by whoever waits: what nobody waits for is not computed."""
        with self._lock:
            self._asked_at = time.monotonic()
            if self._waits:
                self._train()

    def _train(self) -> None:
        self._waits = False
        seconds = longest_slice(self._blob, SHORT_SLICE)
        # Who has had much of the engine waits longer, so that two who repeat take turns.
        delay = TRIAL + min(self._granted, MOST_DELAY)
        self._granted += seconds
        steps = [member.steps for member in self._members]
        future = self._pool.submit(delay, seeds_slice, self._experiments, self._blob, steps, seconds)
        future.add_done_callback(self._store)

    def _store(self, answer: "Future[Answer]") -> None:
        with self._lock:
            try:
                self._blob, parts = answer.result()
                for number, part in parts:
                    self._members[number].add(part)
                if not self._blob:
                    self.seeds, self._members = together(self._members), []
            except Exception as error:  # a visitor is told a sentence, whatever went wrong
                self.failure = foreseen(error)
                return
            if self.seeds:
                return
            if self._is_forgotten:
                self._waits = True
            else:
                self._train()


class Repetitions:
    """The repeated runs that are kept."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[Experiment, Repetition] = LRUCache(SEEDS_BYTES, lambda one: one.nbytes)

    def get(self, experiment: Experiment) -> Repetition:
        """The seeds of an experiment, begun at the first call; they go on as long as somebody asks for them."""
        experiments = group(experiment.canonical())
        make = partial(Repetition, experiments, self._pool)
        found = self.kept.get(experiments[0], make, good=lambda one: not one.stale)
        found.ask()
        return found

    def known(self, experiment: Experiment) -> Seeds | None:
        """The seeds of an experiment where they are kept; nothing is trained for them."""
        kept = self.kept.peek(group(experiment.canonical())[0])
        return kept.seeds if kept else None

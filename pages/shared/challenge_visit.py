"""One visitor's tab at the challenges: which one, how it was changed, what was asked for; mirrored in the URL."""

from dataclasses import dataclass, field, replace

from pages.shared.address import write_url
from pages.shared.visit import Visit
from simulator.charts.header import Opening
from simulator.settings.experiment import Experiment
from simulator.settings.lock import Lock
from simulator.teaching.challenges.attempt import Attempt, attempt_of, begun


@dataclass
class ChallengeVisit(Visit):
    """What one visitor has made of a challenge; the browser keeps what was reached, and the server nothing."""

    attempt: Attempt | None = None
    """None at the list of the challenges."""
    tried: dict[int, bool] = field(default_factory=dict)
    """Of a limbo: how deep, and whether it learned; as far as this tab has seen it."""

    def arrive(self, url: dict[str, list[str]]) -> None:
        """Takes the challenge from the URL at a first visit, on a pasted link and on Back."""
        changed, self.changed, self.ahead = self.changed, False, False
        if url != self._url and not changed:
            attempt, ignored = attempt_of(url)
            self._show(attempt)
            self.ignored = ignored

    def again(self) -> None:
        """The network as it was; hints that were taken stay taken."""
        if self.attempt:
            start = begun(self.attempt.challenge, self.attempt.number)
            self._show(replace(self.attempt, experiment=start.experiment))
            self.note_change()

    def take_hint(self) -> None:
        """One hint more."""
        if self.attempt:
            self.attempt = replace(self.attempt, hints=self.attempt.hints + 1)
            self.note_change()

    def name_cause(self, name: str) -> None:
        """The answer that counts: the first one."""
        if self.attempt and not self.attempt.answer:
            self.attempt = replace(self.attempt, answer=name)
            self.note_change()

    def _show(self, attempt: Attempt | None) -> None:
        if attempt is None or self.attempt is None or attempt.challenge != self.attempt.challenge:
            # Another challenge begins; another number of the same one goes on.
            self.tried = {}
        self.attempt, self.ignored, self.remarks, self.pins = attempt, [], [], []
        if attempt:
            self.lock = Lock(attempt.challenge.free, attempt.broken)
            self._replace(attempt.experiment.model_dump(), None)

    def opens(self) -> Opening | None:
        """At *Why?* where a cause was named, for there it is measured; else at the first view."""
        view = "why" if self.attempt and self.attempt.answer else "watch"
        name = f"{self.attempt.challenge.name}:{self._epoch}" if self.attempt else ""
        return Opening(telling=name, view=view, speed=0, at=0)

    def mirror(self, experiment: Experiment) -> None:
        """Writes what was made of the challenge into the URL; the network as it was stands beside what it became."""
        self.valid = experiment.model_dump()
        if self.attempt:
            self.attempt = replace(self.attempt, experiment=experiment)
            # Before and after stand side by side as soon as there is an after.
            rescued = self.attempt.challenge.kind == "rescue" and self.attempt.counted
            self.pins = [self.attempt.broken] if rescued else []
        if not self.dragged:
            self.mirror_query(self.attempt.to_query() if self.attempt else {})

    def mirror_query(self, query: dict[str, list[str]]) -> None:
        self._url = query
        write_url(query)

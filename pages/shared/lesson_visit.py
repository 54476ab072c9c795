"""One visitor's tab at the lessons: which screen it shows, mirrored in the URL, and what was changed there."""

from dataclasses import dataclass

from pages.shared.address import write_url
from pages.shared.visit import Visit
from simulator.charts.header import Opening
from simulator.settings.experiment import Experiment
from simulator.settings.lock import Lock
from simulator.teaching.place import Place, place_of
from simulator.teaching.runs import shown


@dataclass
class LessonVisit(Visit):
    """What one visitor sees of the lessons. All settings are those of the screen, but for its own controls."""

    place: Place | None = None
    """None at the list of the lessons."""

    def arrive(self, url: dict[str, list[str]]) -> None:
        """Takes the screen from the URL at a first visit, on a pasted link and on Back."""
        changed, self.changed, self.ahead = self.changed, False, False
        if url != self._url and not changed:
            place, ignored = place_of(url)
            self._show(place)
            self.ignored = ignored

    def go(self, place: Place | None) -> None:
        """Goes to a screen, for a button."""
        self._show(place)
        self.note_change()

    def again(self) -> None:
        """The settings of the screen as they were."""
        self.go(self.place)

    def _show(self, place: Place | None) -> None:
        self.place, self.ignored, self.remarks = place, [], []
        if place:
            run, *beside = shown(place.lesson, place.screen).values()
            self.lock = Lock(place.screen.controls, run, tuple(beside))
            # Locked to the screen: what a visitor could set here otherwise would not be what its words are about.
            self.pins = beside
            self._replace(run.model_dump(), None)
            self.opening = f"{place.key}:{self._epoch}"

    def opens(self) -> Opening | None:
        """With the view of the screen, at the visitor's own speed."""
        view = self.place.screen.view if self.place else ""
        return Opening(telling=self.opening, view=view or "watch", speed=0, at=0)

    @property
    def is_changed(self) -> bool:
        """Whether a control stands otherwise than the lesson has it."""
        lock = self.lock
        return lock is not None and (self.settings != lock.run.model_dump() or tuple(self.pins) != lock.pins)

    def mirror(self, experiment: Experiment) -> None:
        """Writes the screen into the URL."""
        self.valid = experiment.model_dump()
        self.mirror_place()

    def mirror_place(self) -> None:
        self._url = self.place.to_query() if self.place else {}
        write_url(self._url)

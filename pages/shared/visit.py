"""What one visitor has chosen, mirrored in the URL, and what has been shown of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pages.shared.address import lock_key, write_url
from pages.shared.choices import Choices, completed
from simulator.catalog.stories import FIRST, STORIES
from simulator.catalog.viewing import SPEEDS
from simulator.charts.header import Opening
from simulator.language import _
from simulator.service.making import Making
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.settings.link import added, as_text, to_text
from simulator.settings.lock import Lock, opened, plain_or_locked
from simulator.settings.moment import UNTOLD, Moment, moment_of
from simulator.settings.repeating import is_repeated, repeated_query
from simulator.settings.told import beside, story_of, told


@dataclass(frozen=True)
class Applied:
    """A remedy that was applied, the run before it, the settings after, and whether it has pinned that run."""

    label: str
    before: Experiment
    after: dict[str, Any]
    has_pinned: bool


@dataclass
class Visit(Choices):
    """What one visitor has chosen and seen; the page's callbacks change it."""

    valid: dict[str, Any] = field(default_factory=dict)
    """The last settings that could be trained."""
    story: str | None = None
    """The story that was chosen last."""
    opening: str = ""
    """The story with which the player is to open, with the number of its telling; empty where none was told."""
    moment: Moment = UNTOLD
    """Where the link opens the run, until something else is chosen."""
    starts: bool = False
    """Whether the visitor is being led through the first stories."""
    pins: list[Experiment] = field(default_factory=list)
    """The runs that are pinned, the oldest in front."""
    repeated: bool = False
    """Whether the run is repeated with other seeds, whatever its settings are."""
    applied: Applied | None = None
    ignored: list[str] = field(default_factory=list)
    """What was wrong with the link, until something is changed."""
    remarks: list[str] = field(default_factory=list)
    """What could not be done, until something is changed."""
    refused: str = ""
    """What was wrong with the file that was handed in last."""
    making: Making | None = None
    """What is being made of the run to take along, or was made last, and the name of its file."""
    making_file: str = ""
    dragged: bool = False
    """Whether a slider is still moving."""
    changed: bool = False
    """Whether a control was used that no full rerun of the script has answered yet.

    The browser may send a choice along with the player's next request (updates within one tick are one message, in the
    name of one fragment): the callback then runs with the fragment, and the page around it would stay as it was.
    """
    ahead: bool = False
    """Whether a slider told its move through the player, whose picture then goes before the page around it."""
    heard: float = 0.0
    """When the browser sent the last move that was taken, in its own milliseconds: what it sent before is no news."""
    stopped: str | None = None
    """Key of the run that was stopped by the player's button."""
    page_follows: bool = False
    """Whether the page is drawn for the player, which has its answer with that."""
    deliveries: int = 0
    """How often the player was given something."""
    _brought_pins: list[Experiment] = field(default_factory=list)
    """Of the pinned runs those that the story brought along: they go with it, the visitor's own stay."""
    _url: dict[str, list[str]] | None = None
    """The URL as ``mirror`` wrote it: another one was pasted, or came by Back."""
    _places: dict[str, tuple[str | None, bool]] = field(default_factory=dict)
    """Link -> the story that had been chosen there, and ``starts``: Back comes to the same place of the menu."""

    def arrive(self, url: dict[str, list[str]]) -> None:
        """Takes the settings from the URL at a first visit, on a pasted link and on Back; else the own ones hold.

        A URL that comes along with a changed control is older than the control and is not read.
        """
        changed, self.changed, self.ahead = self.changed, False, False
        if not self.settings or (url != self._url and not changed):
            self.lock, experiment, self.pins, ignored = opened(url, lock_key())
            self.moment, wrong = moment_of(url, experiment.steps)
            self.repeated, others = is_repeated(url)
            self.ignored = [*ignored, *wrong, *others]
            self.remarks = []
            place, led = self._places.get(to_text(experiment, self.pins), (None, not url))
            self._replace(experiment.model_dump(), place or story_of(experiment))
            self._brought_pins = [pin for pin in self.pins if self.story and pin in beside(self.story)]
            self.opening = f"{self.story}:{self._epoch}" if self.unchanged or self.moment != UNTOLD else ""
            # Whoever comes without an address is led.
            self.starts = led

    def take_ahead(self) -> Experiment | None:
        """What a slider has just moved to, once for each move, where it can be trained; else the page has to answer."""
        ahead, self.ahead = self.ahead, False
        try:
            return Experiment(**self.settings) if ahead else None
        except SettingsError:
            return None

    def note_change(self) -> None:
        """Notes that a control was used, for a full rerun of the script to answer."""
        self.changed = True

    def pin(self, *experiments: Experiment) -> None:
        """Keeps runs to compare with, the last one at the end; where there is no room for all, none, with a remark."""
        self.remarks = []
        try:
            self.pins = added(self.pins, *experiments)
        except SettingsError as error:
            self.remarks = [str(error)]
        self.note_change()

    def pinned_as(self, experiment: Experiment) -> list[Experiment]:
        """The pinned runs that are this one: settings that cannot matter make no other run."""
        return [pin for pin in self.pins if pin.canonical() == experiment.canonical()]

    def unpin(self, *experiments: Experiment) -> None:
        """Keeps runs no longer."""
        self.pins, self.remarks = [pinned for pinned in self.pins if pinned not in experiments], []
        self.note_change()

    def repeat(self, repeated: bool) -> None:
        """Asks for the run with other seeds too, or lets them go."""
        self.repeated = repeated
        self.note_change()

    def choose(self, name: str, value: Any, *, dragged: bool = False) -> None:
        """Changes one setting, for a control, and what it brings along."""
        self._set(name, value)
        self.dragged = dragged
        self._note_choice()

    def from_widget(self, name: str, key: str, value: Any) -> None:
        """Chooses what a control says, unless that is an old control, or nothing new."""
        if key == self.key(name) and value not in (None, self.settings[name]):
            self.choose(name, value)

    def choose_all(self, changes: Mapping[str, Any], story: str | None) -> None:
        """Changes every setting at once, for a button: what is not named goes to its default."""
        self._replace(completed(changes), story)
        self._note_choice()

    def next_story(self) -> None:
        """The story after the last one that was chosen, and after the last of all the first."""
        names = list(STORIES)
        story = names[(names.index(self.story) + 1) % len(names)] if self.story else names[0]
        self.tell(story, starts=self.starts and story in names[:FIRST])

    def tell(self, story: str, *, starts: bool = False) -> None:
        """Sets all that a story brings; what is pinned by the visitor stays, and is said where it leaves no room.

        ``starts``: it is one of those through which a visitor is led.
        """
        if self.lock:
            return
        self.pins = own = [pin for pin in self.pins if pin not in self._brought_pins]
        self.choose_all(told(story).model_dump(), story)
        self.pin(*beside(story))
        if self.remarks:
            why = self.remarks[0]
            self.remarks = [_("The run that this story is compared with is not beside it. {reason}", reason=why)]
        # Not what the visitor had pinned already: that stays when the story goes.
        self._brought_pins = [pin for pin in self.pins if pin not in own]
        self.opening, self.starts = f"{story}:{self._epoch}", starts

    def opens(self) -> Opening | None:
        """How the player is to open: as the link says, or else as the story does."""
        telling, moment, row = self.opening, self.moment, STORIES.get(self.opening.partition(":")[0])
        if moment != UNTOLD:
            return Opening(telling=telling, view=moment.view, speed=SPEEDS[moment.speed], at=moment.at)
        return Opening(telling=telling, view=row.view, speed=row.speed, at=0) if row else None

    @property
    def unchanged(self) -> bool:
        """Whether the story that was chosen last is shown as it is told."""
        return self.story is not None and self._shows(self.story)

    def _shows(self, story: str) -> bool:
        return told(story).model_dump() == self.settings and {*beside(story)} <= {*self.pins}

    def mirror(self, experiment: Experiment) -> None:
        """Writes the settings and the pinned runs into the URL, only what differs from the default.

        Not while a slider is still moving.
        """
        self.valid = experiment.model_dump()
        if not self.dragged:
            # To write the URL is a message to the browser and an entry in its history: only where something is new.
            self._url = plain_or_locked(self.lock, experiment, self.pins, lock_key(), self.moment) | self._seeds
            self._places[to_text(experiment, self.pins)] = self.story, self.starts
            write_url(self._url)

    def link_text(self, experiment: Experiment, lock: Lock | None = None) -> str:
        """What follows the address in a link to this run with its pinned runs, under this lock or that of the page."""
        return as_text(plain_or_locked(lock or self.lock, experiment, self.pins, lock_key()) | self._seeds)

    @property
    def _seeds(self) -> dict[str, list[str]]:
        return repeated_query(self.repeated)

    def _replace(self, new: Mapping[str, Any], story: str | None) -> None:
        self._set_all(new)
        self.story, self.dragged = story, False

    def _note_choice(self) -> None:
        self.ignored, self.remarks, self.moment = [], [], UNTOLD
        self.note_change()

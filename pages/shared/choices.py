"""The settings as one visitor has chosen them, and what one choice brings along."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.catalog import menu
from simulator.catalog.structure import CELLS
from simulator.settings.experiment import FIELDS, FOLLOWING, Experiment
from simulator.settings.lock import Lock

DEFAULTS: dict[str, Any] = {name: info.default for name, info in FIELDS.items()}


@dataclass
class Choices:
    """What the controls say; the settings may clash."""

    settings: dict[str, Any] = field(default_factory=dict)
    """Name -> value of every setting, as chosen."""
    initial_values: dict[str, Any] = field(default_factory=dict)
    """The values with which the controls were made."""
    lock: Lock | None = None
    """What the link lets be changed; None where all can be."""
    _epoch: int = 0
    """How often all controls were made anew, see ``key``."""
    _tasks: dict[str, str] = field(default_factory=dict)
    """Kind of network -> the task that was chosen for it last."""
    _activations: dict[str, str] = field(default_factory=dict)
    """Activation that a cell brings along, empty where it brings none -> the one that was chosen beside it last."""

    def key(self, name: str) -> str:
        """Key of a control. After a change that no control made (a story, Back) every control is a new one.

        So what an old control still has to say, late and about the settings before, is not mistaken for a choice.
        """
        around = {
            "task": self.settings["kind"],
            "activation": self._brought(),
            "objective": usual_loss(self.settings),
        }.get(name)
        return f"{name}-{around}-{self._epoch}" if around else f"{name}-{self._epoch}"

    def relevant_settings(self) -> list[str]:
        """Names of the settings that can change anything, given the others."""
        tasks, task = menu("task", self.settings["kind"]), self.settings["task"]
        known = task if task in tasks else next(iter(tasks))
        # Unchecked: where settings clash, the controls are needed most.
        experiment = Experiment.model_construct(**{**self.settings, "task": known})
        return [name for name in FIELDS if experiment.matters(name)]

    def changed_among(self, names: Iterable[str]) -> int:
        """How many of these settings are not at their default."""
        return sum(self.settings[name] != self.default_of(name) for name in names)

    def default_of(self, name: str) -> Any:
        """The loss's is that of the chosen task."""
        return usual_loss(self.settings) if name == "objective" else DEFAULTS[name]

    def is_free(self, *names: str) -> bool:
        """Whether all of these settings can be changed here."""
        return self.lock is None or {*names} <= {*self.lock.free}

    def _set(self, name: str, value: Any) -> None:
        """Changes one setting; another kind of network brings its own task along, if it had one.

        And a cell brings the activation along that it was published with, or last had, and a task its loss.
        """
        if not self.is_free(name):
            return
        brought = self._brought()
        if name == "kind":
            # No task is for both kinds, and who goes back to a kind wants the task that was chosen there.
            self._tasks[self.settings["kind"]] = self.settings["task"]
            kept_task = self._tasks.get(value, self.settings["task"])
            self.settings = with_loss(self.settings, {"kind": value, "task": kept_task})
        self.settings = with_loss(self.settings, {name: value})
        if self._brought() != brought:
            self._activations[brought] = self.settings["activation"]
            kept = self._activations.get(self._brought())
            self.settings["activation"] = kept or self._brought() or self.settings["activation"]
        self.settings |= self._fixed

    def _set_all(self, new: Mapping[str, Any]) -> None:
        """Changes every setting, and makes every control anew."""
        self.settings, self.initial_values = {**new, **self._fixed}, {**new, **self._fixed}
        self._epoch += 1

    @property
    def _fixed(self) -> dict[str, Any]:
        return self.lock.fixed if self.lock else {}

    def _brought(self) -> str:
        """The activation that the chosen cell brings along; empty where it brings none."""
        return CELLS[self.settings["cell"]].activation if self.settings["kind"] == "sequence" else ""


def usual_loss(settings: Mapping[str, Any]) -> str:
    """The loss of the chosen task; that of classes where the task is one of the other kind of network."""
    known = settings["task"] in menu("task", settings["kind"])
    return str(Experiment.model_construct(**settings).default_of("objective") if known else DEFAULTS["objective"])


def with_loss(settings: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with some changed; a loss that was the task's own is then that of the task that is chosen."""
    new = {**settings, **changes}
    own = settings["objective"] == usual_loss(settings) and "objective" not in changes
    return {**new, "objective": usual_loss(new)} if own else new


def completed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting, those that are not named at their defaults."""
    settings = {**DEFAULTS, **changes}
    chosen = Experiment.model_construct(**settings)
    return settings | {name: chosen.default_of(name) for name in FOLLOWING if name not in changes}

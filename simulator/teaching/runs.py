"""The runs of a lesson as experiments."""

from collections.abc import Mapping

from simulator.catalog.lessons import Lesson, Screen
from simulator.settings.experiment import Experiment


def experiments(lesson: Lesson, seed: int = 0) -> dict[str, Experiment]:
    """Every run of the lesson by its name; raises SettingsError where its settings do not go together."""
    return {name: Experiment(**{**settings, "seed": seed}) for name, settings in lesson.runs.items()}


def shown(lesson: Lesson, screen: Screen) -> Mapping[str, Experiment]:
    """The runs that a screen shows: its own in front, then those beside it."""
    known = experiments(lesson)
    return {name: known[name] for name in (screen.run, *screen.beside)}

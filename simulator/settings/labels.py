"""What the settings are called and mean, in the language of whoever reads it."""

from simulator.language import _, inside
from simulator.settings.derived import Settings


def label_of(name: str) -> str:
    """The label of a setting, such as "Learning rate"."""
    return _(str(Settings.model_fields[name].title))


def help_of(name: str) -> str:
    """What a setting means, in a sentence or two."""
    return _(str(Settings.model_fields[name].description))


def spoken_label(name: str) -> str:
    """The label of a setting as it stands inside a sentence, such as "learning rate"."""
    return inside(label_of(name))

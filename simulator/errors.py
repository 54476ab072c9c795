"""The one error of the library: a setting that cannot be used, in the user's words."""


class SettingsError(ValueError):
    """Names the label, what is allowed, what was given and what to do.

    ``fields`` are the names of the settings to change, the one to change first in front.
    """

    def __init__(self, sentence: str, *fields: str) -> None:
        super().__init__(sentence)
        self.fields = fields

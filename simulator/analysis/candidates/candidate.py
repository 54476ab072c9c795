"""What a remedy is before it is tried."""

from dataclasses import dataclass

from simulator.analysis.changes import Change
from simulator.language import translated


@translated("label", "why")
@dataclass(frozen=True)
class Candidate:
    """A remedy that can be tried."""

    name: str
    label: str
    why: str
    source: str
    against: frozenset[str]
    """Names and traits of the findings that it may help against."""
    change: Change
    cause: str = ""
    """Name of the finding whose very cause it takes away; nothing else is enough while that is there."""


@dataclass(frozen=True)
class Both:
    """Two remedies at once."""

    one: Candidate
    other: Candidate
    cause: str = ""

    @property
    def name(self) -> str:
        return f"{self.one.name}+{self.other.name}"

    @property
    def label(self) -> str:
        return f"{self.one.label} + {self.other.label}"

    @property
    def why(self) -> str:
        return f"{self.one.why} {self.other.why}"

    @property
    def source(self) -> str:
        return f"{self.one.source}; {self.other.source}"

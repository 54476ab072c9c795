"""One word of the glossary: what it means, in plain words first, and the small networks that show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from simulator.language import mark, translated
from simulator.settings.experiment import Experiment

PROFILE, LOSS, CURVE = "gradient_norm", "loss", "curve"
"""What most pictures show: the gradient along the network, the loss through training, an activation's function."""


@dataclass(frozen=True)
class Picture:
    """Networks that are really trained, by the name of their line in English, and what of them is drawn."""

    runs: Mapping[str, Experiment] = field(hash=False)
    shows: str = PROFILE
    """A sketch of charts/sketches.py, or ``CURVE``."""
    over: str = ""
    """The setting along which the networks lie: they are then shown one after the other."""
    link: int = 0
    """Which of the networks the simulator opens; where they are lines, the others are pinned beside it."""

    def __post_init__(self) -> None:
        for name in self.runs:
            # A line that is named by a number has nothing to be translated.
            if not name[:1].isdigit() and name[:1] != "-":
                mark(name)

    @property
    def linked(self) -> tuple[Experiment, ...]:
        """The run that shows it, and those beside it."""
        runs = [*self.runs.values()]
        return (runs[self.link],) if self.over else (runs[self.link], *runs[: self.link], *runs[self.link + 1 :])


@translated("label", "group", "plain", "terms")
@dataclass(frozen=True)
class Entry:
    """A word with all that is said of it; ``also`` are other forms in which it stands on the screen, in English."""

    name: str
    """For links."""
    label: str
    group: str
    picture: Picture
    plain: str
    """What it is, for people who have never heard of it."""
    terms: tuple[str, ...] = ()
    """What the field calls it and says of it, exactly."""
    formula: str = ""
    """In LaTeX."""
    sources: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    number: str = ""
    """The quantity or the setting on *The numbers* that it is."""

    @property
    def words(self) -> frozenset[str]:
        """All that it is called, in small letters."""
        return frozenset(word.lower() for word in (self.label, *self.also))

    def with_more(self, other: "Entry") -> "Entry":
        """Both in one, where the same word stands in two tables; what this one says stays in front."""
        return replace(
            self,
            terms=_once(*self.terms, *(other.terms or [other.plain])),
            formula=self.formula or other.formula,
            sources=_once(*self.sources, *other.sources),
            also=_once(*self.also, *other.also),
            number=self.number or other.number,
        )


def _once(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))

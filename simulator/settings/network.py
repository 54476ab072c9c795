"""What verdict and charts ask of a network, whoever trains it: an experiment answers, and a network that is watched."""

from typing import Protocol

from simulator.catalog.structure import KINDS
from simulator.language import _, ngettext


# Asked as properties, since an experiment is frozen: no attribute of it can be set.
class Built(Protocol):
    """How a network is built."""

    @property
    def kind(self) -> str:
        """A row of KINDS: "deep" or "sequence"."""

    @property
    def cell(self) -> str:
        """Of a sequence: a row of CELLS."""


class Named:
    """What follows from how a network is built alone; a base of all that answer as a ``Network``."""

    @property
    def site_name(self: Built) -> str:
        """What a site is called: "layer" or "time step"."""
        return KINDS[self.kind].site

    def site_label(self: Built, number: int) -> str:
        """A site by its number from 1: "layer 3", or "time step 3"."""
        return _("layer {number}", number=number) if self.kind == "deep" else _("time step {number}", number=number)

    def sites_label(self: Built, count: int) -> str:
        """``count`` sites: "3 layers", or "1 time step"."""
        if self.kind == "deep":
            return ngettext("{number} layer", "{number} layers", count)
        return ngettext("{number} time step", "{number} time steps", count)

    @property
    def gated(self: Built) -> bool:
        """Whether the cell is an LSTM or a GRU, which have gates."""
        return self.kind == "sequence" and self.cell != "rnn"


class Network(Built, Protocol):
    """What is known of a network and its training; ``Experiment`` has the settings too."""

    @property
    def steps(self) -> int:
        """Training steps of the whole run."""

    @property
    def batch_size(self) -> int:
        """Samples per training step."""

    @property
    def sites(self) -> int:
        """Number of places on the chain: layers, or time steps."""

    @property
    def site_name(self) -> str:
        """What a site is called: "layer" or "time step"."""

    def site_label(self, number: int) -> str:
        """A site by its number from 1: "layer 3", or "time step 3"."""

    def sites_label(self, count: int) -> str:
        """``count`` sites: "3 layers", or "1 time step"."""

    @property
    def gated(self) -> bool:
        """Whether the cell is an LSTM or a GRU, which have gates."""

    @property
    def bounded(self) -> bool:
        """Whether the activation flattens on both sides; a slope of zero is then called saturated, not dead."""

    @property
    def can_die(self) -> bool:
        """Whether a unit's slope can be exactly 0: whether its activation has a flat part."""

    @property
    def starts_alike(self) -> bool:
        """Whether every weight is known to start as the same number."""

    @property
    def has_detour(self) -> bool:
        """Whether a gate or a shortcut leads the gradient around the activation."""

    @property
    def never_cut(self) -> bool:
        """Whether the gradient has a way past every site that is never quite shut."""

    @property
    def pretraining(self) -> int:
        """Steps in which each layer was trained alone before the first training step."""

    @property
    def names_matrices(self) -> bool:
        """Whether its weight matrices have names of their own, beyond the sites that they lead into."""

    @property
    def links(self) -> tuple[str, ...]:
        """The links of the chain whose factors are recorded: of "slope", "weight" and "norm"."""

    @property
    def ways_past(self) -> tuple[str, ...]:
        """What changes the gradient beside those links."""

    @property
    def smallest(self) -> float:
        """The gradient norm down to which it is true; below, it may be rounded to 0."""

    @property
    def l1(self) -> float:
        """The penalty on the size of the weights, as far as it is known."""

    @property
    def pull(self) -> float:
        """Learning rate times L2, as far as they are known."""

    @property
    def pull_limit(self) -> float:
        """The ``pull`` that the optimizer bears."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """A sentence for each setting that was changed from its default and could not change the run."""

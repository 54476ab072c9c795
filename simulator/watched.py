"""A network that somebody else trains, as far as it is known from outside."""

from dataclasses import dataclass

from simulator.settings.network import Named


@dataclass(frozen=True)
class Watched(Named):
    """The network of a run that was watched.

    Its settings are not known: a rule that asks for a penalty, or for weights that start alike, finds none.
    """

    name: str
    """The class of the module, such as "Sequential"."""
    kind: str
    """A row of KINDS: "sequence" where the sites are time steps."""
    cell: str
    """Of a sequence: a row of CELLS."""
    names: tuple[str, ...]
    """What each site is called in the module, site 1 first."""
    steps: int
    """Training steps watched."""
    batch_size: int
    """Samples of the first training step."""
    bounded: bool
    """Whether every activation that is known flattens on both sides."""
    can_die: bool
    """Whether one that is known has a flat part."""
    chain: bool
    """Whether the modules are called one after the other, so that nothing leads around a site."""
    smallest: float
    """The smallest number of the network's kind of number."""
    starts_alike: bool = False
    pretraining: int = 0
    names_matrices: bool = True
    links: tuple[str, ...] = ()
    ways_past: tuple[str, ...] = ()
    l1: float = 0.0
    pull: float = 0.0
    pull_limit: float = float("inf")
    ignored: tuple[str, ...] = ()

    @property
    def sites(self) -> int:
        """Number of layers or time steps."""
        return len(self.names)

    @property
    def has_detour(self) -> bool:
        """Whether something may lead the gradient around an activation."""
        return not self.chain

    @property
    def never_cut(self) -> bool:
        """The same: where a way past a site is possible, a zero is not called exact."""
        return not self.chain

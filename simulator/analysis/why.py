"""What shows a verdict, in clauses: what each site does to the gradient, what arrives, where it ends."""

from simulator.analysis.words import LEVEL, part, percent, times
from simulator.language import _
from simulator.outcome import Outcome
from simulator.settings.network import Network

SLIGHT = 0.04
"""log10 of a factor that is better read as what it adds: 1.1."""


def arrives(spread: float, first: str, last: str) -> str:
    """What the first site receives of what the last one does; ``spread`` is log10."""
    if abs(spread) < LEVEL:
        return _("{first} receives as much as {last} does", first=first, last=last)
    if spread < 0:
        return _("{first} receives {part} of what {last} does", first=first, part=part(spread), last=last)
    return _("{first} receives {factor} times what {last} does", first=first, factor=times(spread), last=last)


def each(kind: str, factor: float, received: str) -> str:
    """What one site does to the gradient, on average, and what follows from it; ``factor`` is log10."""
    deep = kind == "deep"
    # A sentence for layers and one for time steps: in other languages the words around the site change with it.
    if factor < 0:
        holes = {"part": part(factor), "received": received}
        if deep:
            return _("each layer passes on {part} of the gradient, so {received}", **holes)
        return _("each time step passes on {part} of the gradient, so {received}", **holes)
    if factor < SLIGHT:
        holes = {"part": percent(10**factor - 1), "received": received}
        if deep:
            return _("each layer adds {part} to the gradient, so {received}", **holes)
        return _("each time step adds {part} to the gradient, so {received}", **holes)
    holes = {"factor": times(factor), "received": received}
    if deep:
        return _("each layer multiplies the gradient by {factor}, so {received}", **holes)
    return _("each time step multiplies the gradient by {factor}, so {received}", **holes)


def exactly_zero(network: Network, silent: int, sites: int) -> str:
    """Where the gradient is exactly zero: at the first ``silent`` of the sites."""
    deep = network.kind == "deep"
    if silent == sites:
        return _("every layer receives exactly zero") if deep else _("every time step receives exactly zero")
    end = network.site_label(silent + 1)
    if silent == 1:
        return _("it ends at {end}, and {site} receives exactly zero", end=end, site=network.site_label(1))
    if deep:
        return _("it ends at {end}, and layers 1 to {last} receive exactly zero", end=end, last=silent)
    return _("it ends at {end}, and time steps 1 to {last} receive exactly zero", end=end, last=silent)


def too_little(network: Network, silent: int, sites: int) -> str:
    """Where what arrives is too small to be computed: at the first ``silent`` of the sites."""
    deep, least = network.kind == "deep", f"{network.smallest:.0e}"
    if silent == sites and deep:
        return _("every layer receives less than {least}, too little to be computed", least=least)
    if silent == sites:
        return _("every time step receives less than {least}, too little to be computed", least=least)
    if silent == 1:
        site = network.site_label(1)
        return _("{site} receives less than {least}, too little to be computed", site=site, least=least)
    if deep:
        return _("layers 1 to {last} receive less than {least}, too little to be computed", last=silent, least=least)
    return _("time steps 1 to {last} receive less than {least}, too little to be computed", last=silent, least=least)


def broke_off(network: Network, end: Outcome) -> str:
    """When, and where that is known, a run diverged."""
    if not end.site:
        told = _("in training step {step} the numbers grew too large to compute with, and training ended")
        return told.format(step=end.step)
    told = _("in training step {step} the numbers at {site} grew too large to compute with, and training ended")
    return told.format(step=end.step, site=network.site_label(end.site))


def although(trouble: str, words: str) -> str:
    """What is said of a trouble in a run that has solved its task, behind what it has reached."""
    if trouble == "vanishing":
        return _("{words}, although the gradient vanishes", words=words)
    if trouble == "exploding":
        return _("{words}, although the gradient explodes", words=words)
    if trouble == "zero":
        return _("{words}, although no gradient is left", words=words)
    return _("{words}, although its units are all alike", words=words)

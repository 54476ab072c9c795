"""What the player is told of a run besides its arrays; payload.d.ts beside the JavaScript describes it to that.

Its texts are in the language of whoever it is packed for.
"""

from typing import TypedDict

from simulator.charts.answers import Asked
from simulator.language import _
from simulator.settings.network import Network


class Pinned(TypedDict):
    """A pinned run: its key, which of the pins it is (numeral and colour), what sets it apart, and how far it is.

    ``done``: it trains no further. ``seeds``: as of a delivery.
    """

    run: str
    pin_index: int
    label: str
    trained: int
    done: bool
    seeds: str


class Words(TypedDict):
    """What stands under the axes of sites and of matrices, and at the two ends of the chain."""

    site_word: str
    matrix_word: str
    input_side: str
    loss_side: str


def words(network: Network) -> Words:
    """The words under a network's axes."""
    own_names = network.names_matrices or network.kind != "deep"
    matrix_word = _("weights") if own_names else _("weights that lead into layer")
    if network.kind == "deep":
        return {
            "site_word": _("layer (1 is next to the input)"),
            "matrix_word": matrix_word,
            "input_side": _("input side"),
            "loss_side": _("loss side"),
        }
    return {
        "site_word": _("time step (1 is the first symbol)"),
        "matrix_word": matrix_word,
        "input_side": _("first symbol"),
        "loss_side": _("last symbol"),
    }


class Outcome(TypedDict):
    """The trace's outcome; step and site where the run diverged."""

    name: str
    step: int | None
    site: int | None


class Opening(TypedDict):
    """How a story or a link opens: told once for each ``telling``.

    No ``view`` and a ``speed`` of 0: the visitor's own. ``at``: the training step at which it stands still; 0 where it
    plays from its start.
    """

    telling: str
    view: str
    speed: int
    at: int


class Named(TypedDict):
    """What stands on pictures of a run, ``title`` and ``address``, and the name of their files.

    An empty address is that of the page.
    """

    title: str
    address: str
    file: str


UNNAMED: Named = {"title": "", "address": "", "file": "run"}


class About(TypedDict):
    """What a run is: ``total`` training steps, of which ``planned`` are displayed.

    ``links`` names the links of its chain, ``ways`` are the ways past them, and ``kind`` is a row of KINDS.
    """

    run: str
    total: int
    planned: int
    sites: int
    links: dict[str, str]
    ways: list[str]
    gated: bool
    kind: str
    site: str
    words: Words
    note: str


class Delivery(TypedDict):
    """What this delivery is for, and what the player does with it.

    ``seeds``: the key under which the range of its seeds is delivered; empty where none is to be seen.
    ``waits_for``: what is computed beside the run, and how far it is.
    ``body``: what stands for the captions and arrays, which are most of the bytes. ``kept``: the player has them, and
    they are left out.
    """

    ask_for_more: bool
    awaits_part: bool
    ahead_of_page: bool
    preview: bool
    stop: bool
    captions: list[tuple[int, str, str, str]]
    exact: list[tuple[int, str, str, str]]
    pinned: list[Pinned]
    opening: Opening | None
    seeds: str
    waits_for: str
    body: str
    kept: bool


class Theory(TypedDict):
    """What theory expects of each site, as log10 norms; None for nothing at all. A bound has no band."""

    theory: list[float | None]
    theory_low: list[float | None]
    theory_high: list[float | None]
    theory_word: str
    theory_note: str
    theory_similarity: list[float | None]
    """Of each site, as it is; empty where it is not known."""


NO_THEORY: Theory = {
    "theory": [],
    "theory_low": [],
    "theory_high": [],
    "theory_word": "",
    "theory_note": "",
    "theory_similarity": [],
}


class Progress(TypedDict):
    """How far the run is, the displayed ``steps`` and the axes that it needs so far.

    ``start_axis`` is the one that its first row alone needs: beside others enough for a run that diverged.
    """

    steps: list[int]
    trained: int
    matrices: list[str]
    done: bool
    outcome: Outcome
    axis: tuple[float, float]
    links_axis: tuple[float, float]
    highest: float
    start_axis: tuple[float, float]
    least: float
    scored: bool
    guess: float | None
    learned: Asked


class RunHeader(About, Named, Delivery, Theory, Progress):
    """Everything that the player is told of a run besides its arrays."""

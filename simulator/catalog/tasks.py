"""Tasks: what a network is asked to learn. Every task is a fixed data set drawn once from the seed."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice, table
from simulator.language import translated


@translated("learns")
@dataclass(frozen=True)
class Task(Choice):
    """One task of one kind of network.

    ``function(samples, length, rng)`` returns (x, y): for a deep network x is (samples, inputs), for a sequence
    (length, samples, inputs). y holds class numbers, (samples,) or with several readouts (readouts, samples), or for
    a regression (``classes`` = 0) real numbers of shape (samples, outputs). The loss is taken at the last
    ``readouts`` sites.
    """

    kind: str = "deep"
    learns: str = ""
    """What a network learns with it, for the sentences "A network learns ..." and "A network is trained on ..."."""
    function: str = ""
    inputs: int = 2
    classes: int = 2
    outputs: int = 0
    readouts: int = 1
    length: int | None = None
    """Fixed number of time steps, where the data decide it."""
    shortest: int = 2
    """Fewest time steps for which the task makes sense."""
    available: int | None = None
    """Number of samples that there are, where they are real; others are made up, as many as are needed."""
    image: tuple[int, int] | None = None
    """Height and width where one channel of pixels is the input."""

    @property
    def output_size(self) -> int:
        """Numbers the network answers with at a readout: one for each class, or the regression's outputs."""
        return self.classes or self.outputs


DATA = "simulator.engine.data:"
DIGITS = "Alpaydin, Kaynak (1998), UCI Machine Learning Repository"

DEEP_TASKS = table(
    Task(
        "digits",
        "Handwritten digits",
        "1797 real digits of 8x8 pixels: which of the ten is it?",
        DIGITS,
        learns="handwritten digits",
        function=DATA + "digits",
        inputs=64,
        classes=10,
        available=1797,  # scikit-learn brings the UCI's test part alone
        image=(8, 8),
    ),
    Task(
        "two_spirals",
        "Two spirals",
        "Two arms wound around each other: on which one is the point?",
        "Lang, Witbrock (1988)",
        learns="to tell two spirals apart",
        function=DATA + "two_spirals",
    ),
    Task(
        "circles",
        "Circles",
        "A ring around another: no straight line parts them.",
        "Pedregosa et al. (2011), scikit-learn",
        learns="to tell two rings apart",
        function=DATA + "circles",
    ),
    Task(
        "moons",
        "Moons",
        "Two half moons that reach into each other.",
        "Pedregosa et al. (2011), scikit-learn",
        learns="to tell two half moons apart",
        function=DATA + "moons",
    ),
    Task(
        "xor",
        "XOR",
        "Do both coordinates have the same sign? The classic that one layer cannot learn.",
        "Minsky, Papert (1969); Rumelhart, Hinton, Williams (1986)",
        learns="XOR",
        function=DATA + "xor",
    ),
    Task(
        "sine_surface",
        "Sine surface",
        "Regression: the height of a landscape of sine waves, hills and hollows in turn.",
        "after Friedman (1991)",
        learns="a landscape of sine waves",
        function=DATA + "sine_surface",
        classes=0,
        outputs=1,
    ),
)

SEQUENCE_TASKS = table(
    Task(
        # The name of the deep task, too, as the setting has one default for both kinds.
        "digits",
        "Handwritten digits, pixel by pixel",
        "Real digits of 8x8 pixels, read one pixel a time step: 64 steps, and the answer comes after the last.",
        f"{DIGITS}; read by pixel: Le, Jaitly, Hinton (2015)",
        kind="sequence",
        learns="handwritten digits, pixel by pixel",
        function=DATA + "digits_by_pixel",
        inputs=1,
        classes=10,
        available=1797,
        length=64,
    ),
    Task(
        "recall_first",
        "Recall the first symbol",
        "One of four symbols, then nothing but noise: which symbol was it?",
        "Bengio, Simard, Frasconi (1994)",
        kind="sequence",
        learns="to recall the first symbol",
        function=DATA + "recall_first",
        inputs=4,
        classes=4,
    ),
    Task(
        "adding",
        "Adding problem",
        # 0.167 is 2 / 12, the variance of a sum of two even draws from 0 to 1.
        "Regression: two of many numbers are marked; what is their sum? Always answering 1 costs 0.167.",
        "Hochreiter, Schmidhuber (1997)",
        kind="sequence",
        learns="to add two marked numbers",
        function=DATA + "adding",
        inputs=2,  # a number and its mark
        classes=0,
        outputs=1,
    ),
    Task(
        "copy",
        "Copy",
        "Three symbols, a long silence, a cue: say the three again, in their order.",
        "Hochreiter, Schmidhuber (1997); Arjovsky, Shah, Bengio (2016)",
        kind="sequence",
        learns="to repeat three symbols",
        function=DATA + "copy",
        inputs=6,  # four symbols, a blank and the cue
        classes=4,
        readouts=3,
        # Three to be heard and, from the cue on, three to be said.
        shortest=6,
    ),
    Task(
        "temporal_order",
        "Temporal order",
        "Among distractors stand an X or Y early and an X or Y late: in which order?",
        "Hochreiter, Schmidhuber (1997)",
        kind="sequence",
        learns="the order of two symbols",
        function=DATA + "temporal_order",
        inputs=6,  # X, Y and four distractors
        classes=4,
        shortest=4,
    ),
    Task(
        "parity",
        "Parity",
        "Up to three ones among zeros: is their number odd? Missing a single one makes the answer wrong.",
        "Minsky, Papert (1969); Hochreiter, Schmidhuber (1996)",
        kind="sequence",
        learns="to tell whether the number of ones is odd",
        function=DATA + "parity",
        inputs=1,
        shortest=3,  # room for three ones
    ),
    Task(
        "noisy_sine",
        "Noisy sine",
        "Regression: a sine wave under noise; what is its next value?",
        "after Lapedes, Farber (1987)",
        kind="sequence",
        learns="to continue a noisy sine wave",
        function=DATA + "noisy_sine",
        inputs=1,
        classes=0,
        outputs=1,
        shortest=10,  # one turn of the fastest wave
    ),
)

TASKS = {"deep": DEEP_TASKS, "sequence": SEQUENCE_TASKS}

"""Tasks: what a network is asked to learn. Every task is a fixed data set drawn once from the seed."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice, table


@dataclass(frozen=True)
class Task(Choice):
    """One task of one kind of network.

    ``function(samples, length, rng)`` returns (x, y): for a deep network x is (samples, inputs), for a sequence
    (length, samples, inputs). y holds class numbers, (samples,) or (readouts, samples), or for a regression
    (``classes`` = 0) real numbers of shape (samples, outputs). The loss is taken at the last ``readouts`` sites.
    """

    kind: str = "deep"
    function: str = ""
    inputs: int = 2
    classes: int = 2
    outputs: int = 0
    readouts: int = 1
    length: int | None = None
    """Fixed number of time steps, where the data decide it."""
    shortest: int = 2
    """Fewest time steps for which the task makes sense."""
    image: tuple[int, int] | None = None
    """Height and width where one channel of pixels is the input."""

    @property
    def output_size(self) -> int:
        return self.classes or self.outputs


DATA = "simulator.engine.data:"

DEEP_TASKS = table(
    Task("digits", "Handwritten digits", "1797 real digits of 8x8 pixels.", "Alpaydin, Kaynak (1998), UCI", function=DATA + "digits", inputs=64, classes=10, image=(8, 8)),
    Task("two_spirals", "Two spirals", "Two arms wound around each other.", "Lang, Witbrock (1988)", function=DATA + "two_spirals"),
)

SEQUENCE_TASKS = table(
    Task("recall_first", "Recall the first symbol", "Noise, noise, noise: what was the first symbol?", "Bengio, Simard, Frasconi (1994)", kind="sequence", function=DATA + "recall_first", inputs=4, classes=4),
)

TASKS = {"deep": DEEP_TASKS, "sequence": SEQUENCE_TASKS}

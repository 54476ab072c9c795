"""The small networks of the glossary's pictures: each trains within a tenth of a second."""

from collections.abc import Iterable
from typing import Any

from simulator.settings.experiment import FIELDS, Experiment
from simulator.teaching.glossary.entry import PROFILE, Picture

SIGMOID = Experiment(depth=10, width=16, batch_size=64, steps=60)
RELU = SIGMOID.replace(activation="relu", init="he_normal", learning_rate=0.03)
TANH = SIGMOID.replace(activation="tanh", learning_rate=0.03)
# So small that the weights stay as they were set: at 0.01 such a network reads 64 to 75 % of the digits.
LINEAR = SIGMOID.replace(activation="linear", init="identity", learning_rate=0.001)
RNN = Experiment(
    kind="sequence", cell="rnn", activation="tanh", task="recall_first", sequence_length=20, width=12, batch_size=32,
    steps=60,
)  # fmt: skip
LSTM = RNN.replace(cell="lstm")
WIDE_SIGMOID, WIDE_TANH = (network.replace(depth=3, gain=2.0) for network in (SIGMOID, TANH))
"""Those whose z lie from end to end of the curve."""
BOTH = {"sigmoid": SIGMOID, "ReLU, He": RELU}


def beside(base: Experiment, label: str, shows: str = PROFILE, **lines: dict[str, Any]) -> Picture:
    """The network as it is, and with one thing changed for each line, which is named in quotes or by a keyword."""
    changed = {name.replace("_", " "): base.replace(**changes) for name, changes in lines.items()}
    # What is changed stands in front: a link opens that, and the network as it is stands pinned beside it.
    return Picture({**changed, label: base}, shows)


def along(base: Experiment, name: str, values: Iterable[float], shows: str = PROFILE, link: int = -1) -> Picture:
    """The network with one setting at these values, one after the other."""
    # As the setting has it: a depth of 2.0 would be refused.
    runs = {f"{value:g}": base.replace(**{name: FIELDS[name].annotation(value)}) for value in values}  # type: ignore[misc]
    return Picture(runs, shows, over=str(FIELDS[name].title), link=link)

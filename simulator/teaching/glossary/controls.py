"""Words that are settings: of a number, the same network with that number smaller and larger."""

from collections.abc import Iterator

from simulator.settings.experiment import FIELDS
from simulator.teaching.glossary.entry import LOSS, Entry, Picture
from simulator.teaching.glossary.networks import LSTM, RELU, RNN, SIGMOID, TANH, along, beside

SET = "What can be set"
PICTURES = {
    "kind": Picture({"layers": SIGMOID, "time steps": RNN}),
    "gain": along(TANH, "gain", (0.3, 0.6, 0.8, 1.0, 1.3, 1.7, 2.5)),
    "bias_std": along(TANH, "bias_std", (0.0, 0.1, 0.3, 1.0, 2.0, 3.0)),
    "forget_bias": along(LSTM, "forget_bias", (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0)),
    "gate_biases": beside(LSTM, "all alike", chrono={"gate_biases": "chrono"}),
    "input_init": beside(RNN, "as all others", LeCun={"input_init": "lecun_normal"}, He={"input_init": "he_normal"}),
    "weight_mean": along(TANH, "weight_mean", (0.0, 0.02, 0.05, 0.1, 0.2)),
    "task": Picture({"digits": RELU, "two spirals": RELU.replace(task="two_spirals")}, "accuracy"),
    "input_scale": along(RELU, "input_scale", (0.01, 0.1, 0.3, 1.0, 3.0, 10.0), LOSS),
    "input_offset": along(RELU, "input_offset", (0.0, 1.0, 3.0, 10.0), LOSS),
    "target_scale": along(
        RELU.replace(task="sine_surface", learning_rate=0.01), "target_scale", (0.1, 0.3, 1.0, 3.0), LOSS
    ),
    "output_activation": Picture(
        {
            "linear": RELU.replace(objective="mse"),
            "sigmoid": RELU.replace(objective="mse", output_activation="sigmoid"),
        },
        "accuracy",
    ),
    "layer": Picture({"dense": RELU, "convolutional": RELU.replace(layer="conv", depth=4, width=8)}),
    "width": along(RELU, "width", (2, 4, 8, 16, 32), LOSS),
    "schedule": beside(RELU, "constant", "stride", cosine={"schedule": "cosine"}, warm_up={"schedule": "warmup"}),
    "clip_at": along(TANH.replace(gain=2.5, clip="norm"), "clip_at", (0.1, 0.3, 1.0, 3.0, 10.0), "clip_scale"),
    "l1": along(RELU, "l1", (0.0, 0.0003, 0.001, 0.003, 0.01), LOSS),
    "l2": along(RELU, "l2", (0.0, 0.003, 0.01, 0.03, 0.1), LOSS),
    "pretraining": along(SIGMOID, "pretraining", (0, 10, 30), LOSS),
}
"""What shows each setting that is a word of its own; the others are words that stand elsewhere, but for the device."""
NO_WORDS = ("device",)
"""Settings that say nothing of networks."""


def controls() -> Iterator[Entry]:
    """The settings in their order."""
    for name, info in FIELDS.items():
        if name not in NO_WORDS:
            # Without runs of its own: another table has the same word, and its picture.
            picture = PICTURES.get(name, Picture({}))
            yield Entry(name, str(info.title), SET, picture, info.description or "", number=name)

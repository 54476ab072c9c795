"""What runs of several lessons begin with: short, for a class watches them to the end."""

from simulator.catalog.stories.story import Settings

QUICK: Settings = {"steps": 100, "batch_size": 32}
TANH: Settings = {**QUICK, "activation": "tanh", "learning_rate": 0.03}
RELU: Settings = {**QUICK, "activation": "relu", "init": "he_normal", "learning_rate": 0.03}
# At a rate of 0.1, the default, linear layers break off (six seeds), as nothing bounds them.
LINEAR: Settings = {**QUICK, "activation": "linear", "init": "identity", "learning_rate": 0.01}
TEN: Settings = {**RELU, "depth": 10}
SELU: Settings = {**QUICK, "activation": "selu", "init": "lecun_normal", "depth": 10}
RECALL: Settings = {
    "kind": "sequence",
    "task": "recall_first",
    # Of 20 symbols two of six plain RNNs recall the first one all the same; a rotation recalls it of 30 as well.
    "sequence_length": 30,
    "init": "pytorch",
    "optimizer": "adam",
    "clip": "norm",
    "learning_rate": 0.003,
    "batch_size": 32,
    "steps": 100,
}
PLAIN: Settings = {**RECALL, "activation": "tanh"}
ROTATED: Settings = {**PLAIN, "init": "orthogonal"}

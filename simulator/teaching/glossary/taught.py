"""Which lesson teaches a word, where it is not the one that has the word in its title or says it most."""

# By the count alone "vanishing" would lead to the lesson on hardware, "training" to pretraining, "slope" to ReLU.
LESSON_OF = {
    "accuracy": "gradient",
    "activation": "sigmoid",
    "batch": "gradient",
    "guess": "not_its_fault",
    "healthy": "gradient",
    "layer": "depth",
    "link": "sigmoid",
    "optimizer": "oscillation",
    "samples": "gradient",
    "sequence": "memory",
    "similarity": "layer_norm",
    "slope": "sigmoid",
    "spread": "sigmoid",
    "starting_weights": "weights",
    "time_step": "memory",
    "training": "gradient",
    "training_step": "gradient",
    "vanishing": "sigmoid",
    "z": "tanh",
}

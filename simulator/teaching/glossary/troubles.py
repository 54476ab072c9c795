"""Words that are said of a run: what is found wrong with it, and what helps, as measured on small networks."""

from collections.abc import Iterator

from simulator.analysis.candidates import CANDIDATES, changed
from simulator.analysis.candidates.candidate import Candidate
from simulator.analysis.finding import Rule
from simulator.analysis.rules import RULES
from simulator.settings.experiment import Experiment
from simulator.teaching.glossary.entry import LOSS, PROFILE, Entry, Picture
from simulator.teaching.glossary.networks import LSTM, RELU, RNN, SIGMOID, TANH

FOUND, REMEDY = "What can be wrong", "What helps against it"
FAINT_RNN = RNN.replace(sequence_length=60, gain=0.5)
SICK: dict[str, tuple[Experiment, str]] = {
    "penalty_overshoots": (RELU.replace(learning_rate=1.0, l2=5.0), LOSS),
    # At a rate of 0.1, or in 100 steps, it is only on the way: 87 to 97 % of the answers are right.
    "solved": (TANH.replace(depth=2, task="moons", learning_rate=0.3, steps=300), LOSS),
    # At a rate of 10 the units of one of six seeds die before a number overflows.
    "diverged": (RELU.replace(learning_rate=100.0), "outcome"),
    "symmetric_units": (TANH.replace(init="constant", gain=0.1, depth=3), "similarity"),
    # With an offset of 3 it learns, on each of six seeds.
    "raw_inputs": (TANH.replace(depth=5, width=32, init="orthogonal", input_offset=10.0, learning_rate=0.1), LOSS),
    # At a rate of 0.1 four of six seeds still learn.
    "dead_units": (RELU.replace(optimizer="adam", learning_rate=1.0, depth=6), "dead"),
    # With steps so small that the weights stay as they were drawn: what is to be seen is the chain alone.
    "exploding": (TANH.replace(activation="linear", init="identity", gain=2.5, learning_rate=1e-6), PROFILE),
    "saturated_units": (
        TANH.replace(activation="hard_tanh", init="normal", gain=2.0, depth=3, learning_rate=1e-4),
        "saturated",
    ),
    "flat_output": (
        RELU.replace(depth=3, gain=2.0, objective="mse", output_activation="sigmoid", learning_rate=0.1),
        "output_slope",
    ),
    # On an axis of powers of ten there is no zero.
    "no_gradient": (TANH.replace(init="zeros"), "plain_norm"),
    "vanishing": (SIGMOID, PROFILE),
    "oscillating": (TANH.replace(depth=3, width=32, learning_rate=3.0, steps=200), LOSS),
    "short_memory": (FAINT_RNN, PROFILE),
    # Of four layers none is left behind by the rule (six seeds).
    "upper_layers_only": (SIGMOID.replace(depth=6), "update_ratio"),
    "clipped_mostly": (RELU.replace(clip="norm", clip_at=0.001), "clip_scale"),
    "stalled": (RELU.replace(depth=4, learning_rate=1e-6), LOSS),
    "not_learning": (SIGMOID, LOSS),
    "alike_samples": (TANH.replace(bias_std=3.0, depth=20), "similarity"),
    # The seed that is shown has it, and two of five others; with a gain of 1 all six solve the task.
    "overfitting": (RELU.replace(depth=3, width=128, gain=5.0, learning_rate=0.01, steps=300), "accuracy"),
}
"""A small network that has it, and what of it shows it."""
PLAIN = {
    "penalty_overshoots": "The pull towards zero is so strong that each step throws the weights past it, and nothing "
    "is learned.",
    "solved": "The task is learned: hardly any answer is wrong, on samples that were never shown either.",
    "symmetric_units": "All units of a layer start alike, so all get the same gradient and stay alike: many units do "
    "the work of one.",
    "raw_inputs": "What comes in is too large, too small or far from zero, so the first sums lie where activations "
    "are flat, or steps are wild.",
    "flat_output": "The last thing before the answer is flat where it stands, so the mistake is hardly heard by the "
    "layers before.",
    "no_gradient": "Nothing at all comes back: every weight is told to stay as it is.",
    "oscillating": "Steps are too long: the loss jumps from side to side of the valley instead of going down.",
    "short_memory": "On its way back through time the gradient ends before the first symbols, so nothing that lies "
    "long ago is learned.",
    "upper_layers_only": "The last layers learn while the first stand still.",
    "clipped_mostly": "Nearly every step is cut, so training walks in steps of one length, however "
    "large the gradient is.",
    "stalled": "The gradient arrives, but the steps are so small that nothing moves.",
    "not_learning": "After all this training the answers are no better than a guess.",
    "overfitting": "The samples are learned by heart: on others, never shown, the answers are clearly worse.",
}
"""In plain words what is found; of the others the glossary of the page has them."""
AILING: dict[str, tuple[Experiment, str]] = {
    "proper_weights": (TANH.replace(gain=0.5), PROFILE),
    "orthogonal_weights": (TANH.replace(gain=0.5), PROFILE),
    "centred_weights": (TANH.replace(weight_mean=0.2), PROFILE),
    "normalize_targets": (RELU.replace(task="sine_surface", target_scale=10.0), LOSS),
    "linear_output": (RELU.replace(task="sine_surface", depth=3, gain=2.0, output_activation="sigmoid"), LOSS),
    "cross_entropy": SICK["flat_output"],
    "leaky_relu": SICK["dead_units"],
    "lstm": (FAINT_RNN, PROFILE),
    "gru": (FAINT_RNN, PROFILE),
    "own_activation": (LSTM.replace(activation="relu"), PROFILE),
    "forget_bias": (LSTM.replace(forget_bias=-2.0), PROFILE),
    "zero_branches": (TANH.replace(skip="residual", depth=20, gain=1.5), PROFILE),
    "clipping": (TANH.replace(gain=2.5, learning_rate=0.3), LOSS),
    "smaller_rate": (TANH.replace(learning_rate=1.0), LOSS),
    "much_smaller_rate": (RELU.replace(learning_rate=3.0), LOSS),
    "larger_rate": (RELU.replace(learning_rate=0.003), LOSS),
    "much_larger_rate": (RELU.replace(learning_rate=3e-5), LOSS),
    "adam": (RELU.replace(learning_rate=3e-4), LOSS),
    "no_penalty": SICK["penalty_overshoots"],
    "small_l2": (TANH.replace(learning_rate=1.0), LOSS),
    "looser_clipping": (RELU.replace(clip="norm", clip_at=0.01), LOSS),
    "much_looser_clipping": (RELU.replace(clip="norm", clip_at=0.01), LOSS),
    "normalize_inputs": SICK["raw_inputs"],
    "fewer_layers": (SIGMOID, PROFILE),
    "pretraining": (SIGMOID, LOSS),
}
"""What a remedy is tried on; any other on layers of sigmoids, through which the gradient vanishes."""


def troubles() -> Iterator[Entry]:
    """The findings, and the remedies with the same network before and after."""
    for rule in RULES:
        yield _of_rule(rule)
    for remedy in CANDIDATES:
        yield _of_remedy(remedy)


def _of_rule(rule: Rule) -> Entry:
    experiment, shows = SICK[rule.name]
    picture = Picture({"this run": experiment}, shows)
    plain = PLAIN.get(rule.name, "")
    return Entry(rule.name, rule.label, FOUND, picture, plain, (rule.exactly,), sources=(rule.source,))


def _of_remedy(remedy: Candidate) -> Entry:
    before, shows = AILING.get(remedy.name, (SIGMOID, PROFILE))
    after = changed(before, remedy.change(before))
    if after is None:
        raise ValueError(f"{remedy.name} changes nothing of its network.")
    picture = Picture({"with it": after, "without": before}, shows)
    return Entry(remedy.name, remedy.label, REMEDY, picture, remedy.why, sources=(remedy.source,))

"""The first rows of many experiments at once are those of one after the other."""

import random

import numpy as np

from simulator import Experiment, preview
from simulator.engine.previews import preview_many
from tests.test_stack import random_stack


def test_first_rows_of_many_are_those_of_each_alone() -> None:
    """Of all kinds of networks in one go, some of which diverge or are carried by float64 alone."""
    rng = random.Random(7)
    experiments = [e for _ in range(15) for e in random_stack(rng)]
    depths = [Experiment(depth=d, gain=g, width=8, device="cpu") for d in (2, 50) for g in (0.05, 1.0)]
    for e, many in zip([*experiments, *depths], preview_many([*experiments, *depths]), strict=True):
        alone = preview(e)
        assert (many.experiment, many.matrices, repr(many.outcome)) == (e, alone.matrices, repr(alone.outcome))
        np.testing.assert_equal((many.chance_loss, many.chance_accuracy), (alone.chance_loss, alone.chance_accuracy))
        for name, values in alone.arrays().items():
            np.testing.assert_array_equal(many.arrays()[name], values, err_msg=f"{name} of {e}")

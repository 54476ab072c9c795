"""The graphics card gives the processor's numbers, and asking for one that is not there is refused in plain words."""

from typing import Any

import numpy as np
import pytest
import torch

from simulator import Experiment, SettingsError, preview, simulate

CASES: dict[str, dict[str, Any]] = {
    "dense": {"depth": 30},
    "highway": {"depth": 10, "skip": "highway", "activation": "maxout", "normalization": "batch"},
    "conv": {"depth": 4, "layer": "conv", "activation": "relu", "width": 8},
    "rnn": {"kind": "sequence", "task": "recall_first", "activation": "tanh", "normalization": "layer"},
    "lstm": {"kind": "sequence", "task": "recall_first", "cell": "lstm"},
    "gru": {"kind": "sequence", "task": "copy", "cell": "gru", "normalization": "rms"},
}
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device on this machine")


@needs_cuda
@pytest.mark.parametrize("case", CASES)
def test_the_first_step_on_cuda_agrees_with_the_processor(case: str) -> None:
    here, there = (preview(Experiment(**CASES[case], device=device)).arrays() for device in ("cpu", "cuda"))
    for name in here:
        np.testing.assert_allclose(
            there[name], here[name], rtol=1e-3, atol=1e-6 * np.nanmax(np.abs(here[name])), err_msg=name
        )


@needs_cuda
def test_automatic_trains_on_cuda_where_there_is_one() -> None:
    automatic, asked = (simulate(Experiment(steps=10, device=device)) for device in ("auto", "cuda"))
    np.testing.assert_array_equal(automatic.gradient_norm, asked.gradient_norm)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA device")
@pytest.mark.parametrize("run", [simulate, preview])
def test_asking_for_cuda_where_there_is_none_is_refused(run: Any) -> None:
    with pytest.raises(SettingsError, match=r"(?s)Device.*CUDA.*(Automatic|CPU)") as refusal:
        run(Experiment(device="cuda", steps=2))
    assert refusal.value.fields[0] == "device"


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA device")
def test_automatic_is_the_processor_where_there_is_no_cuda() -> None:
    automatic, asked = (simulate(Experiment(steps=3, device=device)) for device in ("auto", "cpu"))
    np.testing.assert_array_equal(automatic.gradient_norm, asked.gradient_norm)

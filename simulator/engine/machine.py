"""What an experiment is computed on: the device, and how PyTorch and NumPy compute there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch.backends import cudnn

from simulator.language import _, mark
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment


def device_of(e: Experiment) -> torch.device:
    """The device that the experiment asks for; raises SettingsError where there is none."""
    if e.device == "cuda" and not torch.cuda.is_available():
        raise SettingsError(
            _(
                "Device: allowed here are auto, cpu; given was 'cuda', and this machine has no CUDA device. "
                "Choose Automatic or CPU."
            ),
            "device",
        )
    return torch.device("cpu" if e.device == "cpu" or not torch.cuda.is_available() else "cuda")


def device_name() -> str:
    """What the device "auto" is on this machine, in words."""
    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name()} (CUDA)"
    return mark("the processor, one core for each engine process")


def set_arithmetic() -> None:
    """Sets how PyTorch and NumPy compute in this process; CUDA's convolutions repeat themselves, and use all of
    float32."""
    # One thread is quickest for small products, and denormal numbers slow a vanishing network threefold.
    if torch.get_num_threads() != 1:  # to ask takes less than to set
        torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    # NaN and infinities are results: they tell where a run diverged.
    np.seterr(all="ignore")
    if cudnn.is_available():
        cudnn.deterministic, cudnn.allow_tf32 = True, False


@contextmanager
def own_arithmetic() -> Iterator[None]:
    """The engine's arithmetic inside, the caller's own settings again outside."""
    # PyTorch does not tell whether it flushes denormal numbers; halving the smallest normal one does.
    threads, flushed = torch.get_num_threads(), sys.float_info.min / 2 == 0
    convolutions = (cudnn.deterministic, cudnn.allow_tf32) if cudnn.is_available() else ()
    try:
        with np.errstate():
            set_arithmetic()
            yield
    finally:
        if threads != 1:
            torch.set_num_threads(threads)
        torch.set_flush_denormal(flushed)
        if convolutions:
            cudnn.deterministic, cudnn.allow_tf32 = convolutions

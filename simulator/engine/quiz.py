"""Puts the same questions to a network now and then while it trains, without touching what it trains with.

The answers come from a chain of their own over the same weights, so that no buffer, no random number and no captured
graph of the training is involved.
"""

import numpy as np
import torch
from torch import Tensor

from simulator.engine.chain import Chain
from simulator.engine.loss import shares
from simulator.engine.network import Network
from simulator.engine.normalization import EPSILON, Normalization
from simulator.engine.questions import SHOWN, Questions, planned, questions
from simulator.learned import PREFIX
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces, positions
from simulator.trace import Array, Rows

ENTRIES = 1 << 19
"""Entries of z in a portion of the questions: two megabytes, half of a small processor's cache."""
REFERENCES = 64
"""Samples of the training data whose moments batch normalization goes by, at most as many as a batch has."""


class Quiz:
    """Asks ``network`` before the training steps that are planned, and keeps the answers until they are taken."""

    def __init__(self, network: Network) -> None:
        self.network, self.questions = network, questions(network.e)
        self.planned = planned(network.e.steps)
        self.kept: list[tuple[int, dict[str, Array]]] = []
        self.begins = network.number == 0
        """Whether the questions themselves are still to be handed over."""
        self.asker: _Asker | None = None

    def look(self) -> None:
        """To be called before each step."""
        number = self.network.number
        if number in self.planned:
            self.asker = self.asker or _Asker(self.network, self.questions)
            self.kept.append((number, self.asker.ask()))

    def take(self, end: int) -> Rows:
        """The answers so far, as rows of a trace, but for those at training step ``end`` and later, and broken ones."""
        found = [(number, answers) for number, answers in self.kept if number < end and _is_finite(answers)]
        self.kept = []
        rows = {"steps": np.array([float(number) for number, _ in found])} if found else {}
        for name in found[0][1] if found else ():
            rows[name] = np.stack([answers[name] for _, answers in found])
        if self.begins:
            self.begins = False
            rows |= self.questions.known
        return {f"{PREFIX}{name}": values for name, values in rows.items()}


def _is_finite(answers: dict[str, Array]) -> bool:
    return all(np.isfinite(values).all() for values in answers.values())


class _Asker:
    """The chain that answers, and the questions in portions that it holds."""

    def __init__(self, network: Network, asked: Questions) -> None:
        self.network, self.questions, e = network, asked, network.e
        references = self._references(e)
        portions, size = _portions(e, len(asked.inputs))
        order = np.resize(np.arange(len(asked.inputs)), (portions, size))
        self.inputs = [self._prepared(np.concatenate([references, asked.inputs[part]])) for part in order]
        self.skipped = len(references)
        with torch.inference_mode():
            wide = e.model_copy(update={"batch_size": size + self.skipped})
            self.chain = Chain(wide, network.all)
            if self.chain.normalized and self.skipped:
                self.chain.normalized.normalization = _ByReference(self.skipped, 2 + len(self.chain.buffers.units))

    def _references(self, e: Experiment) -> Array:
        count = min(REFERENCES, e.batch_size) if e.normalization == "batch" else 0
        found: Array = self.network.x[:count].cpu().numpy()
        return found

    def _prepared(self, samples: Array) -> Tensor:
        x = torch.as_tensor(samples).to(self.network.device, self.network.dtype)
        return x.transpose(0, 1).contiguous() if self.network.e.kind == "sequence" else x

    @torch.inference_mode()
    def ask(self) -> dict[str, Array]:
        """``samples``, ``grid`` and ``course`` of one record."""
        asked, parts, course = self.questions.asked, [], np.empty((0, SHOWN, self.network.e.task_row.output_size))
        for x in self.inputs:
            self.chain.forward(x)
            parts.append(self._answers(self.chain.buffers.readout[0]))
            if self.questions.moments and len(parts) == 1:
                course = self._course(self.chain)
        answers = np.concatenate(parts, 1)[:, : len(self.questions.inputs)]
        # Of two classes the probability of one says all.
        return {"samples": answers[:, :asked].swapaxes(0, 1), "grid": answers[0, asked:, -1], "course": course}

    def _course(self, chain: Chain) -> Array:
        return self._answers(chain.buffers.h[0, [moment + 1 for moment in self.questions.moments]])[:, :SHOWN]

    def _answers(self, h: Tensor) -> Array:
        """``shares``, (sites, samples, outputs), of h (sites, batch, units, ...)."""
        p = self.network.parameters
        z = (h[:, self.skipped :].flatten(2) @ p["head"] + p["head_bias"]).double()
        answers: Array = shares(z, self.network.e).cpu().numpy()
        return answers


def _portions(e: Experiment, count: int) -> tuple[int, int]:
    """How many portions of questions there are, and the size of each."""
    most = max(1, ENTRIES // (e.sites * e.width * pieces(e) * positions(e)), SHOWN if e.kind == "sequence" else 1)
    portions = -(-count // most)
    return portions, -(-count // portions)


class _ByReference(Normalization):
    """Batch normalization by the moments of the first ``count`` samples alone."""

    def __init__(self, count: int, ndim: int) -> None:
        super().__init__("batch", ndim)
        self.count = count

    def __call__(self, a: Tensor) -> tuple[Tensor, Tensor]:
        a = a - a[: self.count].mean(self.dims, keepdim=True)
        rate = torch.rsqrt(a[: self.count].square().mean(self.dims, keepdim=True).add_(EPSILON))
        return a * rate, rate

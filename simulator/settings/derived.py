"""What follows from the settings: sites, gates, matrices, and all else that a ``Network`` is asked."""

from functools import lru_cache
from typing import Any, cast

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.initializers import INITIALIZERS
from simulator.catalog.structure import CELLS
from simulator.catalog.training import OPTIMIZERS
from simulator.settings.fields import Fields
from simulator.settings.setting import Rule, extra_of


@lru_cache(maxsize=256)
def _layers(depth: int) -> tuple[str, ...]:
    """The names of the matrices of so many layers."""
    return (*(f"layer {site}" for site in range(1, depth + 1)), "output")


class Settings(Fields):
    """The settings of one run and what follows from them; ``Experiment`` also checks that they go together."""

    def matters(self, name: str) -> bool:
        """Whether the setting can change anything, given the others."""
        rule = cast(Rule | None, extra_of(type(self).model_fields[name])["when"])
        return rule is None or rule(self)

    def default_of(self, name: str) -> Any:
        """The value of a setting that is not given: the activation's is the cell's own, where the cell has one, and
        the loss is the task's."""
        own = CELLS[self.cell].activation if name == "activation" and self.kind == "sequence" else ""
        if name == "objective" and not self.task_row.classes:
            own = "mse"
        return own or type(self).model_fields[name].default

    @property
    def sites(self) -> int:
        """Number of places on the chain: layers, or time steps."""
        if self.kind == "deep":
            return self.depth
        return self.task_row.length or self.sequence_length

    @property
    def gates(self) -> tuple[str, ...]:
        """Names of the gates that the network has."""
        if self.gated:
            return CELLS[self.cell].gates
        return ("transform",) if self.skip == "highway" else ()

    @property
    def matrices(self) -> tuple[str, ...]:
        """Names of the weight matrices, input side first."""
        if self.kind == "sequence":
            return ("input", "recurrent", "output")
        return _layers(self.depth)

    @property
    def names_matrices(self) -> bool:
        """Whether its weight matrices have names of their own: those of a deep network go by their layer."""
        return self.kind == "sequence"

    @property
    def bounded(self) -> bool:
        """Whether the activation flattens on both sides; a slope of zero is then called saturated, not dead."""
        return ACTIVATIONS[self.activation].bounded

    @property
    def can_die(self) -> bool:
        """Whether a unit's slope can be exactly 0: whether its activation has a flat part."""
        return ACTIVATIONS[self.activation].flat

    @property
    def starts_alike(self) -> bool:
        """Whether every weight starts as the same number, so that all units of a site are one and the same."""
        alike = INITIALIZERS[self.init].alike and self.input_row.alike or (self.gain == 0 and self.matters("gain"))
        # Biases that are drawn tell units apart, and so do gates that remember for various lengths, of which two steps
        # have one.
        drawn = self.bias_std > 0 and self.matters("bias_std")
        return alike and not drawn and not (self.gated and self.gate_biases == "chrono" and self.sites > 2)

    @property
    def has_detour(self) -> bool:
        """Whether a gate or a shortcut leads the gradient around the activation."""
        return self.gated or self.skip != "none"

    @property
    def never_cut(self) -> bool:
        """Whether the gradient has a way past every site that is never quite shut: a shortcut or an update gate."""
        return self.skip != "none" or self.gated and self.cell == "gru"

    @property
    def links(self) -> tuple[str, ...]:
        """The links of the chain that multiply the gradient."""
        return ("slope", "weight") if self.normalization == "none" else ("slope", "weight", "norm")

    @property
    def ways_past(self) -> tuple[str, ...]:
        """What changes the gradient beside the links."""
        shortcut = () if self.gated or self.skip == "none" else (self.skip,)
        gate = ("update",) if self.gated and self.cell == "gru" else ()
        return (*shortcut, *gate, *(("readouts",) if self.kind == "sequence" and self.task_row.readouts > 1 else ()))

    @property
    def smallest(self) -> float:
        """The gradient norm down to which it is true; below, it may be rounded to 0."""
        return 1e-300

    @property
    def pull(self) -> float:
        """Learning rate times L2: the part of itself that each weight loses in a step."""
        return self.learning_rate * self.l2

    @property
    def pull_limit(self) -> float:
        """The ``pull`` that the optimizer bears."""
        return OPTIMIZERS[self.optimizer].pull_limit

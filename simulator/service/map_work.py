"""Which cells of a map are computed together: of one level and one shape, as many as are to come at once."""

from dataclasses import dataclass, field

from simulator.service.cells import Answer, Cell
from simulator.service.memory import PROCESSES
from simulator.settings.costs import building, recorded, seconds
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment
from simulator.sweeps.plan import Plan, Step

CHUNK = 0.05
"""Seconds of an ordinary core that the starts of some networks take at most in one call: a preview may wait for it."""
STACK_SECONDS, STACK_MEGABYTES = 1.0, 20.0
"""What cells that train together take at most, of time so that they come, and of rows, some of which travel along."""
STACKED = 0.2
"""Part of the estimated time that a network takes in a stack, on the machine on which all was measured."""


@dataclass(eq=False)
class Work:
    """Some cells that are computed together, in one call or in slices."""

    steps: list[Step] = field(default_factory=list)
    experiments: list[Experiment] = field(default_factory=list)
    share: float = 0.0
    """The part that it is of what may be computed together, which is 1."""
    blob: bytes = b""
    """Where their training stands."""
    answers: dict[int, Answer] = field(default_factory=dict)
    """Of those networks that have ended and are not shown yet, by their places."""

    def takes(self, more: "Work", most: int) -> bool:
        """Whether there is room for more; ``most`` cells at most."""
        return len(self.steps) < most and self.share + more.share <= 1

    def add(self, more: "Work") -> None:
        """Computes more cells in the same go."""
        self.steps += more.steps
        self.experiments += more.experiments
        self.share += more.share


def divided(plan: Plan, steps: list[Step]) -> tuple[list[Work], list[Cell]]:
    """All cells in the order in which they are computed; and those that are refused, which are known already."""
    works: list[Work] = []
    refused: list[Cell] = []
    shapes = [span for span in (plan.up, plan.across) if FIELDS[span.name].annotation is not float]
    for level in range(len({step.level for step in steps}) + 2):
        some = [step for step in steps if step.level == level]
        # Networks of one shape train as a stack: those that differ in numbers alone.
        some.sort(key=lambda step: (tuple(_value(plan, step, span.name) for span in shapes), step.place))
        shape, most = None, -(-len(some) // PROCESSES)
        for step in some:
            try:
                experiments = plan.at(step.place)
            except SettingsError as error:
                refused.append(Cell(step, (), str(error)))
                continue
            new = tuple(_value(plan, step, span.name) for span in shapes)
            one = _work(plan, step, experiments)
            if new != shape or not works[-1].takes(one, most):
                works.append(one)
            else:
                works[-1].add(one)
            shape = new
    return works, refused


def _work(plan: Plan, step: Step, experiments: list[Experiment]) -> Work:
    if not plan.trained:
        return Work([step], experiments, sum(map(building, experiments)) / CHUNK)
    time_of_all, rows = STACKED * sum(map(seconds, experiments)), sum(map(recorded, experiments))
    return Work([step], experiments, max(time_of_all / STACK_SECONDS, rows / STACK_MEGABYTES))


def _value(plan: Plan, step: Step, name: str) -> int:
    """Where a step stands along the axis of this setting."""
    return step.place[0] if name == plan.across.name else step.place[1]

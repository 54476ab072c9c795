"""One visitor's map: axes, question and zoom beside the settings, mirrored in the URL."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pages.shared.address import write_url
from pages.shared.visit import Visit
from simulator.catalog.maps import MAPS
from simulator.language import _
from simulator.service.growing_map import GrowingMap
from simulator.settings.experiment import Experiment
from simulator.settings.link import as_text
from simulator.sweeps.plan import CLOSEST, Place, Plan, Span
from simulator.sweeps.plan_link import PLACE, cell_text, cells_of, from_query, name_of, ready_made, to_query
from simulator.sweeps.spans import around


@dataclass
class MapVisit(Visit):
    """What one visitor of the maps has chosen; the settings of the axes themselves have no control."""

    plan: Plan = field(default_factory=lambda: ready_made(next(iter(MAPS))))
    """What was asked for last: its axes and its question hold, its settings as they were then."""
    wider: dict[tuple[Span, Span], tuple[Span, Span]] = field(default_factory=dict)
    """Axes that were zoomed into -> those around them, so that there is a way back, after Back in the browser, too."""
    places: list[Place] = field(default_factory=list)
    """The pinned cells."""
    halted: str = ""
    """Key of the map that was stopped."""
    obeyed: float = 0.0
    """When the last wish was made that the page has heard: milliseconds by the browser's clock."""
    looks_at: GrowingMap | None = None
    _names: dict[str, str | None] = field(default_factory=dict)
    """Link -> the ready-made map that had been chosen there, so that Back comes to the same place of the menu."""

    def arrive(self, url: dict[str, list[str]]) -> None:
        """Takes the map from the URL at a first visit, on a pasted link and on Back; else the own one holds."""
        changed, self.changed, self.ahead = self.changed, False, False
        if not self.settings or (url != self._url and not changed):
            plan, ignored = from_query(url)
            self.take(plan, self._names.get(as_text(url)) or name_of(plan))
            self.places, wrong = cells_of(plan, url.get(PLACE, ()))
            self.ignored, self.changed = [*ignored, *wrong], False

    def relevant_settings(self) -> list[str]:
        """Without those of the axes."""
        return [name for name in super().relevant_settings() if name not in self.axes]

    @property
    def axes(self) -> tuple[str, str]:
        """The settings along both axes."""
        return self.plan.across.name, self.plan.up.name

    def take(self, plan: Plan, name: str | None) -> None:
        """Asks for another map, all controls anew; ``name`` is that of the ready-made one that it is, or comes from."""
        self.plan, self.places = plan, []
        self._replace(plan.experiment.model_dump(), name)
        self._note_choice()

    def change(self, **changes: Any) -> None:
        """Changes an axis, the question or the seeds; what a control of before has still to say is no news."""
        if all(getattr(self.plan, name) == value for name, value in changes.items()):
            return
        self.plan = replace(self.plan, **changes)
        # On other axes a place is another network.
        self.places = self.places if {*changes} <= {"asks", "seeds"} else []
        self._epoch += 1
        self._note_choice()

    def of(self, experiment: Experiment) -> Plan:
        """The map with these settings; axes that another kind of network does not have give way, with a remark."""
        usual = around(experiment)
        plan = replace(self.plan, experiment=experiment)
        for side in ("across", "up"):
            span = getattr(plan, side)
            other = plan.up if side == "across" else plan.across
            if (
                span.name in ("depth", "sequence_length")
                and not experiment.matters(span.name)
                and span.name != other.name
            ):
                new = usual.up if usual.up.name != other.name else usual.across
                remark = _("{setting} is no setting of this network: the axis is {other} now.")
                self.remarks = [remark.format(setting=span.label, other=new.label)]
                plan = replace(plan, across=new) if side == "across" else replace(plan, up=new)
        if (plan.across, plan.up) != (self.plan.across, self.plan.up):
            self.places = []
        self.plan = plan
        return plan

    def zoom(self, box: Sequence[int]) -> None:
        """Looks closer at some cells, as far as neighbours there still differ."""
        left, right, low, high = box
        across, up = self.plan.across, self.plan.up
        inner = [whole.part(*ends) for whole, ends in ((across, (left, right)), (up, (low, high)))]
        # One axis may go on where the other has come to its end.
        kept = [part if _differs(part) else whole for part, whole in zip(inner, (across, up), strict=True)]
        if kept == [across, up]:
            self.remarks = [_("This is as far as it goes: cells side by side would have the same settings.")]
            return
        self.wider[kept[0], kept[1]] = across, up
        self.plan, self.places, self.remarks = replace(self.plan, across=kept[0], up=kept[1]), [], []
        self._epoch += 1
        self.note_change()

    def back_out(self) -> None:
        """Shows the map again out of which this one was zoomed."""
        around = self.wider.get((self.plan.across, self.plan.up))
        if around:
            self.plan, self.places = replace(self.plan, across=around[0], up=around[1]), []
            self._epoch += 1
            self.note_change()

    def mirror_map(self, plan: Plan) -> None:
        """Writes the map into the URL; not while a slider is still moving."""
        self.valid = plan.experiment.model_dump()
        if not self.dragged:
            self._url = self.query(plan)
            self._names[as_text(self._url)] = self.story
            write_url(self._url)

    def query(self, plan: Plan) -> dict[str, list[str]]:
        """The parameters of the map's link."""
        return to_query(plan, [cell_text(plan, place) for place in self.places])

    def map_link(self, plan: Plan) -> str:
        """What follows the address of the page in a link."""
        return as_text(self.query(plan))


def _differs(span: Span) -> bool:
    return bool(span.rows) or span.high - span.low > CLOSEST * max(abs(span.low), abs(span.high))

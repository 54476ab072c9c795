"""How a run can be looked at: the views of the player, the speeds at which it plays, and their names in a link."""

from simulator.language import mark

VIEWS = ("watch", "why", "walk", "learns")
# At 30 a second the 300 steps of a run that asks for nothing else take ten seconds.
SPEEDS = {"slow": 10, "normal": 30, "fast": 90}
"""Displayed training steps per second."""
SPOKEN = {"slow": mark("slow"), "normal": mark("normal"), "fast": mark("fast")}
"""What each speed is called on the page."""
MOMENT = ("at", "view", "speed")
"""A link's parameters of the training step, the view and the speed."""
SEEDS = "seeds"
"""A link's parameter of how many random seeds a run is repeated with."""

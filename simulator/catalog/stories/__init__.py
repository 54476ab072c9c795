"""Stories: named settings to start from, in teaching order. A story holds only what differs from the default."""

from simulator.catalog.choice import table
from simulator.catalog.stories import exploding, remedies, sequences, training, vanishing
from simulator.catalog.stories.story import GROUPS, Story

STORIES = table(
    *vanishing.STORIES,
    *exploding.STORIES,
    *remedies.STORIES,
    *sequences.STORIES,
    *training.STORIES,
)
FIRST = 3
"""How many of the stories are told to whoever starts here."""

__all__ = ["FIRST", "GROUPS", "STORIES", "Story"]

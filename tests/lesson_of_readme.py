"""The lesson that the README shows, as somebody would add it."""

import re

from simulator.catalog.lessons import Lesson, lesson
from tests.server import ROOT


def from_readme() -> Lesson:
    """What the README's example makes."""
    found = re.search(r"```python\n(LESSON = Lesson\(.+?)```", ROOT.joinpath("README.md").read_text("utf-8"), re.DOTALL)
    assert found
    # A copy: exec writes into it, and the module would keep the README's lesson.
    names = vars(lesson).copy()
    exec(found[1], names)
    made = names["LESSON"]
    assert isinstance(made, Lesson)
    return made

"""A plugin of pytest that adds the README's activation to the table, so that every test that walks the table meets it.

``pytest -p tests.recipe -k softsign``
"""

import re
from pathlib import Path

from simulator.catalog.activations import ACTIVATIONS, Activation

README = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")


def added() -> Activation:
    """The row that stands in the README, from now on also in the table."""
    found = re.search(r"```python\n(Activation\(.+?\n\))\n```", README, re.DOTALL)
    assert found, "The README has no recipe for an activation."
    row: Activation = eval(found[1], {"Activation": Activation})
    return ACTIVATIONS.setdefault(row.name, row)


ROW = added()

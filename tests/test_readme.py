"""The README says what is true: its examples do what stands beside them, and its tables name what is there."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from simulator.catalog.activations import ACTIVATIONS, Activation
from simulator.service.service import Service
from tests import test_gradients as gradients
from tests import test_page_numbers as page_numbers
from tests import test_tables as tables
from tests.small import KINDS
from tests.test_house import ROOMS

ROOT = Path(__file__).parent.parent
README = ROOT.joinpath("README.md").read_text(encoding="utf-8")
PROSE = ("README.md", "CONTRIBUTING.md", "docs/decisions.md")
DEPTHS = ("", "*/", "*/*/")
"""A name may leave out the room, or the room's part of the house, that its row or its sentence is about."""
NAMED = re.compile(r"`([\w./]+\.(?:py|js|css|md|toml|txt|png)|[\w./]+/)`")
"""A file or a folder that is named as code."""


def section(heading: str) -> str:
    """What stands below a heading, up to the next one."""
    return README.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def rows(heading: str) -> list[list[str]]:
    """The cells of a section's table, row by row, without its head."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def printed(code: str) -> str:
    """What an example prints; not in a process of its own, which would load torch for as long as the example takes."""
    said = StringIO()
    with redirect_stdout(said):
        exec(compile(code, "README.md", "exec"), {})
    return said.getvalue()


def test_the_example_prints_what_stands_below_it() -> None:
    found = re.search(r"```python\n(from simulator.+?)```\n\n```text\n(.+?)```", README, re.DOTALL)
    assert found
    code, output = found.groups()
    assert len([line for line in code.splitlines() if line]) == 6
    assert printed(code) == output


def test_its_recipe_for_an_activation_adds_a_row_that_passes_the_tests_of_every_row(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words, its help, its slope, its gradients, and its training."""
    found = re.search(r"```python\n(Activation\(.+?\n\))\n```", README, re.DOTALL)
    assert found
    row: Activation = eval(found[1], {"Activation": Activation})
    assert row.name not in ACTIVATIONS
    monkeypatch.setitem(ACTIVATIONS, row.name, row)
    tables.test_every_row_has_a_name_for_links_a_label_and_a_sentence("activation")
    tables.test_names_are_keys_and_labels_are_unique("activation")
    tables.test_every_row_that_someone_invented_names_its_source("activation")
    tables.test_every_entry_point_leads_to_a_function("activation", row)
    tables.test_the_slope_of_an_activation_is_that_of_its_curve_and_at_most_what_its_row_says(row)
    tables.test_the_slope_of_an_activation_jumps_where_its_row_says(row)
    for kind in KINDS:
        gradients.test_every_two_choices_together_agree_with_autograd(kind, row.name, "none", "residual")
    for cell in ("lstm", "gru"):
        gradients.test_every_activation_in_a_gated_cell_agrees_with_autograd(cell, row.name, "none", 0.0)
    for kind in ("deep", "sequence"):
        tables.test_every_choice_trains_two_steps_with_finite_numbers(kind, "activation", row.name)
    page_numbers.test_the_numbers_open_on_their_own_and_explain_every_quantity_and_every_setting()


def test_the_map_has_the_rooms_that_the_house_is_held_to() -> None:
    table = {name.partition(":")[0]: imports for name, _, imports in rows("A map of the code")}
    assert {name: {*imports.split(", ")} - {"nothing"} for name, imports in table.items()} == ROOMS


def test_the_commonest_changes_name_their_files() -> None:
    changes = rows("Where does a change go?")
    assert len(changes) >= 15
    assert [what for what, files in changes if not NAMED.search(files)] == []


@pytest.mark.parametrize("prose", PROSE)
def test_every_file_that_is_named_is_there(prose: str) -> None:
    named = NAMED.findall(ROOT.joinpath(prose).read_text(encoding="utf-8"))
    assert len(named) >= 3
    assert [name for name in named if not any([*ROOT.glob(depth + name)] for depth in DEPTHS)] == []


def test_every_link_leads_somewhere() -> None:
    for prose in PROSE:
        text, folder = ROOT.joinpath(prose).read_text(encoding="utf-8"), ROOT.joinpath(prose).parent
        links = [link.partition("#")[0] for link in re.findall(r"\]\(([^):]+)\)", text)]
        assert links and [link for link in links if not folder.joinpath(link).exists()] == [], prose


def test_the_picture_is_small() -> None:
    assert ROOT.joinpath("benchmarks/picture.png").stat().st_size < 300_000


def test_the_example_of_a_network_of_ones_own_prints_what_stands_below_it() -> None:
    found = re.search(r"```python\n(import torch\n.+?)```\n\n```text\n(.+?)```", section("The library"), re.DOTALL)
    assert found
    code, output = found.groups()
    assert printed(code) == output


def test_the_example_of_many_runs_prints_what_stands_below_it() -> None:
    found = re.search(r"```python\n([^`]+?sweep\(.+?)```\n\n```text\n(.+?)```", section("The library"), re.DOTALL)
    assert found
    code, output = found.groups()
    assert printed(code) == output

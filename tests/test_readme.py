"""The README says what is true: its example prints what stands below it, and what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT.joinpath("README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_stands_below_it() -> None:
    found = re.search(r"```python\n(from simulator.+?)```\n\n```text\n(.+?)```", README, re.DOTALL)
    assert found
    code, output = found.groups()
    assert len([line for line in code.splitlines() if line]) == 6
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert (done.stdout, done.returncode) == (output, 0), done.stderr


def test_every_path_it_names_is_there() -> None:
    map_of_the_code = README.partition("## A map of the code")[2].partition("\n## ")[0]
    paths = re.findall(r"`((?:simulator|pages|tests|benchmarks|app)[\w/.]*)`", map_of_the_code)
    pictures = re.findall(r"!\[.+?\]\((.+?)\)", README)
    assert len(paths) >= 10 and pictures
    assert [path for path in [*paths, *pictures] if not ROOT.joinpath(path).exists()] == []


def test_the_picture_is_small() -> None:
    assert ROOT.joinpath("benchmarks/picture.png").stat().st_size < 300_000

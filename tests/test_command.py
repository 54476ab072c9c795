"""The command line: what it says is what the library says, and what cannot be used is refused in the same words."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulator import PRESETS, Experiment, SettingsError, Trace, diagnose, preview, simulate
from simulator.command import COMMANDS, main
from simulator.export.files import FORMS
from simulator.settings.experiment import FIELDS
from simulator.settings.told import told
from tests.test_house import ROOT

SMALL = ["--depth", "3", "--width", "4", "--batch-size", "8", "--steps", "12", "--device", "cpu"]
E = Experiment(depth=3, width=4, batch_size=8, steps=12, device="cpu")


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """The one line on stdout of a command that succeeds."""
    assert main(words) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The sentence on stderr of a command that is refused."""
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert not out
    return err.strip()


def test_a_process_of_its_own_trains_writes_and_answers_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "run.csv"
    command = [sys.executable, "-m", "simulator", "run", *SMALL, "--activation", "relu", "--csv", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stderr.splitlines()[-1] == "12 of 12 training steps"
    run = simulate(E.replace(activation="relu"))
    said = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1 and said["files"] == [str(file)]
    assert (said["outcome"], said["steps"], said["loss"]) == ("finished", 12, float(run.loss[-1]))
    frame = pd.read_csv(file)
    norms = frame[frame.quantity == "gradient_norm"].value.to_numpy().reshape(12, 3)
    np.testing.assert_array_equal(norms, run.gradient_norm)


def test_a_preview_and_a_diagnosis_say_what_the_library_says(capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, "preview", *SMALL)
    assert said["steps"] == 1 and said["gradient_norm"]["first"] == float(preview(E).gradient_norm[0, 0])
    said, found = answer(capsys, "diagnose", *SMALL, "--init", "zeros"), diagnose(simulate(E.replace(init="zeros")))
    assert said["verdict"] == found.verdict == "symmetric_units"
    assert [one["name"] for one in said["remedies"]] == [one.name for one in found.remedies]


def test_what_is_no_number_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "preview", *SMALL, "--task", "sine_surface")["accuracy"] is None


def test_an_export_trains_only_for_files_that_tell_of_every_step(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = [str(tmp_path / f"run.{form}") for form in FORMS]
    alone = [name for name, row in zip(names, FORMS.values(), strict=True) if not row.whole]
    short = [*SMALL, "--steps", "3"]
    assert answer(capsys, "export", *short, *alone)["steps"] == 1
    assert answer(capsys, "export", *short, *names)["steps"] == 3
    assert all(Path(name).stat().st_size for name in names)
    assert Trace.load(tmp_path / "run.npz").experiment == E.replace(steps=3)


def test_a_story_and_a_file_of_settings_are_begun_with(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = str(tmp_path / "settings.json")
    answer(capsys, "export", "--story", "rnn_forgets", "--steps", "7", file)
    assert json.loads(Path(file).read_text()) == told("rnn_forgets").replace(steps=7).model_dump()
    again = str(tmp_path / "again.json")
    answer(capsys, "export", "--settings", file, "--cell", "gru", again)
    assert json.loads(Path(again).read_text())["cell"] == "gru"


WRONG = [
    ["--depth", "201"],
    ["--depth", "x"],
    ["--gain", "1e999"],
    ["--layer", "conv", "--task", "xor"],
    ["--seed", ""],
]


@pytest.mark.parametrize("flags", WRONG, ids=" ".join)
def test_settings_that_cannot_be_used_are_refused_in_the_library_s_words(
    flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SettingsError) as error:
        Experiment(**{name.removeprefix("--"): value for name, value in zip(flags[::2], flags[1::2], strict=True)})
    assert refused(capsys, "run", *flags) == str(error.value)


def test_files_that_cannot_be_used_are_refused_before_any_training(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "--csv writes a file that ends in .csv" in refused(capsys, "run", "--csv", "run.npz")
    assert "There is no folder" in refused(capsys, "run", "--csv", str(tmp_path / "nowhere" / "run.csv"))
    assert "A run is saved as .html, .gif, .csv" in refused(capsys, "export", "run.xlsx")
    assert "Name a file to write" in refused(capsys, "export")
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert "this is no JSON" in refused(capsys, "run", "--settings", str(broken))
    assert main(["preview", "--settings", str(tmp_path / "none.json")]) == 1


def test_another_word_does_not_start_the_app() -> None:
    done = subprocess.run([sys.executable, "-m", "simulator", "rnu"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and "invalid choice: 'rnu' (choose from" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_its_help_explains_every_setting(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    text = " ".join(capsys.readouterr().out.split())
    for name, info in FIELDS.items():
        assert f"--{name.replace('_', '-')} " in text and str(info.title) in text
    assert all(story in text for story in PRESETS)

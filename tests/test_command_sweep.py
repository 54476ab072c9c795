"""``python -m simulator sweep``: what the library sweeps, from ranges and lists."""

import json
from pathlib import Path

import pytest

from simulator import Experiment, Sweep, sweep
from simulator.command import main
from simulator.settings.experiment import FIELDS
from simulator.sweeps.questions import QUESTIONS
from tests.test_command import refused
from tests.test_sweep import same

SMALL = ["--width", "4", "--batch-size", "8", "--steps", "12", "--device", "cpu"]


def test_it_sweeps_writes_and_answers_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    axes = ["--gain", "0.5:2:4", "--depth", "2,3", "--activation", "tanh", "--seeds", "2"]
    assert main(["sweep", *SMALL, *axes, "--processes", "1", "--out", str(file)]) == 0
    out, err = capsys.readouterr()
    assert err.splitlines()[-1] == "16 of 16 runs"
    base = Experiment(width=4, batch_size=8, steps=12, device="cpu", activation="tanh")
    here = sweep(base, {"gain": [0.5, 1.0, 1.5, 2.0], "depth": [2, 3]}, seeds=2)
    same(Sweep.load(file), here)
    said, best = json.loads(out), here.best("loss")
    assert out.count("\n") == 1 and (said["cells"], said["runs"], said["files"]) == (8, 16, [str(file)])
    assert (said["best"]["loss"]["gain"], said["best"]["loss"]["depth"]) == (best.gain, best.depth)


def test_what_cannot_be_swept_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for flags, sentence in (
        (["--depth", "5"], "over one setting at least"),
        (["--depth", "5,500"], "Layers: allowed are whole numbers from 1 to 200; given was 500"),
        (["--depth", ","], "Layers: the list of values is empty"),
        (["--depth", "5,5"], "Layers: 5 is given twice"),
        (["--gain", "1:2"], "Weight gain: '1:2' is no range. Write lowest:highest:how many"),
        (["--gain", "1:2:0"], "0 values were asked for"),
        (["--activation", "tanh:relu:2"], "is no range"),
        (["--depth", "1,2", "--seeds", "0"], "Seeds: give how many"),
        (["--depth", "1,2", "--processes", "0"], "processes, 1 or more; not 0"),
        (["--depth", "1,2", "--questions", "los"], "Did you mean loss?"),
        (["--depth", "1,2", "--out", "map.txt"], "A sweep is saved as .csv"),
        (["--depth", "1,2", "--out", str(tmp_path / "nowhere" / "map.csv")], "There is no folder"),
    ):
        assert sentence in refused(capsys, "sweep", *flags)


def test_its_help_explains_every_setting_and_every_question(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sweep", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert all(f"--{name.replace('_', '-')} " in text and str(info.title) in text for name, info in FIELDS.items())
    assert all(name in text for name in QUESTIONS)

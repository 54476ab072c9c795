"""The command line: ``python -m simulator run --depth 20 --activation relu --csv run.csv`` and the like.

What a sweep takes beside settings stands in command_sweep.py, the poster in command_poster.py.

Progress and what is wrong go to stderr; the answer is one line of JSON on stdout. The exit code is 0 for every run,
also one that diverged; 2 where settings or files cannot be used, 1 where a file cannot be written.
"""

import json
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from simulator import command_poster
from simulator.analysis.verdict import verdict
from simulator.catalog import menu
from simulator.catalog.stories import STORIES
from simulator.command_sweep import HELP, add_flags, axes_of, swept
from simulator.export.files import FORMS, form_of, save
from simulator.export.reading import read
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.setting import allowed, range_of
from simulator.settings.told import told
from simulator.sweeps.workers import WorkersLostError
from simulator.trace import Trace

Answer = dict[str, Any]
SWEEP, POSTER = "sweep", "poster"


@dataclass(frozen=True)
class Command:
    """One word behind ``python -m simulator``."""

    help: str
    do: Callable[[Experiment, list[Path]], Answer]


def main(arguments: Sequence[str]) -> int:
    """Does what the words say; returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        answer = _answer_to(given)
    except ValueError as error:  # SettingsError and FileError are such
        _tell(str(error))
        return 2
    except (OSError, WorkersLostError) as error:
        _tell(str(error))
        return 1
    # Strict JSON knows neither NaN nor infinity; what cannot be said is null.
    print(json.dumps(_plain(answer), allow_nan=False))
    return 0


def _answer_to(given: Namespace) -> Answer:
    if given.command == POSTER:
        return command_poster.posted(given.file, lambda done, all: _tell(f"{done} of {all} networks"))
    return _sweep(given) if given.command == SWEEP else _one_run(given)


def _one_run(given: Namespace) -> Answer:
    experiment, files = _experiment(given), _files(given)
    for sentence in experiment.ignored:
        _tell(sentence)
    return COMMANDS[given.command].do(experiment, files)


def _sweep(given: Namespace) -> Answer:
    flags, axes = axes_of({name: value for name, value in vars(given).items() if name in FIELDS})
    one = Namespace(**{name: value for name, value in vars(given).items() if name not in axes})
    return swept(_experiment(one), axes, given, lambda done, all: _tell(f"{done} of {all} runs"))


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


# ---- what the words mean --------------------------------------------------------------------------------------


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m simulator", description="Without one of these words the app is started.")
    words = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        one = words.add_parser(
            name, help=command.help, description=command.help, argument_default=SUPPRESS, allow_abbrev=False
        )
        _add_settings(one)
        for form, row in FORMS.items():
            one.add_argument(f"--{form}", metavar="FILE", help=f"Writes a file: {row.label}. {row.note}")
        if name == "export":
            endings = ", ".join(f".{form}" for form in FORMS)
            one.add_argument("files", nargs="*", metavar="FILE", help=f"What it ends in says its form: {endings}.")
    many = words.add_parser(SWEEP, help=HELP, description=HELP, argument_default=SUPPRESS, allow_abbrev=False)
    add_flags(many)
    _add_settings(many)
    wall = words.add_parser(POSTER, help=command_poster.HELP, description=command_poster.HELP, allow_abbrev=False)
    wall.add_argument("file", metavar="FILE", help="Where to write it.")
    return parser


def _add_settings(parser: ArgumentParser) -> None:
    """A flag for each setting, with its help, and those that say what to begin with."""
    base = parser.add_argument_group("What to begin with")
    base.add_argument("--story", choices=[*STORIES], metavar="NAME", help=f"A story: {', '.join(STORIES)}.")
    base.add_argument("--settings", metavar="FILE", help="A file of settings, or of a run, that was exported.")
    group = parser.add_argument_group("Settings")
    for name, info in FIELDS.items():
        if range_of(info):
            metavar, values = "N" if info.annotation is int else "X", allowed(info)
        else:
            names = dict.fromkeys(choice for kind in ("deep", "sequence") for choice in menu(name, kind))
            metavar, values = "NAME", ", ".join(names)
        text = f"{info.title}. {info.description} Allowed are {values}; the default is {info.default}."
        group.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar=metavar, help=text.replace("%", "%%"))


def _experiment(given: Namespace) -> Experiment:
    """The settings; raises SettingsError, and FileError where a file cannot be used."""
    flags = {name: value for name, value in vars(given).items() if name in FIELDS}
    if "settings" in given:
        found = read(Path(given.settings).read_bytes())
        for sentence in found.ignored:
            _tell(sentence)
        return found.experiment.replace(**flags)
    return told(given.story).replace(**flags) if "story" in given else Experiment(**flags)


def _files(given: Namespace) -> list[Path]:
    """The files to write; raises ValueError where one ends in what no form is called, or has no folder."""
    named = [Path(value) for name, value in vars(given).items() if name in FORMS]
    wrong = next((f"--{name}" for name in FORMS if name in given and form_of(getattr(given, name)) != name), None)
    if wrong:
        raise ValueError(f"{wrong} writes a file that ends in .{wrong[2:]}; given was {getattr(given, wrong[2:])!r}.")
    files = [*named, *map(Path, getattr(given, "files", []))]
    for file in files:
        form_of(file)
        # Told at once, and not after minutes of training.
        if not file.parent.is_dir():
            raise ValueError(f"There is no folder {str(file.parent)!r} for {file.name!r}.")
    return files


# ---- what is done ---------------------------------------------------------------------------------------------


def _run(experiment: Experiment, files: list[Path]) -> Answer:
    return _answer(_trained(experiment), files)


def _preview(experiment: Experiment, files: list[Path]) -> Answer:
    from simulator import preview

    return _answer(preview(experiment), files)


def _diagnose(experiment: Experiment, files: list[Path]) -> Answer:
    from simulator import diagnose

    trace = _trained(experiment)
    found = diagnose(trace)
    findings = [{"name": one.name, "sentence": one.sentence} for one in found.findings]
    remedies = [{"name": one.name, "changes": one.changes, "measured": one.measured} for one in found.remedies]
    return _answer(trace, files) | {"verdict": found.verdict, "findings": findings, "remedies": remedies}


def _export(experiment: Experiment, files: list[Path]) -> Answer:
    """Trained is only where some file tells of every training step."""
    if not files:
        raise ValueError("Name a file to write, such as run.py or run.csv.")
    whole = any(FORMS[form_of(file)].whole for file in files)
    return _run(experiment, files) if whole else _preview(experiment, files)


COMMANDS = {
    "run": Command("Trains a network and says what became of its gradient.", _run),
    "preview": Command("The first step of a run, before any training.", _preview),
    "diagnose": Command("Trains a network, says what is wrong with it, and tries what helps.", _diagnose),
    "export": Command("Writes a run to files; it is trained where they need it.", _export),
}

WORDS = (*COMMANDS, SWEEP, POSTER)


def _trained(experiment: Experiment) -> Trace:
    from simulator import simulate

    return simulate(experiment, lambda step, steps: _tell(f"{step} of {steps} training steps"))


def _answer(trace: Trace, files: list[Path]) -> Answer:
    """What became of the run, and the files that were written."""
    for file in files:
        save(trace, file)
    now, exam = verdict(trace), trace.outcome.exam
    return {
        "verdict": now.name,
        "sentence": now.sentence,
        "outcome": str(trace.outcome),
        "steps": trace.steps,
        "loss": float(trace.loss[-1]),
        "guess": trace.chance_loss,
        "accuracy": float(trace.accuracy[-1]),
        "unseen_loss": exam and exam.unseen_loss,
        "unseen_accuracy": exam and exam.unseen_accuracy,
        "gradient_norm": {"first": float(trace.gradient_norm[-1, 0]), "last": float(trace.gradient_norm[-1, -1])},
        "files": [str(file) for file in files],
    }


def _plain(value: Any) -> Any:
    """As JSON has it: null for what is no number."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value

"""The data of a run: the task's own function, with what it needs, and what is drawn with it."""

from simulator.export.script.parts import conv
from simulator.export.script.source import arguments_of, constant, sources
from simulator.export.script.text import Line, lines
from simulator.settings.experiment import Experiment

PIXELS = '''\
def all_digits():
    """All 1797 digits (samples, 64), with mean 0 and standard deviation 1 over all pixels, and what they show."""
    read, shown = load_digits(return_X_y=True)
    return ((read - read.mean()) / read.std()).astype(np.float32), shown'''
"""In place of the engine's, which reads scikit-learn's file without loading scikit-learn."""


def data(e: Experiment) -> list[str]:
    """The functions, and the inputs x and targets y, in float64 where they are numbers."""
    entry = e.task_row.function
    written = [PIXELS if text.startswith("def all_digits(") else text for text in sources(entry)]
    return [*written, _drawn(e, entry)]


def real(e: Experiment) -> bool:
    """Whether the samples are those of scikit-learn."""
    return e.task_row.available is not None


def _drawn(e: Experiment, entry: str) -> str:
    values = {
        "samples": str(constant("simulator.engine.samples:SAMPLES")),
        "length": str(e.task_row.length or "SEQUENCE_LENGTH"),
        "rng": "np.random.default_rng(SEED)",
    }
    name = entry.split(":")[1]
    given = ", ".join(values[argument] for argument in arguments_of(entry))
    image = f".view(-1, INPUTS, {', '.join(map(str, e.task_row.image or ()))})" if conv(e) else ""
    target = "torch.from_numpy(y)" if e.task_row.classes else "torch.from_numpy(y).double()"
    return lines(
        f"x, y = {name}({given})  # Task: {e.task_row.label}",
        *_scaled(e),
        f"x, y = torch.from_numpy(x).double(){image}, {target}",
    )


def _scaled(e: Experiment) -> list[Line]:
    """Inputs and targets of another scale than the task's."""
    changed = {name: getattr(e, name) != e.default_of(name) for name in ("input_scale", "input_offset", "target_scale")}
    x = " * INPUT_SCALE" * changed["input_scale"] + " + INPUT_OFFSET" * changed["input_offset"]
    return [f"x = x{x}" if x else None, "y = y * TARGET_SCALE" if changed["target_scale"] else None]

"""The starting weights as the engine draws them: each kind of matrix from a stream of its own, in float32."""

import textwrap

from simulator.catalog.initializers import INITIALIZERS, Initializer
from simulator.export.script.biases import biases, even, gates
from simulator.export.script.parts import chosen, conv, gru, wide
from simulator.export.script.source import constant
from simulator.export.script.text import WIDEST, Line, lines
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces, positions

FAN = {"average": "(fan_in + fan_out)", "in": "fan_in"}
"""What the variance is divided by, in the letters of the script; of the average the halves are in the numerator."""


def row_of(e: Experiment, name: str) -> Initializer:
    """The row by which a matrix is drawn: "input", "hidden" or "head"."""
    row = e.input_row if name == "input" else INITIALIZERS[e.init]
    return INITIALIZERS[row.ends] if row.ends and name != "hidden" else row


def start(e: Experiment) -> list[str]:
    """How weights are drawn, and the drawing of them."""
    body = _sequence(e) if e.kind == "sequence" else _deep(e)
    # Drawn in float32 as the engine does, since in float64 the same generator gives other numbers.
    double = "network.double()  # float32 ends at 1e-38, where a vanishing gradient does not"
    return [
        *_draw(e),
        lines(f"with torch.no_grad():  # {chosen(e, 'init')}", lines(*body, *biases(e), double, *gates(e), indent=4)),
    ]


# ---- how ------------------------------------------------------------------------------------------------------


def _draw(e: Experiment) -> list[str]:
    """The functions that draw one matrix, or many of a shape, by a row with a variance."""
    rows = {_draws(e, name): row_of(e, name) for name in ("input", "hidden", "head") if row_of(e, name).variance}
    return [*even(e), *(_function_of(e, called, row) for called, row in rows.items())]


def _draws(e: Experiment, name: str) -> str:
    """What the function is called that draws a matrix: one of its own has what the inputs' row has to itself."""
    others = (row_of(e, other) for other in ("hidden", "head"))
    apart = name == "input" and any(row.variance and row is not row_of(e, "input") for row in others)
    return "draw_input" if apart else "draw"


def _function_of(e: Experiment, called: str, row: Initializer) -> str:
    fans = ", fan_in, fan_out" if row.fan == "average" else ", fan_in" if row.fan else ""
    call = "uniform_(-edge, edge" if row.uniform else "normal_(0, deviation"
    moved = "" if not e.weight_mean else f".add_(WEIGHT_MEAN * {'edge / 3**0.5' if row.uniform else 'deviation'})"
    drawn = f"{call}, generator=stream(purpose)){moved}"
    whole = lines(
        "count = math.prod(shape)",
        f"drawn = torch.empty(-(-count // {_block()}) * {_block()})  # normal numbers are drawn in blocks",
        f"return drawn.{drawn}[:count].view(shape)",
    )
    return lines(
        f"def {called}(purpose, shape{fans}):",
        lines(*_documented(f"{row.label}. {row.note}"), indent=4),
        f"    {'edge' if row.uniform else 'deviation'} = {_size(row)}",
        lines(whole if _in_blocks(e) else f"return torch.empty(shape).{drawn}", indent=4),
    )


def _documented(text: str) -> list[str]:
    """A docstring; of more than one line, its end stands alone."""
    first, *rest = textwrap.wrap(text, WIDEST - 6)
    return [f'"""{first}', *rest, '"""'] if rest else [f'"""{first}"""']


def _size(row: Initializer) -> str:
    """Half of the interval, or the standard deviation."""
    assert row.variance is not None
    # U(-a, a) has the variance a^2 / 3.
    share = row.variance * (3 if row.uniform else 1) * (2 if row.fan == "average" else 1)
    if not row.fan:
        return "GAIN" if share == 1 else f"GAIN * {share:g} ** 0.5"
    return f"GAIN * ({share:g} / {FAN[row.fan]}) ** 0.5"


def _block() -> int:
    return int(constant("simulator.engine.streams:BLOCK"))


def _in_blocks(e: Experiment) -> bool:
    """Whether some matrix is no whole number of blocks, so that PyTorch would draw other normal numbers."""
    task, width, driven = e.task_row, e.width, 3 if gru(e) else pieces(e)
    taps, inputs = (9, 1) if conv(e) else (1, task.inputs)
    sizes = {
        "input": taps * inputs * driven * width,
        "hidden": taps * width * driven * width * (max(e.depth - 1, 1) if e.kind == "deep" else 1),
        "head": width * positions(e) * task.output_size,
    }
    drawn = [name for name in sizes if row_of(e, name).variance and not row_of(e, name).uniform]
    return any(sizes[name] % _block() for name in drawn)


def _drawn(e: Experiment, name: str, shape: str, fan_in: str, fan_out: str) -> str:
    """The call that draws a matrix."""
    row = row_of(e, name)
    if row.name == "pytorch" and e.kind == "sequence":
        fan_in = "WIDTH"  # as nn.RNN, which draws all that it has by the size of its state
    fans = [fan_in, fan_out] if row.fan == "average" else [fan_in] if row.fan else []
    return ", ".join([f'{_draws(e, name)}("{name}"', shape, *fans]) + ")"


def _filled(e: Experiment, name: str, weight: str, maps: int, source: str) -> str:
    """The lines that fill a weight of (out, in, ...) in place, map by map."""
    row = row_of(e, name)
    function = f"nn.init.{_function(e, row)}"
    given = f", generator={source}" if row.random else ""
    times = ".mul_(GAIN)" if e.matters("gain") else ""
    if maps == 1:
        return f"{function}({weight}{given}){times}"
    return lines(f"for one in {weight}.split(WIDTH):", f"    {function}(one{given}){times}")


def _function(e: Experiment, row: Initializer) -> str:
    name = row.function.split(":")[1]
    # The identity of a convolution is a filter of a single 1 in its middle.
    return ("dirac_" if conv(e) else "eye_") if name == "identity_" else name


# ---- what -----------------------------------------------------------------------------------------------------


def _deep(e: Experiment) -> list[Line]:
    several, maps = e.depth > 1, pieces(e)
    return [*_input(e, maps), *(_hidden(e, maps) if several else []), _head(e)]


def _input(e: Experiment, maps: int) -> list[Line]:
    weight = "layers[0].linear.weight"
    if conv(e) and row_of(e, "input").variance is not None:
        return [f"{weight}.copy_({_drawn(e, 'input', f'({wide(maps)}, INPUTS, 3, 3)', '9 * INPUTS', '9 * WIDTH')})"]
    return [_matrix(e, "input", weight, "INPUTS", maps)]


def _hidden(e: Experiment, maps: int) -> list[Line]:
    row = row_of(e, "hidden")
    if row.variance is None:
        return [
            'hidden = stream("hidden")' if row.random else None,
            "for layer in layers[1:]:",
            lines(_filled(e, "hidden", "layer.linear.weight", maps, "hidden"), indent=4),
        ]
    shape = f"{wide(maps)}, WIDTH, 3, 3" if conv(e) else f"WIDTH, {wide(maps)}"
    taps = "9 * WIDTH" if conv(e) else "WIDTH"
    return [
        f"hidden = {_drawn(e, 'hidden', f'(DEPTH - 1, {shape})', taps, taps)}",
        "for layer, weight in zip(layers[1:], hidden, strict=True):",
        f"    layer.linear.weight.copy_(weight{'' if conv(e) else '.T'})",
    ]


def _sequence(e: Experiment) -> list[Line]:
    maps = 3 if gru(e) else pieces(e)
    return [
        _matrix(e, "input", "cell.from_input.weight", "INPUTS", maps),
        _matrix(e, "hidden", "cell.from_state.weight", "WIDTH", maps),
        _head(e),
    ]


def _matrix(e: Experiment, name: str, weight: str, inputs: str, maps: int) -> str:
    if row_of(e, name).variance is not None:
        return f"{weight}.copy_({_drawn(e, name, f'({inputs}, {wide(maps)})', inputs, 'WIDTH')}.T)"
    source = f'stream("{name}")'
    if maps == 1 or not row_of(e, name).random:
        return _filled(e, name, weight, maps, source)
    return lines(f"{name} = {source}", _filled(e, name, weight, maps, name))


def _head(e: Experiment) -> str:
    if row_of(e, "head").variance is None:
        return _filled(e, "head", "head.weight", 1, 'stream("head")')
    inputs = "head.in_features" if conv(e) else "WIDTH"
    return f"head.weight.copy_({_drawn(e, 'head', f'({inputs}, OUTPUTS)', inputs, 'OUTPUTS')}.T)"

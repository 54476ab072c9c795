"""The biases that a run starts with: 0, PyTorch's default, and those of gates."""

from simulator.catalog.initializers import INITIALIZERS
from simulator.export.script.parts import chosen, gru, lstm, wide
from simulator.export.script.source import constant
from simulator.export.script.text import Line, lines
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces


def even(e: Experiment) -> list[str]:
    """The function that draws them, where they are drawn."""
    told = '    """Even draws from -1 to 1."""'
    drawn = "    return 2 * torch.rand(shape, generator=generator) - 1"
    return [lines("def even(generator, *shape):", told, drawn)] if INITIALIZERS[e.init].offsets else []


def biases(e: Experiment) -> list[Line]:
    """0, or PyTorch's default; what a normalization shifts by starts at 0 anyway."""
    if INITIALIZERS[e.init].offsets:
        return _offsets(e)
    bias = "cell.from_input.bias" if e.kind == "sequence" else "layer.linear.bias"
    zero = (
        [f"nn.init.zeros_({bias})"] if e.kind == "sequence" else ["for layer in layers:", f"    nn.init.zeros_({bias})"]
    )
    return [*(zero if e.normalization == "none" else []), "nn.init.zeros_(head.bias)"]


def _offsets(e: Experiment) -> list[Line]:
    head = 'head.bias.copy_(even(stream("head offsets"), OUTPUTS) * (GAIN / head.in_features**0.5))'
    if e.normalization != "none":
        return [head]
    if e.kind == "deep":
        return [
            f'offsets = even(stream("offsets"), DEPTH, {wide(pieces(e))})',
            "for layer, offset in zip(layers, offsets, strict=True):",
            "    layer.linear.bias.copy_(offset * (GAIN / layer.linear.weight[0].numel() ** 0.5))",
            head,
        ]
    maps = wide(pieces(e))
    two = f"offsets += even(biases, {{}}) * edge  # one bias for x, one for h, as nn.{'LSTM' if lstm(e) else 'RNN'} has"
    of_gates = (
        "offsets[WIDTH : 3 * WIDTH] += even(biases, 2 * WIDTH) * edge  # of gates one for x, one for h, as nn.GRU"
    )
    return [
        'biases, edge = stream("offsets"), GAIN / WIDTH**0.5',
        f"offsets = even(biases, {maps}) * edge",
        of_gates if gru(e) else two.format(maps),
        f"cell.from_input.bias.copy_(offsets{'[: 3 * WIDTH]' if gru(e) else ''})",
        "cell.bias.copy_(offsets[3 * WIDTH :])" if gru(e) else None,
        head,
    ]


def gates(e: Experiment) -> list[Line]:
    """The LSTM's forget gate is open, a highway's mostly shut; and on top what a deviation asks for."""
    return [*_open(e), *_drawn(e)]


def _drawn(e: Experiment) -> list[Line]:
    """Normal biases, on top of all others."""
    if not e.bias_std:
        return []
    block, maps = int(constant("simulator.engine.streams:BLOCK")), pieces(e)
    rows, shape = (e.depth, f"DEPTH, {wide(maps)}") if e.kind == "deep" else (1, wide(maps))
    count = rows * maps * e.width
    normal = '.normal_(0, BIAS_STD, generator=stream("biases"))'
    # PyTorch draws normal numbers in blocks: of another size they would be other ones.
    whole = f"torch.empty({-(-count // block) * block}){normal}[:{count}].view({shape})"
    return [
        f"drawn = {whole if count % block else f'torch.empty({shape}){normal}'}",
        *_added(e),
    ]


def _added(e: Experiment) -> list[Line]:
    if e.kind == "deep":
        return ["for layer, bias in zip(layers, drawn, strict=True):", "    layer.linear.bias += bias"]
    if gru(e):
        return ["cell.from_input.bias += drawn[: 3 * WIDTH]", "cell.bias += drawn[3 * WIDTH :]"]
    return ["cell.from_input.bias += drawn"]


def _chrono(e: Experiment) -> list[Line]:
    """Of each unit's own the gate that keeps, and an LSTM's input gate the other way."""
    bias = f"cell.{'from_input' if e.normalization == 'none' else 'norm'}.bias"
    drawn = f'torch.rand(WIDTH, generator=stream("chrono"))  # {chosen(e, "gate_biases")}'
    return [
        f"lasting = {drawn}",
        f"lasting = torch.log(1 + ({e.task_row.length or 'SEQUENCE_LENGTH'} - 2) * lasting)",
        f"{bias}[2 * WIDTH : 3 * WIDTH] += lasting",
        f"{bias}[WIDTH : 2 * WIDTH] -= lasting" if lstm(e) else None,
    ]


def _open(e: Experiment) -> list[Line]:
    if e.gated and e.gate_biases == "chrono":
        return _chrono(e)
    home = "linear" if e.normalization == "none" else "norm"
    if lstm(e):
        bias = "from_input" if e.normalization == "none" else "norm"
        return [f"cell.{bias}.bias[2 * WIDTH : 3 * WIDTH] += FORGET_BIAS"] if e.forget_bias else []
    if e.skip != "highway":
        return []
    shut = constant("simulator.engine.start:HIGHWAY_BIAS")
    told = "  # the gate starts mostly shut"
    if e.kind == "sequence":
        return [f"cell.{'from_input' if home == 'linear' else home}.bias[-WIDTH:] = {shut}{told}"]
    return ["for layer in layers:", f"    layer.{home}.bias[-WIDTH:] = {shut}{told}"]

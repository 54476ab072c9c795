"""What layers and recurrent cells have in common: activation, normalization, shortcuts, and how a module is written."""

from simulator.catalog import MENUS
from simulator.catalog.activations import ACTIVATIONS
from simulator.export.script.source import constant, sources
from simulator.export.script.text import Line, lines
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces

WRITTEN = {"linear": "{z}", "prelu": "self.prelu({z})", "maxout": "torch.maximum(*{z}.chunk(2, 1))"}
"""Activations for which torch has no function of z alone."""
MODULES = {"torch": "torch.", "torch.nn.functional": "F."}
"""How a script calls what is in a module of torch."""
ENDS = {"none": "return {f}", "residual": "return {h} + {f}", "highway": "return {h} + gate * ({f} - {h})"}
"""From f(z) to the site's h, by the shortcut."""


def conv(e: Experiment) -> bool:
    """Whether the layers slide filters over an image."""
    return e.kind == "deep" and e.layer == "conv"


def lstm(e: Experiment) -> bool:
    """Whether a memory runs along beside h."""
    return e.gated and e.cell == "lstm"


def gru(e: Experiment) -> bool:
    """Whether the reset gate keeps the candidate's two parts apart."""
    return e.gated and e.cell == "gru"


def wide(count: int) -> str:
    """The units of some maps side by side: such as "2 * WIDTH"."""
    return "WIDTH" if count == 1 else f"{count} * WIDTH"


def chosen(e: Experiment, name: str) -> str:
    """Which control of the page, and which entry of its menu: "Shortcuts: Residual"."""
    return f"{type(e).model_fields[name].title}: {MENUS[name][getattr(e, name)].label}"


def module(name: str, words: str, arguments: str, parts: list[Line], forward: str, *steps: Line) -> str:
    """A class with its parts and its way forward."""
    return lines(
        f"class {name}(nn.Module):",
        f'    """{words}"""',
        "",
        f"    def __init__(self{arguments}):",
        "        super().__init__()",
        lines(*parts, indent=8),
        "",
        f"    def forward(self, {forward}):",
        lines(*steps, indent=8),
    )


# ---- activation and shortcuts -----------------------------------------------------------------------------------


def activated(e: Experiment, z: str) -> str:
    """The activation of z, before dropout."""
    if e.activation in WRITTEN:
        return WRITTEN[e.activation].format(z=z)
    home, name = ACTIVATIONS[e.activation].function.split(":")
    return f"{MODULES.get(home, '')}{name}({z})"


def written_out(e: Experiment) -> list[str]:
    """An activation that torch lacks, as functions."""
    entry = ACTIVATIONS[e.activation].function
    return [] if e.activation in WRITTEN or entry.split(":")[0] in MODULES else sources(entry)


def kept(e: Experiment, f: str) -> str:
    """What dropout leaves of it."""
    return f"dropout({f})" if e.dropout else f


def from_z(e: Experiment, carried: str) -> list[Line]:
    """From z, without an LSTM's or a GRU's gates, to h."""
    split = "z.chunk(2, 1)" if pieces(e) == 2 else f"z.split(({wide(pieces(e) - 1)}, WIDTH), 1)"
    highway = e.skip == "highway"
    end = ENDS[e.skip].format(f=kept(e, activated(e, "z")), h=carried)
    told = [chosen(e, "activation"), *([] if e.skip == "none" else [chosen(e, "skip")])]
    return [
        f"z, gate = {split}" if highway else None,
        "gate = torch.sigmoid(gate)" if highway else None,
        f"{end}  # {'; '.join(told)}",
    ]


def prelu(e: Experiment) -> Line:
    """The part that learns the slope of a PReLU."""
    slope = ACTIVATIONS[e.activation].slope
    return None if slope is None else f"self.prelu = nn.PReLU(init={slope})"


def dropout(e: Experiment) -> list[str]:
    """Dropout with random numbers of its own; where layers are pretrained it can be switched off."""
    if not e.dropout:
        return []
    told = '"""Switches each number off at random; what is left makes up for it (Srivastava et al., 2014)."""'
    keep = "keep = torch.rand(f.shape, generator={}) >= DROPOUT"
    # A function cannot be told that it is not training; only pretraining asks for that.
    if not e.pretraining:
        return [
            lines(
                'masks = stream("dropout")',
                "",
                "",
                "def dropout(f):",
                f"    {told}",
                f"    {keep.format('masks')}",
                "    return f * keep / (1 - DROPOUT)",
            )
        ]
    return [
        lines(
            "class Dropout(nn.Module):",
            f"    {told}",
            "",
            "    def forward(self, f):",
            "        if not self.training:",
            "            return f",
            f"        {keep.format('self.generator')}",
            "        return f * keep / (1 - DROPOUT)",
            "",
            "",
            "dropout = Dropout()",
        )
    ]


# ---- normalization --------------------------------------------------------------------------------------------


def norm(e: Experiment) -> Line:
    """torch.nn's normalization; where several maps lie side by side, each of them is normalized for itself."""
    if e.normalization == "none":
        return None
    count, units = pieces(e), wide(pieces(e))
    # A group for each map makes GroupNorm a layer normalization of every map by itself.
    grouped = f"nn.GroupNorm({count}, {units})" if count > 1 or conv(e) else "nn.LayerNorm(WIDTH)"
    batch = f"nn.BatchNorm{'2d' if conv(e) else '1d'}({units}, track_running_stats=False)"
    made = {"batch": batch, "layer": grouped, "rms": "RMSNorm()"}[e.normalization]
    return f"self.norm = {made}  # {chosen(e, 'normalization')}"


def rms(e: Experiment) -> str | None:
    """The module that torch.nn has without a shift, and for one map."""
    if e.normalization != "rms":
        return None
    several, view = pieces(e) > 1, "[:, None, None]" if conv(e) else ""
    a, first = ("maps", 2) if several else ("a", 1)
    dims = f"({first}, {first + 1}, {first + 2})" if conv(e) else f"{first}"
    # As people write it: 1e-5, where Python prints 1e-05.
    epsilon = f"{constant('simulator.engine.normalization:EPSILON'):g}".replace("e-0", "e-")
    n = f"{a} / ({a}.square().mean({dims}, keepdim=True) + {epsilon}).sqrt()"
    return module(
        "RMSNorm",
        "Divides each sample by its root mean square; then a learned gain and shift, of which nn.RMSNorm has no shift.",
        "",
        [f"self.{name} = nn.Parameter(torch.{start}({wide(pieces(e))}))" for name, start in SHIFTED],
        "a",
        f"maps = a.unflatten(1, ({pieces(e)}, WIDTH))  # each map for itself" if several else None,
        f"n = ({n}).flatten(1, 2)" if several else f"n = {n}",
        f"return n * self.weight{view} + self.bias{view}",
    )


SHIFTED = (("weight", "ones"), ("bias", "zeros"))

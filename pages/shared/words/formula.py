r"""A formula in LaTeX, as MathML, which browsers show by themselves: of LaTeX what the tables use, and no more."""

import re
from collections.abc import Iterator
from html import escape

TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|[{}^_&]|\d+(?:\.\d+)?|\S|\s+")
SYMBOLS = {
    "partial": "∂", "nabla": "∇", "Delta": "Δ", "eta": "η", "lambda": "λ", "mu": "μ", "sigma": "σ", "gamma": "γ",
    "beta": "β", "alpha": "α", "rho": "ρ", "ell": "ℓ", "Phi": "Φ", "dots": "…", "infty": "∞",
}  # fmt: skip
"""Letters by name."""
OPERATORS = {
    "lVert": "‖", "rVert": "‖", "cdot": "·", "odot": "⊙", "approx": "≈", "le": "≤", "ge": "≥", "neq": "≠", "in": "∈",
    "leftarrow": "←", "forall": "∀", "#": "#", "{": "{", "}": "}", "top": "⊤",
}  # fmt: skip
SPACES = {",": "0.17em", ";": "0.28em", " ": "0.3em", "quad": "1em", "qquad": "1.6em"}
LARGE = {"sum": "∑", "prod": "∏"}
FUNCTIONS = ("log", "max", "min", "tanh")
BREAKS = ("&", "\\\\")
"""Where lines that stand under each other begin, and meet."""
BIG = ("Big", "big", "Bigl", "Bigr", "displaystyle")
"""What makes the next bracket larger: here as large as any."""
MARKS = {"hat": "^", "bar": "¯", "tilde": "~"}
ELEMENTS = {
    **{name: f"<mi>{letter}</mi>" for name, letter in SYMBOLS.items()},
    **{name: f'<mo stretchy="false">{sign}</mo>' for name, sign in OPERATORS.items()},
    **{name: f'<mspace width="{width}"></mspace>' for name, width in SPACES.items()},
    **{name: f"<mo>{sign}</mo>" for name, sign in LARGE.items()},
    **{name: f"<mi>{name}</mi>" for name in FUNCTIONS},
}
"""What a command is by itself, whatever follows."""


def mathml(latex: str) -> str:
    """The formula as one MathML element. Raises ValueError where it uses what is not known here."""
    reader = _Reader(latex)
    inside = reader.row("")
    return f'<math display="block">{inside}</math>'


class _Reader:
    """Reads the formula from left to right."""

    def __init__(self, latex: str) -> None:
        self.tokens = TOKEN.findall(latex)
        self.at = 0

    def row(self, end: str) -> str:
        """All up to this token, with what stands above and below."""
        return f"<mrow>{''.join(self._items(end))}</mrow>"

    def _items(self, end: str) -> Iterator[str]:
        while self.at < len(self.tokens):
            if end and self.tokens[self.at] == end:
                self.at += 1
                return
            if self.tokens[self.at].isspace() or self.tokens[self.at] in BREAKS:
                self.at += 1
                continue
            yield self._with_scripts()

    def _with_scripts(self) -> str:
        large = self.tokens[self.at].strip("\\*") in (*LARGE, "max", "min", "operatorname")
        base, scripts = self._atom(), dict[str, str]()
        while self.at < len(self.tokens) and self.tokens[self.at] in ("_", "^", "'"):
            mark = self.tokens[self.at]
            self.at += 1
            scripts["^" if mark == "'" else mark] = "<mo>′</mo>" if mark == "'" else self._atom()
        below, above = scripts.get("_", ""), scripts.get("^", "")
        # A sum has its limits above and below, a letter its index beside it.
        kind = ("under" if below else "") + ("over" if above else "") if large else ""
        kind = kind or ("sub" if below else "") + ("sup" if above else "")
        return f"<m{kind}>{base}{below}{above}</m{kind}>" if kind else base

    def _atom(self) -> str:
        while self.tokens[self.at].isspace():
            self.at += 1
        token = self.tokens[self.at]
        self.at += 1
        if token == "{":
            return self.row("}")
        if token.startswith("\\"):
            return self._command(token[1:])
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        return f"<mi>{token}</mi>" if token.isalpha() else f"<mo>{escape(token)}</mo>"

    def _command(self, name: str) -> str:
        if name in ELEMENTS:
            return ELEMENTS[name]
        if name in MARKS:
            return f'<mover accent="true">{self._atom()}<mo>{MARKS[name]}</mo></mover>'
        if name in ("frac", "tfrac"):
            return f"<mfrac>{self._atom()}{self._atom()}</mfrac>"
        if name == "sqrt":
            return f"<msqrt>{self._atom()}</msqrt>"
        return self._grown_or_word(name)

    def _grown_or_word(self, name: str) -> str:
        """A bracket that grows with what it holds, or letters that are words."""
        if name in ("left", "right"):
            token = self.tokens[self.at]
            self.at += 1
            return f'<mo stretchy="true">{escape(OPERATORS.get(token[1:], token))}</mo>'
        if name in ("begin", "end"):  # of lines under each other, which a card shows as one
            self._letters()
            return ""
        if name in BIG:
            return ""
        if name == "mathcal":
            self._letters()
            return "<mi>ℒ</mi>"
        if name.rstrip("*") in ("text", "mathrm", "operatorname"):
            return f"<mtext>{escape(self._letters())}</mtext>"
        raise ValueError(f"\\{name} is not known here.")

    def _letters(self) -> str:
        """What stands in braces, as it is."""
        end = self.tokens.index("}", self.at)
        text = "".join(self.tokens[self.at + 1 : end])
        self.at = end + 1
        return text.replace(" ", "\u00a0")

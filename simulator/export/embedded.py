"""A run inside a notebook: its page, in a frame of its own."""

from html import escape

from simulator.analysis.describe import describe
from simulator.export.page import page
from simulator.trace import Trace

HEIGHT = 900
"""Pixels that hold the sentence, the bar, the profile and the charts beneath it."""


def embedded(trace: Trace) -> str:
    """HTML that plays the run wherever a notebook shows its outputs."""
    title = escape(describe(trace.network), quote=True)
    frame = f'width="100%" height="{HEIGHT}" style="border:0" title="{title}"'
    return f'<iframe srcdoc="{escape(page(trace), quote=True)}" {frame}></iframe>'

"""Pictures put together to an animated GIF with one palette, in which each picture says only what has changed."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from simulator.export.refusal import FileError
from simulator.language import _, ngettext, signs

MOST_FRAMES = 30
MOST_PIXELS = 1_100_000
"""Of one picture: some more than the player draws, as it rounds."""
MOST_BYTES = 16_000_000
"""Of all pictures that somebody hands in together."""
COLOURS = 63
"""Of all frames together, and one more for what stays as it was: half the bytes of every shade at the edges of type."""
SETTLED = 24
"""Of 255: where no part of a colour changes by more, it stays as it was, until the last frame; a fifth of the bytes."""
LASTING, STANDS = 140, 1500
"""Milliseconds of a frame, and of the first and the last one."""
LENGTH = struct.Struct("<I")
FOREVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
"""What lets it play over and over."""
END = b";"
Pixels = NDArray[np.uint32]
"""(pixels,) of 0xBBGGRR."""


@dataclass
class Canvas:
    """What an animation shows so far."""

    palette: Pixels
    width: int
    height: int
    shown: Pixels | None = None
    """Nothing before the first frame."""

    @property
    def head(self) -> bytes:
        """How the file begins."""
        colours = np.zeros((COLOURS + 1, 3), np.uint8)
        colours[: len(self.palette)] = _parts(self.palette)
        # 0xF5: a palette of 64 colours for all frames.
        return struct.pack("<6sHHBBB", b"GIF89a", self.width, self.height, 0xF5, 0, 0) + colours.tobytes() + FOREVER

    def take(self, frame: Image.Image, *, last: bool = False) -> bytes:
        """The next frame as a part of the file."""
        new, first = _pixels(frame), self.shown is None
        shown = np.full(new.shape, 1 << 24, np.uint32) if self.shown is None else self.shown  # no colour at all
        changed = np.flatnonzero(new != shown)
        # The first frame has every pixel, and the last one makes up for all that was let pass.
        if not (first or last):
            changed = changed[_far(new[changed], shown[changed])]
        shown[changed] = new[changed]
        self.shown = shown
        index = np.full((self.height, self.width), COLOURS, np.uint8)
        index.flat[changed] = _nearest(new[changed], self.palette)
        left, top, right, bottom = self._box(changed)
        part = Image.fromarray(index[top:bottom, left:right].copy(), "L")
        stands = STANDS if first or last else LASTING
        about = {"duration": stands, "transparency": COLOURS, "disposal": 1}
        return b"".join(GifImagePlugin.getdata(part, (left, top), **about))

    def _box(self, changed: NDArray[np.int64]) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what has changed; of a single pixel where nothing has."""
        if not len(changed):
            return 0, 0, 1, 1
        # Pixels are numbered row by row, so the first that has changed is in the topmost row.
        down, right = np.divmod(changed, self.width)
        return int(right.min()), int(down[0]), int(right.max()) + 1, int(down[-1]) + 1


def joined(frames: Sequence[Image.Image]) -> bytes:
    """All frames, of one size, in one file, which plays over and over."""
    canvas = begun(frames[0], frames[-1])
    parts = [canvas.take(frame, last=i == len(frames)) for i, frame in enumerate(frames, 1)]
    return b"".join([canvas.head, *parts, END])


def begun(first: Image.Image, last: Image.Image) -> Canvas:
    """An animation between these two frames, from which its colours are taken."""
    # Marks that only some rows have, such as those of a run that diverged, are in the last of them.
    return Canvas(_palette(np.concatenate([_pixels(first), _pixels(last)])), first.width, first.height)


# ---- pictures that a browser has drawn -------------------------------------------------------------------------------


def parted(handed: bytes) -> list[bytes]:
    """The pictures that a browser hands in one after the other, each behind its length.

    Raises FileError with a sentence where they are too many, or none.
    """
    files = [*_parted(handed)]
    if not 1 <= len(files) <= MOST_FRAMES:
        raise FileError(
            ngettext(
                "An animation has 1 to {most} pictures; this is {number}.",
                "An animation has 1 to {most} pictures; these are {number}.",
                len(files),
                most=MOST_FRAMES,
            )
        )
    return files


def begun_with(first: bytes, last: bytes) -> Canvas:
    """The same as ``begun`` of pictures that were handed in. Raises FileError where they are anything else."""
    one, other = opened(first), opened(last)
    if one.size != other.size:
        raise FileError(_("The pictures of an animation are of one size."))
    return begun(one, other)


def continued(canvas: Canvas, files: Sequence[bytes], *, last: bool) -> tuple[Canvas, bytes]:
    """The canvas after these frames, and they as a part of the file; ``last``: no others follow."""
    parts = []
    for i, file in enumerate(files, 1):
        frame = opened(file)
        if frame.size != (canvas.width, canvas.height):
            raise FileError(_("The pictures of an animation are of one size."))
        parts.append(canvas.take(frame, last=last and i == len(files)))
    return canvas, b"".join(parts)


def opened(file: bytes) -> Image.Image:
    """A picture that somebody hands in; raises FileError where it is anything else, or too large."""
    try:
        picture = Image.open(BytesIO(file), formats=["PNG"])
        # What a file says of its size is read before any of its pixels are.
        if picture.width * picture.height <= MOST_PIXELS:
            return picture.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise FileError(_("A picture of the animation is no PNG file, or is broken.")) from None
    most = signs(f"{MOST_PIXELS:,}")
    raise FileError(_("The pictures of an animation have at most {most} pixels each.", most=most))


def _parted(handed: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(handed):
        if at + LENGTH.size > len(handed):
            raise FileError(_("The pictures came in broken."))
        (size,) = LENGTH.unpack_from(handed, at)
        at += LENGTH.size
        yield handed[at : at + size]
        at += size


# ---- colours ---------------------------------------------------------------------------------------------------------


def _pixels(frame: Image.Image) -> Pixels:
    return np.asarray(frame.convert("RGBX")).view(np.uint32).ravel() & np.uint32(0xFFFFFF)


def _palette(pixels: Pixels) -> Pixels:
    """Colours that these have, each the one of which most would be lost without it: number times distance squared.

    Pillow would choose means, and the page would not be white; by number alone a thin line would lose its colour.
    """
    colours, counts = np.unique(pixels, return_counts=True)
    parts, chosen = _parts(colours), [int(counts.argmax())]
    lost = np.full(len(colours), np.inf)
    while len(chosen) < min(COLOURS, len(colours)):
        lost = np.minimum(lost, ((parts - parts[chosen[-1]]) ** 2).sum(1))
        chosen.append(int((counts * lost).argmax()))
    return colours[chosen]


def _nearest(pixels: Pixels, palette: Pixels) -> NDArray[np.int64]:
    """The place of each in the palette."""
    colours, places = np.unique(pixels, return_inverse=True)
    of, to = _parts(colours), _parts(palette)
    # The squared distance, less what is the same for all of the palette.
    nearest: NDArray[np.int64] = ((to**2).sum(1) - 2 * of @ to.T).argmin(1)[places]
    return nearest


def _far(pixels: Pixels, others: Pixels) -> NDArray[np.bool_]:
    """Whether some part of a colour is another one by more than ``SETTLED``."""
    far = np.zeros(len(pixels), bool)
    for shift in (0, 8, 16):
        one, other = ((colours >> shift & 255).astype(np.int16) for colours in (pixels, others))
        far |= np.abs(one - other) > SETTLED
    return far


def _parts(colours: Pixels) -> NDArray[np.int64]:
    """(colours, red green blue)."""
    return np.stack([colours & 255, colours >> 8 & 255, colours >> 16], -1).astype(np.int64)

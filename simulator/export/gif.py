"""Pictures put together to an animated GIF with one palette, in which each picture says only what has changed."""

import struct
from collections.abc import Iterator, Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from simulator.export.refusal import FileError

MOST_FRAMES = 60
MOST_PIXELS = 1_100_000
"""Of one picture: some more than the player draws, as it rounds."""
MOST_BYTES = 16_000_000
"""Of all pictures that somebody hands in together."""
COLOURS = 63
"""Of all frames together, and one more for what stays as it was: half the bytes of every shade at the edges of type."""
SETTLED = 12
"""Of 255: where no part of a colour changes by more, it stays as it was, until the last frame; a sixth of the bytes."""
LASTING, STANDS = 80, 1500
"""Milliseconds of a frame, and of the first and the last one."""
LENGTH = struct.Struct("<I")
UNKNOWN = 255
"""No place in a palette."""
Pixels = NDArray[np.uint32]
"""(pixels,) of 0xBBGGRR."""


def joined(frames: Sequence[Image.Image]) -> bytes:
    """All frames, of one size, in one file, which plays over and over."""
    # Marks that only some rows have, such as those of a run that diverged, are in the last of them.
    palette = _palette(np.concatenate([_pixels(frames[0]), _pixels(frames[-1])]))
    first, *others = _indexed(frames, palette)
    stands = [STANDS if i in (0, len(others)) else LASTING for i in range(len(frames))]
    file = BytesIO()
    first.save(file, "GIF", save_all=True, append_images=others, duration=stands, loop=0, optimize=True)
    return file.getvalue()


def of_pictures(handed: bytes) -> bytes:
    """The animation of pictures that a browser has drawn: PNG files one after the other, each behind its length.

    Raises FileError with a sentence where they are anything else, too many or too large.
    """
    return joined([*_opened([*_parted(handed)])])


def _parted(handed: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(handed):
        if at + LENGTH.size > len(handed):
            raise FileError("The pictures came in broken.")
        (size,) = LENGTH.unpack_from(handed, at)
        at += LENGTH.size
        yield handed[at : at + size]
        at += size


def _opened(files: Sequence[bytes]) -> Iterator[Image.Image]:
    if not 1 <= len(files) <= MOST_FRAMES:
        raise FileError(f"An animation has 1 to {MOST_FRAMES} pictures; these are {len(files)}.")
    size: tuple[int, int] | None = None
    for file in files:
        try:
            picture = Image.open(BytesIO(file), formats=["PNG"])
            size = size or picture.size
            # What a file says of its size is read before any of its pixels are.
            if picture.width * picture.height > MOST_PIXELS or picture.size != size:
                raise FileError(f"The pictures of an animation are of one size, of at most {MOST_PIXELS:,} pixels.")
            yield picture.convert("RGB")
        except FileError:
            raise
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            raise FileError("A picture of the animation is no PNG file, or is broken.") from None


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


def _indexed(frames: Sequence[Image.Image], palette: Pixels) -> Iterator[Image.Image]:
    """The frames in the nearest colours of the palette, without changes that nobody sees."""
    shown = np.full(frames[0].width * frames[0].height, 1 << 24, np.uint32)  # no colour at all
    index, known = np.zeros(shown.shape, np.uint8), np.full(1 << 24, UNKNOWN, np.uint8)
    for i, frame in enumerate(frames, 1):
        new = _pixels(frame)
        changed = np.flatnonzero(new != shown)
        if 1 < i < len(frames):
            apart = np.abs(_parts(new[changed]) - _parts(shown[changed]))
            changed = changed[apart.max(1) > SETTLED]
        shown[changed] = new[changed]
        index[changed] = _nearest(new[changed], palette, known)
        picture = Image.fromarray(index.reshape(frame.height, frame.width).copy(), "P")
        picture.putpalette(_parts(palette).ravel().tolist())
        yield picture


def _nearest(pixels: Pixels, palette: Pixels, known: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The place of each in the palette; what is found out is noted in ``known``, by colour."""
    new = np.unique(pixels[known[pixels] == UNKNOWN])
    apart = _parts(new)[:, None] - _parts(palette)[None]
    known[new] = (apart**2).sum(2).argmin(1)
    return known[pixels]


def _parts(colours: Pixels) -> NDArray[np.int64]:
    """(colours, red green blue)."""
    return np.stack([colours & 255, colours >> 8 & 255, colours >> 16], -1).astype(np.int64)

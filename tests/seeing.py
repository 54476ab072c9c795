"""A chart as it is seen."""

from io import BytesIO
from typing import Any

import numpy as np
import vl_convert
from numpy.typing import NDArray
from PIL import Image


def pixels(spec: dict[str, Any]) -> NDArray[np.uint8]:
    """(height, width, RGB) of the picture on white."""
    image = Image.open(BytesIO(vl_convert.vegalite_to_png(spec))).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB"))

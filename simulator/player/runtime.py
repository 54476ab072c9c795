"""What the browser loads beside the page: made once, at the first start, into the app's static folder."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from simulator import charts
from simulator.catalog import explained, glossary, term, thresholds, viewing
from simulator.language import cached_per_language, language
from simulator.language.files import FOLDER as CATALOGUES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INSTALLED = HERE.parent / "app"
"""Where app.py is in an installed package; in a clone it stands in the root."""
STATIC = (INSTALLED if INSTALLED.is_dir() else ROOT) / "static"
"""Streamlit serves this folder, beside app.py, at app/static/."""
FILES = ("main.js", "vega.js")
"""What the browser loads of it; beside each lies the same packed, as ``main.js.gz``."""
OF_MAPS = ("map.js", "vega.js")
"""What it loads on the page of maps."""
ALONE = "alone.js"
"""What opens the player in a page of its own."""
CHARTS = Path(charts.__file__).parent
TABLES = [Path(str(table.__file__)) for table in (explained, glossary, term, thresholds, viewing)]
"""What else JavaScript takes its constants from."""
_BUILDING = Lock()


@cached_per_language
def folder_name() -> str:
    """Changes with everything that goes in, so that an upgrade is built anew and no browser keeps the old one.

    Each language has a folder of its own.
    """
    said = CATALOGUES.glob(f"{language()}.po")
    code = [*HERE.glob("js/**/*.js"), HERE / "bundle.py", HERE / "join.py", *CHARTS.glob("*.py")]
    sources = sorted([*code, *TABLES, *said])
    digest = hashlib.sha256("".join(version(name) for name in ("altair", "vl-convert-python")).encode())
    for source in sources:
        # The path too: a module that moves to another folder is asked for under another name.
        digest.update(f"{source.parent.name}/{source.name}".encode() + source.read_bytes())
    return f"player-{digest.hexdigest()[:12]}-{language()}"


def ensure_runtime(static: Path = STATIC) -> Path:
    """The folder of this version in this thread's language, built unless it is there.

    That is a matter of seconds, so call it when the server starts.
    Visitors who come together wait for one build; servers that start together do not disturb each other.
    """
    folder = static / folder_name()
    with _BUILDING:
        if not folder.is_dir():
            _build(static, folder)
    return folder


def _build(static: Path, folder: Path) -> None:
    static.mkdir(parents=True, exist_ok=True)
    # In the same folder, for a rename is one step only within a file system.
    fresh = Path(tempfile.mkdtemp(prefix="building-", dir=static))
    try:
        # V8 takes memory that this process would never give back.
        subprocess.run([sys.executable, str(HERE / "bundle.py"), str(fresh), language()], check=True)
        fresh.chmod(0o755)
        _publish(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _publish(fresh: Path, folder: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError:
        if not folder.is_dir():  # Otherwise another process was faster, with the same files.
            raise

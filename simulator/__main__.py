"""The command ``gradient-simulator``, also ``python -m simulator``: serves the app and opens it in the browser.

With a word behind it, such as ``python -m simulator run``, it is the command line (command.py).
"""

import os
import runpy
import sys
from importlib.util import find_spec
from pathlib import Path

from simulator.command import WORDS
from simulator.command import main as command_line

HERE = Path(__file__).parent
PLACES = (HERE / "app" / "app.py", HERE.parent / "app.py")
"""Where the app's script is: inside the installed package, or beside the package in a clone."""


def main() -> None:
    """Starts the server; what follows the command's name goes to ``streamlit run``, such as ``--server.port 8600``.

    Raises SystemExit with a sentence where the app cannot be started.
    """
    script = next(filter(Path.is_file, PLACES), None)
    if script is None:
        sys.exit("The app's files are missing here. Install the whole package: `pip install .` in a clone of it.")
    if find_spec("streamlit") is None:
        sys.exit("Streamlit is not installed here. `pip install .` in a clone installs it with all the rest.")
    # Said here, before the browser opens on a page that could not be played.
    if not _can_build(script.parent):
        sys.exit(
            f"The first start writes the player's files into {script.parent}, where you may not write. Start it once "
            "as the user who installed it, or install it into a virtual environment of your own."
        )
    sys.argv = ["streamlit", "run", str(script), *sys.argv[1:]]
    # In this process, so that Ctrl-C reaches the server; and by name, since this package never imports streamlit.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _can_build(folder: Path) -> bool:
    """Streamlit serves files only from the folder ``static`` beside its script: what is there was built before."""
    static = folder / "static"
    return static.is_dir() or os.access(folder, os.W_OK)


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].startswith("-"):
        sys.exit(command_line(sys.argv[1:]))
    if "--help" in sys.argv:
        print(f"python -m simulator {'|'.join(WORDS)} --help tells of the command line. Without such a word:\n")
        sys.stdout.flush()
    main()

"""The scripts of the page's own components: modules of JavaScript made one, with the messages that they look up."""

from collections.abc import Iterable
from pathlib import Path

from simulator.language import cached_per_language
from simulator.language.catalogue import of_language
from simulator.player.join import exporting, join
from simulator.player.runtime import HERE as PLAYER

FOLDER = Path(__file__).parent
LANGUAGE = "shared/language.js"
"""The player's module that looks up messages, which these components import, too."""


@cached_per_language
def script(entry: str, *folders: str) -> str:
    """One module of all that the entry needs: paths of files and folders below pages/shared/, in this language."""
    files = {f"pages/shared/{file.relative_to(FOLDER).as_posix()}": file.read_text("utf-8") for file in _files(folders)}
    files[f"simulator/player/js/{LANGUAGE}"] = PLAYER.joinpath("js", LANGUAGE).read_text("utf-8")
    files["simulator/player/js/constants.js"] = exporting(of_language())
    return join(files, f"pages/shared/{entry}")


def _files(folders: Iterable[str]) -> Iterable[Path]:
    return (file for folder in folders for file in FOLDER.joinpath(folder).glob("*.js"))

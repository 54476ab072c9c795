"""No file that somebody hands in does harm: each is read, or refused with a sentence that says what is wrong."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Experiment, Trace, simulate
from simulator.export.arrays import arrays
from simulator.export.reading import read
from simulator.export.refusal import MOST_BYTES, FileError
from simulator.export.table import table

SMALL: dict[str, Any] = {"width": 3, "batch_size": 4, "steps": 3, "device": "cpu", "task": "two_spirals"}
RUN: Trace = simulate(Experiment(**SMALL, depth=2))
TABLE, ARRAYS = table(RUN).decode(), arrays(RUN)
LONGEST = 500


def said(content: bytes) -> str:
    """The sentence with which a file is refused: plain text of one line, not too long."""
    with pytest.raises(FileError) as refused:
        read(content)
    sentence = str(refused.value)
    assert sentence.isascii() and sentence.isprintable() and len(sentence) <= LONGEST and sentence[-1] in ".?"
    return sentence


def line_of(quantity: str) -> str:
    """The first line of the table with this quantity."""
    return next(line for line in TABLE.splitlines() if f",{quantity}," in line)


def changed(quantity: str, change: Callable[[list[str]], list[str]]) -> bytes:
    """The table with the cells of one line changed."""
    line = line_of(quantity)
    return TABLE.replace(line, ",".join(change(line.split(","))), 1).encode()


def valued(quantity: str, value: str) -> bytes:
    return changed(quantity, lambda cells: [*cells[:3], value, cells[4]])


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "This file is empty."),
    "blank": (b" \n", "This file is empty."),
    "too large": (b"x" * (MOST_BYTES + 1), "This file has 5.1 MB; allowed are 5. The NPZ of a run"),
    "not UTF-8": (b"step,site\xff", "This file is no text in UTF-8: byte 10 is b'\\xff'."),
    "an image": (b"\x89PNG\r\n\x1a\n", "This file is no text in UTF-8"),
    "a page": (b"<script>alert(1)</script>", "The columns are step, site, quantity, value, unit"),
    "a list": (b"[1, 2]", "Settings are a JSON object of names and values; this file holds"),
    "semicolons": (TABLE.replace(",", ";").encode(), "with commas; this file has"),
    "only a head": (TABLE.splitlines()[0].encode(), "lacks the lines that say with which settings it was made"),
    "a cell too many": (TABLE.encode() + b"1,2,loss,3,nat,\n", "there are 6 cells in it; a line has 5."),
    "an open quote": (TABLE.encode() + b'1,2,"loss', "this is no CSV: unexpected end of data."),
    "a NUL": (TABLE.encode() + b"\0", "there is 1 cell in it; a line has 5."),
    "a huge cell": (TABLE.encode() + b"1,2," + b"x" * 200_000, "this is no CSV: field larger than field limit"),
    "no number": (valued("loss", "NaN"), "'NaN' is no number that can be read, such as 0.001 or 1e-3."),
    "too large a number": (valued("loss", "1e999"), "'1e999' is no number that can be read"),
    "a long number": (valued("loss", "9" * 5000), "is no number that can be read"),
    "an underscore": (valued("loss", "1_0"), "'1_0' is no number that can be read"),
    "a decimal comma": (valued("loss", '"0,5"'), "'0,5' is no number that can be read"),
    "infinite": (valued("loss", "inf"), "Loss cannot be inf, as it is at step 1."),
    "missing": (valued("gradient_norm", ""), "Gradient norm cannot be nan, as it is at step 1, column 1."),
    "below zero": (valued("gradient_norm", "-1"), "Gradient norm cannot be -1"),
    "more than all": (valued("saturated", "1.5"), "Saturated units cannot be 1.5"),
    "a formula": (valued("loss", "=1+1"), "'=1+1' is no number that can be read"),
    "a formula as a name": (
        changed("loss", lambda cells: [*cells[:2], '=HYPERLINK("http://x")', *cells[3:]]),
        "this run",
    ),
    "a script as a name": (changed("loss", lambda cells: [*cells[:2], "<script>", *cells[3:]]), "this run"),
    "another site": (
        changed("gradient_norm", lambda cells: ["1", "3", *cells[2:]]),
        "go from 1 to 2; this line has '3'.",
    ),
    "another step": (changed("loss", lambda cells: ["-1", *cells[1:]]), "go from 1 to 3; this line has '-1'."),
    "half a step": (changed("loss", lambda cells: ["0.5", *cells[1:]]), "go from 1 to 3; this line has '0.5'."),
    "twice": (changed("loss", lambda cells: ["2", *cells[1:]]), "is told a second time of this place"),
    "a setting twice": (TABLE.encode() + b",,setting:depth,2,\n", "'setting:depth' is told a second time."),
    "no setting": (TABLE.encode() + b",,setting:dpeth,2,\n", "'dpeth' is no setting; did you mean depth?"),
    "a wrong setting": (
        valued("setting:depth", "201"),
        "The settings cannot be used. Layers: allowed are whole numbers",
    ),
    "settings that clash": (valued("setting:width", "0"), "The settings cannot be used. Width"),
    "no outcome": (
        TABLE.replace("outcome:finished", "outcome:fine").encode(),
        "A run is running, finished, diverged or beyond",
    ),
    "no end": (TABLE.replace("outcome:finished", "outcome:diverged").encode(), "not at which step and site."),
    "half a table": (TABLE[: len(TABLE) // 2].encode(), "."),
    "a wrong exam": (TABLE.replace("exam:seen_loss", "exam:loss").encode(), "Of an exam there are numbers for"),
    "JSON cut off": (b'{"depth": 2', "Line 1: this is no JSON from column"),
    "JSON with NaN": (b'{"gain": NaN}', "NaN is no number in JSON."),
    "JSON with infinity": (b'{"gain": -Infinity}', "-Infinity is no number in JSON."),
    # Python itself raises at a whole number of more than 4300 digits.
    "JSON of many digits": (b'{"seed": ' + b"9" * 5000 + b"}", "a number of too many digits."),
    "JSON too deep": (b'{"a": ' + b"[" * 100_000, "nested too deep"),
    "JSON twice": (b'{"depth": 2, "depth": 3}', "'depth' is given twice."),
    "JSON of many names": (json.dumps({str(i): i for i in range(250_000)}).encode(), "There are 250000 names"),
}


@pytest.mark.parametrize(("content", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_or_hostile_file_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in said(content)


SETTINGS = [
    (b'{"depth": 3, "gain": 1e999}', "Weight gain: inf was ignored; allowed are numbers from 0 to 10."),
    (b'{"depth": 3, "activation": "<script>alert(1)</script>"}', "Activation: '<script>alert(1)</script>' was ignored"),
    (b'{"depth": 3, "=cmd|calc": 1}', "'=cmd|calc' is not a setting and was ignored."),
    (b'{"depth": 3, "width": {"a": []}}', "Width: {'a': []} was ignored; allowed are whole numbers from 2 to 512."),
]


@pytest.mark.parametrize(("content", "sentence"), SETTINGS)
def test_of_a_settings_file_all_is_kept_that_can_be(content: bytes, sentence: str) -> None:
    found = read(content)
    assert found.experiment.depth == 3 and found.trace is None
    assert len(found.ignored) == 1 and found.ignored[0].startswith(sentence)


def test_a_byte_order_mark_and_windows_line_ends_are_no_harm() -> None:
    found = read(b"\xef\xbb\xbf" + TABLE.replace("\n", "\r\n").encode()).trace
    assert found and (found.gradient_norm == RUN.gradient_norm).all()


# ---- arrays ---------------------------------------------------------------------------------------------------


def members() -> dict[str, np.ndarray[Any, Any]]:
    with np.load(io.BytesIO(ARRAYS)) as found:
        return dict(found)


def packed(**changes: Any) -> bytes:
    """The arrays with some changed, or where the change is None left out."""
    file = io.BytesIO()
    np.savez_compressed(file, **{name: value for name, value in (members() | changes).items() if value is not None})
    return file.getvalue()


def about(**changes: Any) -> np.ndarray[Any, Any]:
    """The text in the arrays, changed."""
    return np.array(json.dumps(json.loads(str(members()["run"])) | changes))


def raw(name: str, content: bytes) -> bytes:
    """The arrays with other bytes in one member."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ARRAYS)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == f"{name}.npy" else old.read(member))
    return file.getvalue()


def header(shape: str, kind: str = "<f8") -> bytes:
    """How an array begins that claims this shape."""
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


PICKLED = np.array([{"a": 1}], dtype=object)
ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut off": (lambda: ARRAYS[: len(ARRAYS) // 2], "begins as an NPZ and is none, or it is broken."),
    "only a beginning": (lambda: b"PK\x03\x04", "begins as an NPZ and is none"),
    "a flipped byte": (lambda: ARRAYS[:200] + bytes([ARRAYS[200] ^ 255]) + ARRAYS[201:], "."),
    "pickled": (lambda: packed(dead=PICKLED), "The array 'dead' is object"),
    "pickled text": (lambda: packed(run=PICKLED), "The text 'run' in this file is none."),
    "another array": (lambda: packed(virus=np.zeros(3)), "'virus' is no array of this run."),
    "a missing array": (lambda: packed(dead=None), "The array dead is missing in this file."),
    "no text": (lambda: packed(run=None), "The array run is missing in this file."),
    "another shape": (lambda: packed(dead=np.zeros((3, 5))), "is float64 (3, 5); this run has float64 (3, 2)."),
    "other numbers": (lambda: packed(dead=np.zeros((3, 2), np.float32)), "is float32 (3, 2)"),
    "too few steps": (lambda: packed(loss=np.zeros(2)), "It holds 2 training steps"),
    "not a number": (lambda: packed(loss=np.full(3, np.nan)), "Loss cannot be nan, as it is at step 1."),
    "infinite answers": (lambda: packed(loss=np.full(3, np.inf)), "Loss cannot be inf"),
    "a shape of exabytes": (lambda: raw("loss", header("(10**18,)")), "."),
    "a shape of terabytes": (lambda: raw("loss", header("(1000000000000,)")), "has a shape that it cannot have."),
    "a bomb": (lambda: raw("dead", header("(3, 2)") + bytes(50_000_000)), "goes on behind its end."),
    "a short array": (lambda: raw("dead", header("(3, 2)") + bytes(8)), "is cut off"),
    "code as a shape": (lambda: raw("loss", header("__import__('os')")), "begins as an NPZ and is none"),
    "no settings": (lambda: packed(run=about(settings=None)), "does not tell the run's settings."),
    "wrong settings": (lambda: packed(run=about(settings={"depth": 10**30})), "The settings cannot be used. Layers"),
    "names that are none": (lambda: packed(run=about(settings={"": 1})), "The settings cannot be used. '' is not"),
    "no outcome": (
        lambda: packed(run=about(outcome={"name": ["x"]})),
        "A run is running, finished, diverged or beyond",
    ),
    "a step as text": (lambda: packed(run=about(outcome={"name": "diverged", "step": "1"})), "by two whole numbers"),
    "an exam as text": (lambda: packed(run=about(outcome={"name": "finished", "exam": "x"})), "."),
    "a guess as text": (lambda: packed(run=about(chance_loss="<b>")), "chance_loss is a number, or null"),
    "JSON that is none": (lambda: packed(run=np.array("{")), "this is no JSON"),
    "more than a hundred arrays": (
        lambda: packed(**{f"learned:{i}": np.zeros(0) for i in range(101)}),
        "or it is broken.",
    ),
    "part of the answers": (lambda: packed(**{"learned:steps": np.zeros(1)}), "samples has the shape (3, 120, 1, 2)"),
    "answers of nobody": (lambda: packed(**{"learned:more": np.zeros(1)}), "some arrays are missing, or there are too"),
    "classes that are none": (lambda: packed(**{"learned:targets": np.full((120, 1), 7.0)}), "are no classes of this"),
    "steps that fall": (lambda: packed(**{"learned:steps": np.array([2.0, 1.0, 0.0])}), "no whole numbers that rise"),
}


@pytest.mark.parametrize(("make", "sentence"), ZIPS.values(), ids=ZIPS)
def test_a_broken_or_hostile_archive_is_refused_in_a_sentence(make: Callable[[], bytes], sentence: str) -> None:
    assert sentence in said(make())


def test_an_array_written_column_by_column_is_the_same_array() -> None:
    found = read(packed(dead=np.asfortranarray(members()["dead"]))).trace
    assert found and found.dead.tolist() == members()["dead"].tolist()


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_no_change_of_a_file_does_anything_but_refuse_it_or_read_it(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([TABLE.encode(), ARRAYS, b'{"depth": 3}'])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        found = read(bytes(content))
    except FileError as error:
        assert str(error).isascii() and len(str(error)) <= LONGEST
    else:
        assert isinstance(found.experiment, Experiment)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(deadline=None, max_examples=150)
def test_whatever_is_handed_in_is_refused_or_read(content: bytes) -> None:
    for start in (b"", b"PK", b"{", b"step,site,quantity,value,unit\n"):
        try:
            read(start + content)
        except FileError as error:
            assert str(error).isascii() and len(str(error)) <= LONGEST

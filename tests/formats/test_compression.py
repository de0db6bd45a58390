"""Compressed files: the same data and bytes again, and damage, bombs and absent libraries told for what they are."""

import functools
import gzip
import io
import lzma
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recognition
from recognition import Dataset, InvalidDataError, MissingExtraError, State
from recognition.formats.compression import COMPRESSIONS, compressed, compression_of, decompressed
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output

zstandard: Any = pytest.importorskip("zstandard")

EVERYTHING: Final = Path(__file__).parents[1] / "golden" / "valid" / "everything.json"
LINES: Final = b'{"format_version":1}\n' + b"".join(
    b'{"type":"state","id":"state:%d","name":"%x"}\n' % (number, hash((number, 7))) for number in range(6_000)
)
"""About 400 kB, in which several blocks of Zstandard end."""


@functools.cache
def packed(data: bytes, suffix: str) -> bytes:
    """Give data compressed by the library itself, of whichever make."""
    if suffix == ".gz":
        return gzip.compress(data)
    return lzma.compress(data) if suffix == ".xz" else zstandard.ZstdCompressor().compress(data)


def unpacked(data: bytes, suffix: str) -> bytes:
    """Give data decompressed by the library itself."""
    if suffix == ".gz":
        return gzip.decompress(data)
    if suffix == ".xz":
        return lzma.decompress(data)
    read: bytes = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
    return read


def refusal(path: Path) -> tuple[str, str]:
    """Give the code and the message with which reading a file is refused."""
    with pytest.raises(InvalidDataError) as caught:
        Input(path).read()
    (problem,) = caught.value.problems
    return problem.code, problem.message


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("ending", [".json", ".jsonl", ".yaml"])
def test_the_suffix_says_that_a_file_is_compressed(ending: str, suffix: str, tmp_path: Path) -> None:
    """Behind the end that says the format, it makes a file of the real notation, which reads as the same dataset."""
    dataset = recognition.load(EVERYTHING)
    path = tmp_path / f"a{ending}{suffix}"
    recognition.dump(dataset, path)
    assert unpacked(path.read_bytes(), suffix) == recognition.dumps(dataset, format=ending[1:])
    assert recognition.load(path) == dataset
    assert list(recognition.read_records(path)) == list(dataset)
    shouting = path.rename(tmp_path / f"A{ending}{suffix}".upper())
    assert recognition.load(shouting) == dataset


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_the_same_data_gives_the_same_bytes(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the time nor the name of the file goes into it."""
    dataset = recognition.load(EVERYTHING)
    first, second = tmp_path / f"first.jsonl{suffix}", tmp_path / f"second.jsonl{suffix}"
    recognition.dump(dataset, first)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    recognition.dump(recognition.load(first), second)
    assert first.read_bytes() == second.read_bytes()
    assert b"first" not in first.read_bytes()


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@given(chunks=st.lists(st.binary(max_size=300) | st.builds(lambda n: b"ab" * n, st.integers(0, 40_000)), max_size=5))
def test_what_goes_in_comes_out(suffix: str, chunks: list[bytes]) -> None:
    """Whatever bytes are written in whatever pieces; nothing at all makes a whole file, too."""
    stream = io.BytesIO()
    with compressed(stream, suffix) as target:
        for chunk in chunks:
            target.write(chunk)
    data = stream.getvalue()
    assert unpacked(data, suffix) == b"".join(chunks)
    with decompressed(io.BytesIO(data), suffix, "it") as source:
        assert source.read() == b"".join(chunks)


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("size", [1, 1000, -1])
def test_several_parts_behind_each_other_are_one_file(suffix: str, size: int, tmp_path: Path) -> None:
    """As `cat a.gz b.gz` makes them; between them and behind them, zeros may fill up a block."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(packed(b"one", suffix) + bytes(8) + packed(b"", suffix) + packed(b"two" * 900, suffix) + bytes(4))
    with Input(path).open() as stream:
        assert b"".join(iter(lambda: stream.read(size), b"")) == b"one" + b"two" * 900


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("cut", [0, 1, 3, 4, 10, 1000, 30_000, -30_000, -1000, -12, -8, -4, -1])
def test_a_file_cut_short_is_damaged(cut: int, suffix: str, tmp_path: Path) -> None:
    """Wherever it is cut, even between two blocks and where only the checksum is missing; nothing is no file."""
    path = tmp_path / f"a.jsonl{suffix}"
    whole = packed(LINES, suffix)
    path.write_bytes(whole[:cut])
    code, message = refusal(path)
    assert code == "syntax"
    assert message.startswith(f"a.jsonl{suffix} cannot be decompressed: it is damaged or cut short")


def test_zstandard_cut_between_two_blocks_is_damaged(tmp_path: Path) -> None:
    """A frame whose last block is missing decompresses without complaint, as far as it goes; its end is missed."""
    compressor = zstandard.ZstdCompressor().compressobj()
    blocks = b""
    for _ in range(4):
        blocks += compressor.compress(b'{"type":"state"}\n' * 100) + compressor.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    path = tmp_path / "a.zst"
    path.write_bytes(blocks)
    assert refusal(path) == (
        "syntax",
        "a.zst cannot be decompressed: it is damaged or cut short (it ends within a frame)",
    )
    path.write_bytes(blocks + compressor.flush())
    assert len(Input(path).read()) == 6800


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("garbage", [b"garbage", b"\0\0\0\0garbage", b'{"type":"state"}\n', b"\x1f\x8b", b"\xfd7zXZ\0"])
def test_what_follows_the_end_is_not_passed_over(garbage: bytes, suffix: str, tmp_path: Path) -> None:
    """A foreign end of a file is damage, and so is the beginning of another part that does not go on."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(packed(LINES, suffix) + garbage)
    assert refusal(path)[0] == "syntax"


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_a_bit_that_was_changed_is_told(suffix: str, tmp_path: Path) -> None:
    """Checksums are looked at: no single flipped bit behind the header gives other data."""
    path = tmp_path / f"a{suffix}"
    whole = packed(LINES, suffix)
    if suffix == ".zst":
        whole = zstandard.ZstdCompressor(write_checksum=True).compress(LINES)
    for position in range(12, len(whole), len(whole) // 19):
        flipped = bytearray(whole)
        flipped[position] ^= 0x10
        path.write_bytes(flipped)
        found: object = None
        try:
            found = Input(path).read()
        except InvalidDataError as error:
            found = [problem.code for problem in error]
        assert found in (["syntax"], LINES)  # some bits mean nothing


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("other", ["", *COMPRESSIONS])
def test_a_suffix_that_does_not_fit_is_told(suffix: str, other: str, tmp_path: Path) -> None:
    """A file that is packed in another way than its name says, or not at all, is refused."""
    if suffix == other:
        return
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packed(LINES, other) if other else LINES)
    assert refusal(path)[0] == "syntax"


def test_a_compressed_file_without_its_suffix_is_no_text(tmp_path: Path) -> None:
    """What a file is, only its name says."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(packed(LINES, ".gz"))
    with pytest.raises(InvalidDataError) as caught:
        recognition.load(path)
    assert {problem.code for problem in caught.value.problems} >= {"encoding"}


def zeros(suffix: str) -> bytes:
    """Give a compressed file of a gigabyte of zeros, in parts, which are quickly made."""
    return packed(bytes(1 << 23), suffix) * 128


_LIMIT: Final = 300 << 20
_WATCHED: Final = """
import resource, sys
from pathlib import Path
import recognition
from recognition.formats.inputs import Input
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    {call}
except recognition.InvalidDataError as error:
    print(error.problems[0].code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes on Linux")
@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize(
    "call",
    ["Input(Path(sys.argv[1])).read()", "list(recognition.read_records(sys.argv[1], format='jsonl'))"],
    ids=["whole", "by records"],
)
def test_a_bomb_is_not_read_on(call: str, suffix: str, tmp_path: Path) -> None:
    """A gigabyte of zeros in a small file is refused before it fills the memory."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(zeros(suffix))
    assert path.stat().st_size < 1 << 21
    done = subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, "-c", _WATCHED.format(call=call), str(path)], capture_output=True, encoding="utf-8", check=True
    )
    code, grown = done.stdout.split()
    assert code == "too-large"
    assert int(grown) < _LIMIT


def test_a_window_of_gigabytes_is_refused(tmp_path: Path) -> None:
    """A file of a few bytes that asks for two gigabytes of memory to look back into does not get them."""
    path = tmp_path / "a.zst"
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=31, enable_ldm=True)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    path.write_bytes(compressor.compress(b"a" * 100) + compressor.flush())
    assert refusal(path)[0] == "syntax"
    path = tmp_path / "a.xz"
    chain = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}]
    header = lzma.compress(b"a" * 100, filters=chain)
    path.write_bytes(header)
    assert refusal(path)[0] == "syntax"


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_the_hardest_settings_are_read(suffix: str, tmp_path: Path) -> None:
    """The bound on memory refuses nothing that the ordinary tools write."""
    path = tmp_path / f"a{suffix}"
    if suffix == ".zst":
        path.write_bytes(zstandard.ZstdCompressor(level=19).compress(LINES))
    else:
        path.write_bytes(gzip.compress(LINES, 9) if suffix == ".gz" else lzma.compress(LINES, preset=9))
    assert Input(path).read() == LINES


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_data_that_repeats_itself_is_no_bomb(suffix: str, tmp_path: Path) -> None:
    """Over 64 MiB of records that differ in a number alone are read."""
    path = tmp_path / f"a.jsonl{suffix}"
    line = b'{"type":"state","id":"state:%d","name":"Somewhere","note":"' + b"Nothing. " * 40 + b'"}\n'
    lines = b"".join(line % number for number in range(17_000))
    assert len(lines) * 10 > 64 << 20
    path.write_bytes(packed(lines, suffix) * 10)
    with Input(path).open() as stream:
        assert sum(1 for _ in stream) == 170_000


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_what_is_written_to_is_a_whole_stream(suffix: str, tmp_path: Path) -> None:
    """Formats and libraries may write to it in every way that streams have."""
    path = tmp_path / f"a{suffix}"
    with Output(path).stream() as stream:
        assert stream.writable()
        assert not stream.closed
        stream.writelines([b"a\n", b"b\n"])
        stream.write(memoryview(b"c\n"))
        stream.write(bytearray(b"d\n"))
        stream.flush()
    assert Input(path).read() == b"a\nb\nc\nd\n"


@pytest.fixture
def without_zstandard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide every module for Zstandard."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setitem(sys.modules, "compression.zstd", None)


@pytest.mark.usefixtures("without_zstandard")
@pytest.mark.parametrize(
    "call",
    [
        recognition.load,
        lambda path: list(recognition.read_records(path)),
        lambda path: recognition.dump(Dataset(), path),
        lambda path: recognition.write_records([State(id="state:A", name="A")], path),
    ],
    ids=["load", "read_records", "dump", "write_records"],
)
def test_a_missing_library_is_named(call: Callable[[Path], object], tmp_path: Path) -> None:
    """Without a library for Zstandard, the error names the extra; nothing is written and no file is left open."""
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(b"before")
    with pytest.raises(MissingExtraError, match=r"pip install 'recognition\[zstd\]'") as caught:
        call(path)
    assert caught.value.extra == "zstd"
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_only_the_last_suffix_counts() -> None:
    """A compression is told by the very end of the name, in any case."""
    assert [compression_of(Path(name)) for name in ("a.json", "a.json.GZ", "a.gz.json", "gz", ".gz", "a.zst")] == [
        "",
        ".gz",
        "",
        "",
        "",
        ".zst",
    ]

"""What SECURITY.md says of files from strangers: whatever they hold, no code, no network, and no file but the one."""

import subprocess
import sys
from pathlib import Path
from typing import Final

GOLDEN: Final = Path(__file__).parent / "golden"
CHILD: Final = """
import sys
import tempfile
from pathlib import Path

import recognition
from recognition.formats import FORMATS

golden, scratch = Path(sys.argv[1]), Path(sys.argv[2])
tempfile.tempdir = str(scratch)
suffixes = {suffix: name for name, suffixes in FORMATS.items() for suffix in suffixes}
files = [(path, suffixes[path.suffix]) for path in sorted(golden.glob("[dinov]*/*")) if path.suffix in suffixes]
files += [(path, path.parent.name) for path in sorted(golden.glob("fuzzed/*/*")) if path.parent.name in FORMATS]
hostile = {
    "jsonld": b'{"@context": "http://127.0.0.1:9/context", "@graph": []}',
    "turtle": b'@base <http://127.0.0.1:9/> . @prefix a: <file:///etc/> . a:hostname a a:passwd .',
    "ntriples": b'<http://127.0.0.1:9/> <file:///etc/hostname> <file:///etc/passwd> .',
    "yaml": b'a: !!python/object/apply:os.system ["true"]',
    "json": b'{"$schema": "http://127.0.0.1:9/schema.json", "$ref": "file:///etc/hostname", "records": []}',
}
for name, data in hostile.items():
    (scratch / name).write_bytes(data)
    files.append((scratch / name, name))

def read(path, name):
    for load in (recognition.load, lambda *a, **k: list(recognition.read_records(*a, **k))):
        for strict in (True, False):
            try:
                load(path, format=name, strict=strict)
            except recognition.InvalidDataError:
                pass

for path, name in files:  # what a reader imports or makes at first use is not to be told of
    read(path, name)

current, seen = None, []

def watch(event, arguments):
    if current is None:
        return
    if event == "open":
        path = Path(arguments[0]) if isinstance(arguments[0], str) else current
        own = {current, Path(f"{current}-journal"), Path(f"{current}-wal")}  # as a database has them beside it
        if path not in own and scratch not in path.parents:  # where members of an archive lie for a while
            seen.append((str(current), event, str(path)))
    elif event.split(".")[0] in {"socket", "subprocess", "ctypes", "urllib", "ftplib", "http"} or event in {
        "exec", "compile", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pickle.find_class"
    }:
        seen.append((str(current), event, repr(arguments)[:200]))

sys.addaudithook(watch)
for path, name in files:
    current = path
    read(path, name)
    current = None
for each in sorted(set(seen)):
    print(*each)
print(len(files), "files")
"""


def test_reading_runs_no_code_and_reaches_nothing_else(tmp_path: Path) -> None:
    """Python tells of every file that is opened, every connection and all code that is run: there is none."""
    command = [sys.executable, "-c", CHILD, str(GOLDEN), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    *found, count = done.stdout.splitlines()
    assert found == []
    assert int(count.split()[0]) > 400

"""Kill writers at every step and at random moments, and fill their disks: the old file or the new one is to be there.

For each way to write (every format, compressed or not, by ``dump``, by ``write_records`` and by the command line), a
process begins to replace a file, or to make one, and

- is killed (SIGKILL) before each step at the file system that Python tells of (``sys.addaudithook``), one after the
  other, and at random moments between;
- finds that no file may grow beyond a random size (RLIMIT_FSIZE), that the disk is full (a small tmpfs, as root), or
  that the folder takes no files (an immutable one, as root);
- or has a rival, which writes to the same path at the same time.

Afterwards the path holds the old bytes or the new ones, whole; nothing lies beside it but names that begin with
``.recognition-``; a process that failed and was not killed leaves not even these, and says so with an ``OSError``; and
the next writer finds all well. Needs Linux. Exits with 1 if a promise was broken.
"""

import argparse
import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final

import attrs

import recognition
from recognition.cli import cli
from recognition.formats import FORMATS, format_named

NAMES: Final = (
    "a.json",
    "a.jsonl",
    "a.yaml",
    "a.csv.zip",
    "csv",
    "a.parquet",
    "a.parquet.zip",
    "a.sqlite",
    "a.ttl",
    "a.nt",
    "a.jsonld",
    "a.ftm.json",
    "a.csv",
    "a.jsonl.gz",
    "a.json.xz",
    "a.jsonl.zst",
    "a.nt.zst",
    "a.sqlite.gz",
    "a.csv.zip.xz",
)
"""What is written: a file for each format, folders, and compressed ones."""
TITLES: Final = ("dump", "write_records", "convert --stream")
"""By what it is written."""
LOSSY: Final = (".ftm.json", "a.csv")
STREAMED: Final = (
    *("a.json", "a.jsonl", "a.yaml", "csv", "a.csv.zip", "a.parquet", "a.sqlite", "a.nt"),
    *("a.jsonl.gz", "a.jsonl.zst"),
)
"""What the command line is tried with."""
STEPS: Final = ("open", "os.", "tempfile.", "shutil.", "sqlite3.", "ctypes.")
"""How the audit events begin that tell of a step at the file system."""
OURS: Final = ".recognition-"
DISK: Final = 16 << 20
"""The bytes of the small disk, most of which a ballast takes."""

Content = dict[str, bytes] | None
Write = Callable[[Path], object]


@attrs.frozen
class Way:
    """A way to write, with what is there before and after."""

    title: str
    name: str
    write: Write
    old: Content
    new: Content
    make_old: Write


def content(path: Path) -> Content:
    """Give the bytes of a file, or of all files in a folder; nothing if it is not there."""
    if path.is_dir():
        return {str(entry.relative_to(path)): entry.read_bytes() for entry in sorted(path.rglob("*"))}
    return {"": path.read_bytes()} if path.exists() else None


# --- what is written -------------------------------------------------------------------------------------------------


def records(count: int, word: str) -> list[recognition.Record]:
    """Give a state, and states that recognise it."""
    found: list[recognition.Record] = [recognition.State(id="state:T", name=f"Target {word}")]
    for number in range(count):
        found.append(recognition.State(id=f"state:{number}", name=f"{word} {number * 7919:x}"))
        act = recognition.RecognitionAct(
            id=f"recognition:{number}",
            actor=f"state:{number}",
            target="state:T",
            capacity=recognition.Capacity.STATE,
            move=recognition.RecognitionMove.RECOGNITION,
            date=recognition.PartialDate(f"{1900 + number % 100}"),
        )
        found.append(act)
    return found


def writes(name: str, dataset: recognition.Dataset, source: Path) -> dict[str, Write]:
    """Give by what a name can be written, with the same records each."""
    form = "csv" if name == "csv" else None
    found: dict[str, Write] = {"dump": lambda path: recognition.dump(dataset, path, format=form)}
    if not name.endswith(LOSSY):
        found["write_records"] = lambda path: recognition.write_records(iter(dataset), path, format=form)
    if name in STREAMED:
        options = ["--to", form] if form else []
        found["convert --stream"] = lambda path: _run(["convert", "--stream", str(source), str(path), *options])
    return found


def ways(names: Sequence[str], titles: Sequence[str], count: int, folder: Path, *, careless: bool) -> Iterator[Way]:
    """Give all ways to write; the careless one writes straight to the path, to see that this is noticed."""
    warm()
    old, new = (recognition.Dataset(records(count, word)) for word in ("old", "new"))
    source = folder / "source.jsonl"
    recognition.dump(new, source)
    place = folder / "example"

    def written(write: Write, name: str) -> Content:
        place.mkdir()
        in_child(lambda: write(place / name))
        found = content(place / name)
        shutil.rmtree(place)
        return found

    for name in names:
        before = written(writes(name, old, source)["dump"], name)
        for title, write in writes(name, new, source).items():
            if title not in titles:
                continue
            after = written(write, name)
            if after is None or after == before:
                message = f"{title} did not write {name}"
                raise RuntimeError(message)
            straight = partial(_put, data=after)
            yield Way(
                f"{title} {name}", name, straight if careless else write, before, after, partial(_put, data=before)
            )


def warm() -> None:
    """Load what is loaded on first use: the processes that are made take it over."""
    for name in FORMATS:
        format_named(name)
        # Its library has threads, which a process that is made does not take over.
        if name != "parquet":
            recognition.dumps(recognition.Dataset(), format=name)
    recognition.loads(recognition.dumps(recognition.Dataset(), format="jsonl"), format="jsonl")
    import_module("recognition.report")
    with suppress(ImportError):
        import_module("pandas")  # pyarrow looks for it
    # What is here stays: no process has to look through it, which would copy it.
    gc.collect()
    gc.freeze()


def _run(arguments: list[str]) -> None:
    """Run the command line, which turns an error into its exit code."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        cli.main(arguments, prog_name="recognition")
    except SystemExit as ending:
        if ending.code:
            raise OSError(ending.code, "the command failed") from None


def _put(path: Path, data: Content) -> None:
    for name, held in (data or {}).items():
        if name:
            path.mkdir(exist_ok=True)
        with (path / name if name else path).open("wb") as stream:
            for at in range(0, len(held), 8192):
                stream.write(held[at : at + 8192])


# --- processes -------------------------------------------------------------------------------------------------------

DONE: Final = 0
REFUSED: Final = 9
CRASHED: Final = 10


def begin(action: Callable[[], object]) -> int:
    """Run an action in a process of its own, and give its number."""
    child = os.fork()
    if child:
        return child
    code = CRASHED
    try:
        action()
        code = DONE
    except OSError:
        code = REFUSED
    except BaseException as error:  # noqa: BLE001 - told by the exit code, and in words
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a process; give its exit code, or the signal as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_child(action: Callable[[], object]) -> int:
    """Run an action in a process of its own, and give its exit code."""
    return ended(begin(action))


class Steps:
    """Counts the steps at the file system, and ends the process before one of them."""

    def __init__(self, last: int | None) -> None:
        """Begin; without a last one, they are only counted."""
        self.count = 0
        self._last = last
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _arguments: object) -> None:
        if event.startswith(STEPS):
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def steps_of(write: Write, path: Path) -> int:
    """Give how many steps a write takes."""
    reading, writing = os.pipe()

    def action() -> None:
        steps = Steps(None)
        write(path)
        os.write(writing, str(steps.count).encode())

    in_child(action)
    os.close(writing)
    with os.fdopen(reading) as stream:
        return int(stream.read() or 0)


# --- trials ----------------------------------------------------------------------------------------------------------


class Trials:
    """Runs trials in a folder, and holds what came of them."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Begin with nothing found."""
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    @contextmanager
    def place(self, way: Way, *, exists: bool) -> Iterator[Path]:
        """Give a path where the old file is, or nothing."""
        place = Path(tempfile.mkdtemp(dir=self.folder))
        path = place / way.name
        if exists:
            way.make_old(path)
        yield path
        shutil.rmtree(place)

    def check(self, way: Way, path: Path, what: str, *, exists: bool, code: int) -> None:
        """See what is there after a write has ended somehow."""
        # Only what is killed, and what is written beside it, leaves anything.
        tidy = "kill" not in what
        before = way.old if exists else None
        found = content(path)
        state = "new" if found == way.new else "old" if found == before else "broken"
        self.counts[f"{what}, {state}"] += 1
        expected = {path.name} if found is not None else set[str]()
        names = {entry.name for entry in path.parent.iterdir()}
        strange = {name for name in names if tidy or not name.startswith(OURS)} - expected
        wrong = [
            f"what is there is neither old nor new ({'missing' if found is None else 'partly written'})"
            if state == "broken"
            else "",
            f"{sorted(strange)} lies beside it" if strange else "",
            "it said that all went well" if code == DONE and state != "new" else "",
            "it ended in an error that is none of the file system" if code == CRASHED else "",
        ]
        self.faults += [f"{way.title}, {what}, {'replacing' if exists else 'making'}: {one}" for one in wrong if one]

    def kill_at(self, way: Way, step: int, *, exists: bool) -> None:
        """Kill before a step."""
        with self.place(way, exists=exists) as path:

            def action() -> None:
                Steps(step)
                way.write(path)

            self.check(way, path, "killed at a step", exists=exists, code=in_child(action))

    def kill_in(self, way: Way, seconds: float, *, exists: bool) -> None:
        """Kill after a time."""
        with self.place(way, exists=exists) as path:
            child = begin(lambda: way.write(path))
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
            self.check(way, path, "killed at random", exists=exists, code=ended(child))

    def next_one(self, way: Way, kills: int, seconds: float) -> None:
        """Kill writer after writer at one place, and let the last one work."""
        with self.place(way, exists=True) as path:
            for _ in range(kills):
                child = begin(lambda: way.write(path))
                time.sleep(self.chance.uniform(0, seconds))
                os.kill(child, signal.SIGKILL)
                ended(child)
            code = in_child(lambda: way.write(path))
            self.check(way, path, "the next after kills", exists=False, code=code)

    def limit(self, way: Way, size: int, *, exists: bool) -> None:
        """Let no file grow beyond a size."""
        import resource  # noqa: PLC0415 - of POSIX

        with self.place(way, exists=exists) as path:

            def action() -> None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
                way.write(path)

            self.check(way, path, "no room in a file", exists=exists, code=in_child(action))

    def rivals(self, way: Way, count: int) -> None:
        """Let several write to one path at once; each either does or says that it could not."""
        with self.place(way, exists=True) as path:
            children = [begin(lambda: way.write(path)) for _ in range(count)]
            codes = [ended(child) for child in children]
            self.check(way, path, "rivals", exists=False, code=max(codes))
            if any(codes):
                self.faults.append(f"{way.title}, rivals: {sum(map(bool, codes))} of {count} gave up")

    def full(self, way: Way, disk: Path) -> None:
        """Write where there is room for the old file and little more."""
        path = disk / way.name
        way.make_old(path)
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        room = self.chance.randrange(sum(map(len, (way.new or {}).values())) * 5 // 4)
        with (disk / "ballast").open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, free - room)
        code = in_child(lambda: way.write(path))
        (disk / "ballast").unlink()
        self.check(way, path, "full disk", exists=True, code=code)
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        for entry in disk.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def immutable(self, way: Way) -> bool:
        """Write into a folder that takes nothing; tell whether there is such a thing here."""
        with self.place(way, exists=True) as path:
            if not _done("chattr", "+i", path.parent):
                return False
            try:
                code = in_child(lambda: way.write(path))
            finally:
                _done("chattr", "-i", path.parent)
            self.check(way, path, "immutable folder", exists=True, code=code)
            return True


def _done(*command: str | Path) -> bool:
    """Run a command of the system; tell whether it did what it was asked."""
    if os.geteuid() != 0 or shutil.which(str(command[0])) is None:
        return False
    return subprocess.run(list(map(str, command)), capture_output=True, check=False).returncode == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """Mount a small disk, as root alone can."""
    disk = folder / "disk"
    disk.mkdir()
    if not _done("mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", disk):
        yield None
        return
    try:
        yield disk
    finally:
        _done("umount", disk)


def duration(way: Way, trials: Trials) -> float:
    """Give how long a write takes, in seconds."""
    with trials.place(way, exists=True) as path:
        start = time.monotonic()
        in_child(lambda: way.write(path))
        return time.monotonic() - start


def killed(trials: Trials, way: Way, arguments: argparse.Namespace) -> None:
    """Kill at steps and at random."""
    for exists in (True, False):
        with trials.place(way, exists=exists) as path:
            steps = steps_of(way.write, path)
        # The last ones count: there the new file takes its place.
        first = 1 if arguments.steps is None else max(1, steps - arguments.steps + 1)
        for step in range(first, steps + 1):
            trials.kill_at(way, step, exists=exists)
    seconds = 1.2 * duration(way, trials)
    for number in range(arguments.kills):
        trials.kill_in(way, trials.chance.uniform(0, seconds), exists=number % 4 > 0)
    if arguments.kills:
        trials.next_one(way, 5, seconds)


def hindered(trials: Trials, way: Way, arguments: argparse.Namespace, disk: Path | None) -> None:
    """Take the room away, and let rivals write."""
    largest = max(map(len, (way.new or {}).values()))
    for number in range(arguments.limits):
        trials.limit(way, trials.chance.randrange(largest), exists=number % 2 == 0)
        if disk is not None:
            trials.full(way, disk)
    for _ in range(arguments.rivals):
        trials.rivals(way, 4)
    if arguments.limits and not trials.immutable(way):
        trials.counts["immutable folder, skipped"] += 1


def main() -> int:
    """Run all trials, tell their numbers, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", default=NAMES, metavar="NAME", help="what to write; by default everything")
    parser.add_argument("--way", action="append", choices=TITLES, help="by what it is written; by default all")
    parser.add_argument("--records", type=int, default=100, help="how many states and acts are written")
    parser.add_argument("--steps", type=int, help="of each write, the last so many steps alone")
    parser.add_argument("--kills", type=int, default=100, help="random kills for each way to write")
    parser.add_argument("--limits", type=int, default=10, help="full disks for each way to write")
    parser.add_argument("--rivals", type=int, default=5, help="contests of four writers for each way to write")
    parser.add_argument("--seed", type=int, default=0, help="of the random moments and sizes")
    parser.add_argument("--careless", action="store_true", help="write straight to the path: must be found out")
    arguments = parser.parse_args()
    # The libraries have threads that do nothing while a process is made.
    warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork")
    with tempfile.TemporaryDirectory(prefix="stress-") as temporary:
        folder = Path(temporary)
        # What a killed writer leaves in the system's folder for temporary files is to go away too.
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
        Path(tempfile.tempdir).mkdir()
        trials = Trials(folder, arguments.seed)
        with small_disk(folder) as disk:
            for way in ways(
                arguments.names, arguments.way or TITLES, arguments.records, folder, careless=arguments.careless
            ):
                before = trials.counts.total()
                killed(trials, way, arguments)
                hindered(trials, way, arguments, disk)
                print(f"{way.title}: {trials.counts.total() - before} trials", flush=True)
            if disk is None:
                print("full disk: skipped, only root can mount one")
    for what, count in sorted(trials.counts.items()):
        print(f"{count:7} {what}")
    faults = Counter(trials.faults)
    for fault, count in sorted(faults.items()):
        print(f"FAULT ({count} times) {fault}")
    print(f"{trials.counts.total()} trials, {faults.total()} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""Change the code in small ways and see whether the tests notice: the share that they do is the mutation score.

    tools/mutate.py history --jobs 1                          # every mutant of src/recognition/history
    tools/mutate.py model convert --sample 400 --seed 1       # of each, so many drawn at random
    tools/mutate.py history --again                           # only those that survived last time
    tools/mutate.py history --again --tests tests/history/test_new.py

Starting Python, importing everything and collecting the tests takes seconds, too long for thousands of mutants. So:

1. The tests are run once, with coverage: which run which line, and how long each takes. This is kept in
   ``build/mutation/tests.json`` until ``--record`` asks for it anew.
2. A process that has collected all tests forks for each mutant. The child gives the functions that are changed their
   mutated code and runs the tests that reach the line, the fastest first, until one fails.
3. What could not be changed in this way, because it is run on import, or was not noticed, has a second chance: the
   package is imported anew with the mutated module, Hypothesis searches harder, and the tests are those that reach the
   function, and then those of the package. Only what survives this is a survivor.

A mutant at which the tests do not end in time, or the process dies, counts as killed. ``tools/mutation/survivors.toml``
says of survivors why no test should kill them. Tests that start a process of their own run the code as it is: they kill
nothing. Needs Linux. Exits with 1 if there is a survivor that nobody has argued away.
"""

import argparse
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import math
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Final, NoReturn

# Hypothesis would import the package with the strategies; it is told of them once the mutant is in place.
os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"
os.environ["HYPOTHESIS_PROFILE"] = "mutation"

import coverage
import pytest
from hypothesis import HealthCheck, Phase, settings
from mutation.operators import Module, Mutant

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src" / "recognition"
BUILD: Final = ROOT / "build" / "mutation"
ARGUED: Final = ROOT / "tools" / "mutation" / "survivors.toml"
PACKAGES: Final = ("model", "dataset", "history", "convert")
TESTS: Final = (
    *(f"tests/{package}" for package in PACKAGES),
    "tests/properties",
    *(
        f"tests/test_{name}.py"
        for name in ("cli_questions", "convert", "fixtures", "golden", "io", "lenient", "report", "views")
    ),
    *(f"src/recognition/{package}" for package in PACKAGES),
)
"""Where the tests of these packages are. Those of what is built upon them are too slow for what they would add."""
OPTIONS: Final = (
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:cov",
    "-p",
    "no:benchmark",
    "-s",
    "--assert=plain",  # the hook that rewrites assertions would import files with doctests past the mutant
)
FEW, MANY = 10, 25
"""Examples for each property: at first, and for a second chance."""
MOST_FILES: Final = 4
"""Files of tests that are collected for a second chance."""
MOST_MEMORY: Final = 4 << 30
SURVIVED, KILLED, ELSEWHERE = 0, 1, 3
"""How the child of a mutant ends: a test failed, none did, or it takes an import to change this."""
Run = Callable[[Mutant], NoReturn]


class Recorder:
    """Runs every test once and writes down which run which line."""

    def __init__(self) -> None:
        """Begin to measure, before the package is imported."""
        self._coverage = coverage.Coverage(data_file=None, config_file=False, include=[f"{SOURCE}/*"])
        self._coverage.start()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests."""
        seconds: dict[str, float] = {}
        for item in session.items:
            self._coverage.switch_context(item.nodeid)
            start = time.perf_counter()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            seconds[item.nodeid] = time.perf_counter() - start
            if session.testsfailed:
                print(f"{item.nodeid} fails without any mutant")
                os._exit(1)
        self._coverage.stop()
        data = self._coverage.get_data()
        lines = {
            str(Path(file).relative_to(SOURCE)): {
                line: [name for name in names if name] for line, names in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        BUILD.mkdir(parents=True, exist_ok=True)
        (BUILD / "tests.json").write_text(json.dumps({"seconds": seconds, "lines": lines}))
        return True


class Selection:
    """Which tests to run for a mutant."""

    def __init__(self) -> None:
        """Read what was recorded."""
        recorded = json.loads((BUILD / "tests.json").read_text())
        self.seconds: dict[str, float] = recorded["seconds"]
        self._lines: dict[str, dict[str, list[str]]] = recorded["lines"]

    def of(self, mutant: Mutant, budget: float, *, wide: bool) -> list[str]:
        """Give those that reach the statement, the fastest first, within seconds.

        If need be, those that reach the function follow, and then others: what is made on import, or once and kept, no
        test is seen to reach. Of these, the first are those of the package, and those that run many lines of the file
        in little time. Collecting takes time too, so they are of few files.
        """
        lines = self._lines.get(str(mutant.path.relative_to(SOURCE)), {})
        near = self._reaching(lines, *mutant.lines)
        quick = sorted(near, key=self.seconds.__getitem__)
        found = self._within(quick, budget / 2, MOST_FILES) if wide else self._within(quick, budget, len(near))
        if wide:
            beside = f"tests/{mutant.path.relative_to(SOURCE).parts[0]}/"
            count = Counter(name for names in lines.values() for name in names)
            around = self._reaching(lines, *mutant.function) if mutant.function[0] > 1 else set[str]()
            far = {
                name: (name not in around, not name.startswith(beside), self.seconds[name] / (count[name] or 1))
                for name in self.seconds
                if name not in near and (count[name] or name.startswith(beside))
            }
            found = (found or quick[:1]) + self._within(sorted(far, key=far.__getitem__), budget / 2, MOST_FILES)
        return found

    def _within(self, names: Sequence[str], budget: float, most: int) -> list[str]:
        """Give the first tests that take no more than some seconds, out of no more than some files."""
        result = list[str]()
        files = set[str]()
        for name in names:
            file = name.partition("::")[0]
            if self.seconds[name] <= budget and (file in files or len(files) < most):
                budget -= self.seconds[name]
                files.add(file)
                result.append(name)
        return result

    def _reaching(self, lines: dict[str, list[str]], first: int, last: int) -> set[str]:
        return {name for line in range(first, last + 1) for name in lines.get(str(line), ())}


class Swapping:
    """Forks for each mutant from a process that has collected all tests."""

    def __init__(self, mutants: Sequence[Mutant], options: argparse.Namespace, report: "Report") -> None:
        """Say what is to be run."""
        self._mutants = mutants
        self._options = options
        self._report = report
        self._selection = Selection()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the mutants, instead of the tests."""
        self._items = {item.nodeid: item for item in session.items}
        self._session = session
        self._functions = defaultdict[tuple[str, str, int], list[FunctionType]](list)
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(SOURCE)):
                self._functions[_key(each.__code__)].append(each)
        gc.collect()
        gc.freeze()
        for mutant, verdict in forked(self._mutants, self._run, self._options.jobs, 2 * self._options.seconds + 5):
            self._report.add(mutant, verdict)
        return True

    def _run(self, mutant: Mutant) -> NoReturn:
        names = self._selection.of(mutant, self._options.seconds, wide=False)
        if not names or not self._swap(mutant):
            os._exit(ELSEWHERE)
        for name in names:
            if (item := self._items.get(name)) is not None:
                self._session.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if self._session.testsfailed:
                    os._exit(KILLED)
        os._exit(SURVIVED)

    def _swap(self, mutant: Mutant) -> bool:
        """Give the functions that differ their mutated code; tell whether that is all there is to it."""
        changed = list(_differing(*module(mutant.path).compiled(mutant.number)))
        if not changed or any(code is None for code in changed):
            return False
        live = [(function, code) for code in changed if code for function in self._functions.get(_key(code), ())]
        if not live:
            return False
        try:
            for function, code in live:
                function.__code__ = code
        except ValueError:  # it has other variables of the functions around it
            return False
        return True


class Fresh:
    """Forks for each mutant from a process that has not imported the package, and imports it with the mutant."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Say how many seconds each has, or which tests."""
        self._seconds = options.seconds
        self._files: list[str] | None = options.tests
        self._examples: int = options.examples
        self._selection = Selection()

    def __call__(self, mutant: Mutant) -> NoReturn:
        """Run the tests for a mutant."""
        names = self._files or self._selection.of(mutant, self._seconds, wide=True)
        _, code = module(mutant.path).compiled(mutant.number)
        sys.meta_path.insert(0, _Finder(mutant.path, code))
        register_profile(self._examples)
        files = list(dict.fromkeys(name.partition("::")[0] for name in names))
        status = run_pytest(files, object() if self._files else _Only(names)) if names else pytest.ExitCode.OK
        os._exit(SURVIVED if status in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} else KILLED)


class _Only:
    """Leaves only some of the tests that were collected, in the order given."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = {name: position for position, name in enumerate(names)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the others."""
        items[:] = sorted((i for i in items if i.nodeid in self._names), key=lambda item: self._names[item.nodeid])


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the mutated module."""

    def __init__(self, path: Path, code: CodeType) -> None:
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._path, self._code = path, code

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Give the module, if it is this one."""
        if fullname != self._name:
            return None
        loader = importlib.machinery.SourceFileLoader(fullname, str(self._path))
        vars(loader)["get_code"] = lambda _: self._code
        return importlib.util.spec_from_file_location(fullname, self._path, loader=loader)


_modules: Final[dict[Path, Module]] = {}


def module(path: Path) -> Module:
    """Give the mutants of a file, which is parsed once."""
    if path not in _modules:
        _modules[path] = Module(path)
    return _modules[path]


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _differing(before: CodeType, after: CodeType) -> Iterator[CodeType | None]:
    """Give the functions of a module that differ; ``None`` if what is run on import does."""
    if before == after:
        return
    if not before.co_flags & 1:  # neither a function nor optimised like one: a module or a class
        inner = [[c for c in code.co_consts if isinstance(c, CodeType)] for code in (before, after)]
        others = [[c for c in code.co_consts if not isinstance(c, CodeType)] for code in (before, after)]
        if before.co_code != after.co_code or repr(others[0]) != repr(others[1]) or before.co_names != after.co_names:
            yield None
        for one, other in zip(*inner, strict=False):
            yield from _differing(one, other)
        return
    yield after
    inner = [[c for c in code.co_consts if isinstance(c, CodeType)] for code in (before, after)]
    for one, other in zip(*inner, strict=False):
        yield from _differing(one, other)


def forked(mutants: Iterable[Mutant], run: Run, jobs: int, seconds: float) -> Iterator[tuple[Mutant, str]]:
    """Run each mutant in a process of its own, some at a time, and give what became of it."""
    waiting = iter(mutants)
    running: dict[int, tuple[Mutant, float, str]] = {}
    exhausted = False
    while running or not exhausted:
        while len(running) < jobs and not exhausted:
            mutant = next(waiting, None)
            if mutant is None:
                exhausted = True
                break
            folder = tempfile.mkdtemp(prefix="mutant-")
            running[_fork(mutant, run, folder, seconds)] = (mutant, time.monotonic() + 5 * seconds, folder)
        time.sleep(0.005)
        for process, (mutant, deadline, folder) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            late = not ended and time.monotonic() > deadline
            if late:
                os.killpg(process, signal.SIGKILL)
                os.waitpid(process, 0)
            if ended or late:
                del running[process]
                shutil.rmtree(folder, ignore_errors=True)
                yield mutant, "timeout" if late else _VERDICTS.get(os.waitstatus_to_exitcode(status), "crash")


_VERDICTS: Final = {
    SURVIVED: "survived",
    KILLED: "killed",
    ELSEWHERE: "elsewhere",
    -signal.SIGKILL: "timeout",
    -signal.SIGXCPU: "timeout",
}


def _fork(mutant: Mutant, run: Run, folder: str, seconds: float) -> int:
    process = os.fork()
    if process:
        return process
    try:
        os.setpgid(0, 0)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        # Time of this process, not of the clock: other work on the machine shall not look like an endless loop.
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        silence()
        run(mutant)
    except BaseException:  # noqa: BLE001 - whatever a mutant raises where no test catches it, it was noticed
        os._exit(KILLED)


def silence() -> None:
    """Let this process print nothing."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def register_profile(examples: int) -> None:
    """Let Hypothesis look for so many examples, always the same ones, and shrink none."""
    settings.register_profile(
        "mutation",
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutation")


def run_pytest(files: Sequence[str], plugin: object) -> int:
    """Collect tests and run them, or whatever the plugin does instead."""
    from recognition._hypothesis import register  # noqa: PLC0415 - with the mutant in place

    register()
    return pytest.main([*OPTIONS, *files], plugins=[plugin])


def apart(work: Callable[[], object]) -> None:
    """Do something in a process of its own, so that this one does not import the package."""
    sys.stdout.flush()
    process = os.fork()
    if not process:
        status = 1
        try:
            work()
            status = 0
        except BaseException:  # noqa: BLE001 - told, and then the process ends
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)
    if os.waitpid(process, 0)[1]:
        sys.exit(1)


class Report:
    """What became of the mutants, kept in a file as they end."""

    def __init__(self, path: Path) -> None:
        """Begin a new file."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")

    def add(self, mutant: Mutant, verdict: str) -> None:
        """Write down one."""
        with self._path.open("a") as file:
            line = [str(mutant.path.relative_to(SOURCE)), mutant.number, verdict, mutant.line, mutant.change]
            file.write(json.dumps(line) + "\n")

    def verdicts(self) -> dict[tuple[str, int], str]:
        """Give the last word on each."""
        lines = map(json.loads, self._path.read_text().splitlines())
        return {(path, number): verdict for path, number, verdict, *_ in lines}


def interval(share: float, count: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval for a share of a sample."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return middle - half, middle + half


def argued() -> Counter[tuple[str, str, str]]:
    """Give the survivors of which it is said why no test should kill them, as often as it is said."""
    found = tomllib.loads(ARGUED.read_text()).get("survivor", []) if ARGUED.exists() else []
    return Counter((each["file"], each["line"], each["change"]) for each in found)


def identity(mutant: Mutant) -> tuple[str, str, str]:
    """Give what a mutant is known by after lines have moved: its file, the text of its line, and the change."""
    text = mutant.path.read_text().splitlines()[mutant.line - 1].strip()
    return str(mutant.path.relative_to(SOURCE)), text, mutant.change


def mutate(package: str, options: argparse.Namespace) -> int:
    """Run the mutants of a package, print the score, and give how many survivors nobody has argued away."""
    start = time.monotonic()
    paths = sorted((SOURCE / package).rglob("*.py"))
    mutants = [mutant for path in paths for mutant in module(path).mutants()]
    excluded = sum((module(path).excluded for path in paths), Counter[str]())
    total = len(mutants)
    report = Report(BUILD / f"{package}.jsonl") if not options.again else None
    if options.again:
        last = {tuple(json.loads(line)) for line in (BUILD / f"{package}-survivors.jsonl").read_text().splitlines()}
        mutants = [mutant for mutant in mutants if identity(mutant) in last]
        report = Report(BUILD / f"{package}-again.jsonl")
    elif options.sample and options.sample < total:
        mutants = random.Random(options.seed).sample(mutants, options.sample)  # noqa: S311 - no secret
    assert report is not None  # noqa: S101 - one of the two
    if not options.tests:
        apart(lambda: run_pytest(TESTS, Swapping(mutants, options, report)))
        print(
            f"{package}: first pass {Counter(report.verdicts().values())}, {time.monotonic() - start:.0f} s", flush=True
        )
    first = report.verdicts()
    left = [m for m in mutants if first.get(identity_of(m), "elsewhere") in {"survived", "elsewhere"}]
    for mutant, verdict in forked(left, Fresh(options), options.jobs, 6 * options.seconds + 20):
        report.add(mutant, verdict)
    verdicts = report.verdicts()
    counts = Counter(verdicts.values())
    survivors = [mutant for mutant in mutants if verdicts[identity_of(mutant)] == "survived"]
    kept = "".join(json.dumps(identity(mutant)) + "\n" for mutant in survivors)
    (BUILD / f"{package}-survivors.jsonl").write_text(kept)
    known = argued()
    unexplained = list[Mutant]()
    for mutant in survivors:
        if known[identity(mutant)]:
            known[identity(mutant)] -= 1
        else:
            unexplained.append(mutant)
    for mutant in unexplained:
        print(f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.change}")
    share = 1 - len(survivors) / len(mutants)
    low, high = interval(share, len(mutants))
    print(
        f"{package}: {len(mutants)} of {total} mutants, {dict(counts)}, score {share:.1%} "
        f"({low:.1%} to {high:.1%} if drawn from more), {len(survivors) - len(unexplained)} survivors argued away; "
        f"{time.monotonic() - start:.0f} s"
    )
    for reason, count in excluded.items():
        print(f"{package}: {count} left out, {reason}")
    return len(unexplained)


def identity_of(mutant: Mutant) -> tuple[str, int]:
    """Give what a mutant is known by within one run."""
    return str(mutant.path.relative_to(SOURCE)), mutant.number


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packages", nargs="+", choices=PACKAGES)
    parser.add_argument(
        "--sample", type=int, help="how many mutants of each package, drawn at random; all if not given"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=8, help="time of the tests of one mutant, as recorded")
    parser.add_argument("--record", action="store_true", help="find out anew which tests run which lines")
    parser.add_argument("--again", action="store_true", help="only what survived last time")
    parser.add_argument("--examples", type=int, default=MANY, help="for each property, at the second chance")
    parser.add_argument(
        "--tests", nargs="+", metavar="FILE", help="run these tests, new ones perhaps, rather than those recorded"
    )
    options = parser.parse_args()
    os.chdir(ROOT)
    register_profile(FEW)
    if options.record or not (BUILD / "tests.json").exists():
        apart(lambda: run_pytest(TESTS, Recorder()))
    return 1 if sum(mutate(package, options) for package in options.packages) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Install the package from a package index on this machine, and use it as its users do; tell each step.

Needs the dependency group ``dev``, and an index for the dependencies: the one that pip is configured for. The wheel is
built and served on the loopback address. For each Python found, one after another:

- without extras, ``import recognition`` loads no dependency, the examples of the README run, each use that needs an
  extra names the command that installs it, and the command line says so too;
- with each extra alone, what it is for works, of ``cli`` ``recognition --version``;
- with all of them, all of that works together.

With ``--lowest`` it is done once more with the lowest versions that ``pyproject.toml`` allows. It takes long, since
everything is fetched or taken from pip's cache. ``--python`` names the interpreters; by default they are looked for.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
OLDEST: Final = (3, 11)
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: Final[dict[str, list[str]]] = PROJECT["optional-dependencies"]

BARE: Final = """
import sys, recognition
heavy = {"attrs", "attr", "cattrs", "msgspec", "yaml", "pyarrow", "pyoxigraph", "followthemoney", "zstandard",
         "narwhals", "polars", "matplotlib", "click", "rich", "hypothesis"}
loaded = heavy & {name.partition(".")[0] for name in sys.modules}
assert not loaded, loaded
assert len(recognition.loads('{"format_version": 1, "records": []}')) == 0
loaded = (heavy - {"attrs", "attr", "cattrs", "msgspec"}) & {name.partition(".")[0] for name in sys.modules}
assert not loaded, loaded
"""
"""Importing loads no dependency, and reading JSON no optional one."""

USES: Final = {
    "yaml": "recognition.loads(b'format_version: 1\\nrecords: []\\n', format='yaml')",
    "arrow": "recognition.to_arrow(recognition.Dataset())",
    "rdf": "recognition.loads(b'', format='turtle')",
    "ftm": "recognition.dumps(recognition.Dataset(), format='ftm')",
    "zstd": "recognition.dump(recognition.Dataset(), folder / 'empty.json.zst')",
    "cli": "importlib.import_module('recognition.cli')",
    "testing": "importlib.import_module('recognition.strategies').states()",
    "frames": "recognition.frames.frame_of",
    "plot": "recognition.plot.counts(recognition.History(recognition.Dataset([state])), state.id, start='2000')",
}
"""For each extra, what cannot be done without it."""
PRESENT: Final = sorted(
    name for name in USES if name not in {"frames", "plot"} or (ROOT / "src" / "recognition" / name).exists()
)
"""The extras whose code is there."""

TRIED: Final = """
import importlib, pathlib, sys, tempfile
import recognition
folder = pathlib.Path(tempfile.mkdtemp())
state = recognition.State(id="state:A", name="A")
try:
    {use}
except recognition.MissingExtraError as error:
    print("MISSING", error)
except recognition.InvalidDataError:
    print("DONE")
else:
    print("DONE")
"""


def say(text: str) -> None:
    """Tell what is done."""
    print(text, flush=True)


def output(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command and give what it says; stop if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        message = f"{' '.join(map(str, command))[:300]} failed:\n{done.stdout[-2000:]}{done.stderr[-3000:]}"
        raise RuntimeError(message)
    return done.stdout + done.stderr


@contextmanager
def index_of(folder: Path) -> Iterator[str]:
    """Serve the distributions of a folder on the loopback address, and give the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pypiserver", "run", "-i", "127.0.0.1", "-p", str(port), "--disable-fallback"]
    server = subprocess.Popen([*command, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/simple/"
    finally:
        server.terminate()
        server.wait()


def interpreters() -> dict[str, Path]:
    """Give the CPythons that are new enough, by version: those on the path, and those that pyenv holds."""
    names = [f"python3.{minor}" for minor in range(OLDEST[1], 20)]
    found = [Path(held) for name in ["python3", *names] if (held := shutil.which(name))]
    found += sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"))
    code = "import sys; print(sys.implementation.name, *sys.version_info[:3])"
    versions = dict[str, Path]()
    for path in found:
        done = subprocess.run([str(path), "-c", code], check=False, capture_output=True, text=True)
        name, *numbers = done.stdout.split() or ["none"]
        if name == "cpython" and tuple(map(int, numbers[:2])) >= OLDEST:
            versions.setdefault(".".join(numbers), path)
    return versions


def lowest(needs: list[str]) -> list[str]:
    """Give the lowest version that each requirement allows, as a constraint."""
    found = [re.fullmatch(r"([\w-]+)>=([\w.]+)(;.*)?", need.replace(" ", "")) for need in needs]
    return [f"{match[1]}=={match[2]}" for match in found if match]


def environment_of(python: Path, folder: Path) -> Path:
    """Make a virtual environment and give its Python."""
    output(python, "-m", "venv", folder)
    return folder / "bin" / "python"


def install(python: Path, what: str, index: str, constraints: list[str]) -> None:
    """Install the package from our index and from no other, then what it needs from where pip looks for it.

    What is installed already satisfies the second command: a package of our name elsewhere is never asked for.
    """
    pinned = python.parent.parent / "constraints.txt"
    pinned.write_text("\n".join(constraints) + "\n", encoding="utf-8")
    pip: list[str | Path] = [python, "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check"]
    start = time.monotonic()
    output(*pip, "--no-deps", "--index-url", index, f"recognition=={PROJECT['version']}")
    output(*pip, "--prefer-binary", "--constraint", pinned, f"{what}=={PROJECT['version']}")
    say(f"    installed {what} in {time.monotonic() - start:.0f} s")


def readme_examples() -> str:
    """Give the Python examples of the README as a program, with the checks that its source keeps out of sight."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = r"^(?:```python|<!--- invisible-code-block: python)\n(.*?)^(?:```|-->)$"
    blocks = re.findall(block, text, re.MULTILINE | re.DOTALL)
    return "\n".join(blocks)


def check_bare(python: Path, folder: Path) -> None:
    """Check what works without extras, and what is said of each that is missing."""
    output(python, "-c", BARE, cwd=folder)
    output(python, "-c", readme_examples(), cwd=folder)
    say("    without extras: importing loads no dependency, JSON is read, the examples of the README run")
    tried = [name for name in PRESENT if name != "zstd" or version_of(python) < (3, 14)]
    for extra in tried:
        told = output(python, "-c", TRIED.format(use=USES[extra]), cwd=folder)
        if not told.startswith("MISSING") or f"pip install 'recognition[{extra}]'" not in told:
            message = f"without the extra {extra}: {told}"
            raise RuntimeError(message)
    script = subprocess.run(
        [str(python.with_name("recognition")), "--version"], check=False, capture_output=True, text=True
    )
    if script.returncode != 2 or "pip install 'recognition[cli]'" not in script.stderr:  # noqa: PLR2004 - wrong usage
        message = f"the command line without its extra: {script}"
        raise RuntimeError(message)
    say(f"    without extras: {', '.join(tried)} name the command that installs them")


def version_of(python: Path) -> tuple[int, ...]:
    """Give the version of a Python."""
    return tuple(map(int, output(python, "-c", "import sys; print(*sys.version_info[:2])").split()))


def check_extra(python: Path, extra: str, folder: Path) -> None:
    """Check that what an extra is for works with it."""
    if extra not in PRESENT:
        say(f"    {extra}: the package that needs it is not there; it was installed, no more")
        return
    told = output(python, "-c", TRIED.format(use=USES[extra]), cwd=folder)
    if not told.startswith("DONE"):
        message = f"with the extra {extra}: {told}"
        raise RuntimeError(message)
    if extra == "cli":
        told = output(python.with_name("recognition"), "--version", cwd=folder)
        if told.splitlines()[0] != f"recognition {PROJECT['version']}":
            raise RuntimeError(told)
    say(f"    {extra}: works")


def check_all(python: Path, folder: Path) -> None:
    """Check the examples of the README with all extras, and tell what they ran with."""
    output(python, "-W", "error::DeprecationWarning:recognition", "-c", readme_examples(), cwd=folder)
    say("    all: the examples of the README run")
    listed = output(python, "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check")
    needs = [*PROJECT["dependencies"], *(need for extra in EXTRAS.values() for need in extra)]
    names = {re.split(r"[>=;\[ ]", need, maxsplit=1)[0] for need in needs}
    say("    with " + ", ".join(line for line in listed.splitlines() if line.partition("==")[0].lower() in names))


def check(python: Path, index: str, folder: Path, extras: list[str], *, low: bool) -> None:
    """Do all of it with one Python."""
    needs = [*PROJECT["dependencies"], *(need for name in EXTRAS if name != "all" for need in EXTRAS[name])]
    constraints = lowest(needs) if low else []
    bare = environment_of(python, folder / "bare")
    install(bare, "recognition", index, constraints)
    check_bare(bare, folder)
    for extra in extras:
        place = folder / extra
        alone = environment_of(python, place)
        install(alone, f"recognition[{extra}]", index, constraints)
        if extra == "all":
            for name in EXTRAS.keys() - {"all"}:
                check_extra(alone, name, folder)
            check_all(alone, folder)
        else:
            check_extra(alone, extra, folder)
        shutil.rmtree(place)


def main(arguments: list[str] | None = None) -> int:
    """Do all of it with every Python, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--python", action="append", type=Path, help="an interpreter; can be repeated")
    parser.add_argument("--extra", action="append", choices=list(EXTRAS), help="an extra; by default each, and all")
    parser.add_argument("--lowest", action="store_true", help="with the lowest versions allowed, too")
    given = parser.parse_args(arguments)
    pythons = {str(path): path for path in given.python} if given.python else interpreters()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        output(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", f"{name}/dist", ROOT)
        with index_of(Path(name, "dist")) as index:
            for version, python in pythons.items():
                for low in (False, True) if given.lowest else (False,):
                    say(f"Python {version}{', lowest versions' if low else ''}")
                    try:
                        with tempfile.TemporaryDirectory() as folder:
                            check(python, index, Path(folder), given.extra or list(EXTRAS), low=low)
                    except RuntimeError as error:
                        failed += 1
                        say(f"    FAILED: {error}")
    say(f"{len(pythons)} interpreters, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

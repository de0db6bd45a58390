"""Build the package, look at what was built, and let the source distribution build and test itself; tell each step.

Needs the dependency group ``dev``. It takes minutes: a wheel is built from the unpacked source distribution alone, and
the tests named in :data:`TESTS` are run there, in the environment of the Python that runs this. With ``--light`` it
stops before that.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path, PurePosixPath
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LARGEST: Final = 1_000_000
"""How many bytes a wheel may have beside the reference data."""
REFERENCE: Final = "recognition/reference/"
TESTS: Final = (
    "tests/model",
    "tests/dataset",
    "tests/test_bibtex.py",
    "tests/test_docs.py",
    "tests/test_fixtures.py",
    "tests/test_package.py",
    "tests/test_views.py",
    "README.md",
)
"""The tests that the unpacked source distribution runs: those of the model, its answers, files and documents."""


def say(text: str) -> None:
    """Tell what is done."""
    print(text, flush=True)


def run(*command: str | Path, cwd: Path = ROOT, path: Path | None = None) -> None:
    """Run a command, and stop if it fails."""
    say(f"+ {' '.join(map(str, command)).replace(sys.executable, 'python')}")
    environment = os.environ if path is None else {**os.environ, "PYTHONPATH": str(path)}
    subprocess.run(list(map(str, command)), cwd=cwd, check=True, env=environment)


def build(folder: Path, *, source: Path = ROOT, only: str | None = None) -> list[Path]:
    """Build a source distribution and a wheel, or one of the two, into a folder."""
    kinds = [] if only is None else [f"--{only}"]
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, *kinds, source)
    return sorted(folder.iterdir())


def wheel_faults(wheel: Path) -> Iterator[str]:
    """Give what is wrong with a wheel that the tools of others do not look for."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        beside = sum(item.compress_size for item in archive.infolist() if not item.filename.startswith(REFERENCE))
        (metadata_name,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(metadata_name))
    if beside > LARGEST:
        yield f"the wheel has {beside} bytes beside the reference data, more than {LARGEST}"
    if "recognition/py.typed" not in names:
        yield "the wheel lacks py.typed (PEP 561)"
    outside = [name for name in names if not name.startswith(("recognition/", "recognition-"))]
    if outside:
        yield f"the wheel has files outside the package: {outside}"
    for name in ("LICENSE", "LICENSES/CC0-1.0.md"):
        if not any(held.endswith(f".dist-info/licenses/{name}") for held in names):
            yield f"the wheel lacks the licence {name} (PEP 639)"
    if metadata["License-Expression"] != "MIT AND CC0-1.0":
        yield f"the licence expression is {metadata['License-Expression']} (PEP 639)"
    if any(classifier.startswith("License ::") for classifier in metadata.get_all("Classifier", [])):
        yield "a licence classifier stands beside the licence expression (PEP 639)"


def sdist_faults(sdist: Path, tracked: list[str]) -> Iterator[str]:
    """Give what is wrong with a source distribution: what it lacks of the files that are kept, and what it adds."""
    with tarfile.open(sdist) as archive:
        held = {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in archive.getnames()}
    missing = sorted(name for name in tracked if name not in held)
    if missing:
        yield f"the source distribution lacks {missing}"
    added = sorted(held - set(tracked) - {"PKG-INFO", ".gitignore", "."})
    if added:
        yield f"the source distribution has files that are not kept: {added}"


def tracked_files() -> list[str]:
    """Give the files that the repository keeps, without those that only tell editors and git how to treat them."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607
    aside = (".gitattributes", ".gitignore", ".editorconfig")
    return [name for name in done.stdout.splitlines() if not name.startswith(aside) and (ROOT / name).exists()]


def look_at(folder: Path) -> list[str]:
    """Look at what was built, and give what is wrong with it."""
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        reference = sum(item.compress_size for item in archive.infolist() if item.filename.startswith(REFERENCE))
    say(f"{sdist.name}: {sdist.stat().st_size} bytes")
    say(f"{wheel.name}: {wheel.stat().st_size} bytes, {len(names)} files, of which reference data {reference} bytes")
    faults = [*wheel_faults(wheel), *(sdist_faults(sdist, tracked_files()) if (ROOT / ".git").exists() else ())]
    for fault in faults:
        say(f"FAULT: {fault}")
    run(sys.executable, "-m", "twine", "check", "--strict", sdist, wheel)
    run(sys.executable, "-c", "from check_wheel_contents.__main__ import main; main()", wheel)
    # The authors are reached at the place that hosts the repository; no address of theirs is made up for a rating.
    pyroma = "import sys; from pyroma import main; sys.exit(main())"
    run(sys.executable, "-c", pyroma, "--min", "10", "--skip-tests", "AuthorEmail", sdist)
    return faults


def test_itself(sdist: Path, folder: Path) -> None:
    """Unpack a source distribution in an empty folder, build a wheel there, and run tests with nothing else."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    say(f"unpacked {unpacked.name}, without the repository")
    (wheel,) = build(folder / "dist", source=unpacked, only="wheel")
    installed = folder / "installed"
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", installed, wheel)
    run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS, cwd=unpacked, path=installed)


def main(arguments: list[str] | None = None) -> int:
    """Do all of it, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--light", action="store_true", help="build and look, without the tests of the unpacked source")
    parser.add_argument("--keep", type=Path, help="a folder to keep what was built in, if nothing is wrong with it")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder / "dist")
        faults = look_at(folder / "dist")
        if not given.light:
            (sdist,) = (folder / "dist").glob("*.tar.gz")
            (folder / "sdist").mkdir()
            test_itself(sdist, folder / "sdist")
        if given.keep and not faults:
            shutil.copytree(folder / "dist", given.keep, dirs_exist_ok=True)
    say(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

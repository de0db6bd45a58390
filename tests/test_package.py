"""What is built of the project holds what it should and nothing else; ``tools/check_package.py`` looks closer."""

import io
import re
import runpy
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

pytest.importorskip("hatchling")

ROOT: Final = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    """Give the names of the tool."""
    return runpy.run_path(str(ROOT / "tools" / "check_package.py"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both distributions."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(  # noqa: S603 - our own backend
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_is_small_typed_licensed_and_holds_the_package_alone(tool: dict[str, Any], built: Path) -> None:
    """It is under 1 MB beside the reference data, has py.typed and both licences, and no file outside the package."""
    (wheel,) = built.glob("*.whl")
    assert list(tool["wheel_faults"](wheel)) == []


def test_the_source_distribution_holds_every_file_that_is_kept(tool: dict[str, Any], built: Path) -> None:
    """No test in it can lack a file: all that the repository keeps is there, and nothing that it does not."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is an unpacked source distribution, which knows of no other files")
    (sdist,) = built.glob("*.tar.gz")
    assert list(tool["sdist_faults"](sdist, tool["tracked_files"]())) == []


def workflows() -> dict[str, dict[str, Any]]:
    """Give the workflows of the continuous integration, every scalar as text."""
    yaml = pytest.importorskip("yaml")
    folder = ROOT / ".github" / "workflows"
    return {path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in folder.glob("*.yml")}


def test_the_release_is_started_by_hand_and_published_from_a_tag() -> None:
    """Nothing starts it but a person; it publishes only if asked to, from a tag, with no secret."""
    release = workflows()["release"]
    assert list(release["on"]) == ["workflow_dispatch"]
    assert release["on"]["workflow_dispatch"]["inputs"]["publish"]["default"] == "false"
    publish = release["jobs"]["publish"]
    assert publish["if"] == "inputs.publish && github.ref_type == 'tag'"
    assert publish["needs"] == "build"
    assert "secrets" not in (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def test_workflows_may_do_no_more_than_they_have_to() -> None:
    """Only publishing may write anything, and that is an identity and an attestation."""
    for workflow in workflows().values():
        assert workflow["permissions"] in ({}, {"contents": "read"})
        for name, job in workflow["jobs"].items():
            allowed = {"id-token": "write", "attestations": "write"} if name == "publish" else {"contents": "read"}
            assert job.get("permissions", {"contents": "read"}) == allowed


def test_every_action_is_pinned_to_a_commit() -> None:
    """Each action is named by the digest of a commit, the same one in every workflow."""
    pins = [
        step["uses"].split("@")
        for workflow in workflows().values()
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    ]
    assert pins
    assert all(re.fullmatch("[0-9a-f]{40}", commit) for _, commit in pins)
    assert len({name for name, _ in pins}) == len({tuple(pin) for pin in pins})


def test_faults_are_found(tool: dict[str, Any], tmp_path: Path) -> None:
    """A wheel without types and licences, with a stray file and too much in it, and a source with less and more."""
    wheel = tmp_path / "recognition-0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("recognition-0.dist-info/METADATA", "Name: recognition\nClassifier: License :: Free\n")
        archive.writestr("tests/stray.py", "")
        archive.writestr("recognition/large.bin", bytes(1_000_001))
        archive.writestr("recognition/reference/states.jsonl", bytes(9_000_000))
    told = "\n".join(tool["wheel_faults"](wheel))
    for part in ("bytes beside", "py.typed", "stray.py", "LICENSE", "CC0", "licence expression is None", "classifier"):
        assert part in told
    sdist = tmp_path / "recognition-0.tar.gz"
    with tarfile.open(sdist, "w:gz") as archive:
        for name in ("recognition-0/PKG-INFO", "recognition-0/README.md", "recognition-0/more.txt"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    missing, added = tool["sdist_faults"](sdist, ["README.md", "benchmarks/run.py"])
    assert "benchmarks/run.py" in missing
    assert "more.txt" in added
    assert "README" not in missing + added

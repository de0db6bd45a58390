"""The how-to guides keep what they promise where running their examples is not enough."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

GUIDES: Final = Path(__file__).resolve().parents[1] / "docs" / "how-to"
EVERYTHING: Final = Path(__file__).parent / "golden" / "valid" / "everything.json"


def blocks(page: str, language: str) -> list[str]:
    """Give the blocks of code of a guide in one language."""
    text = (GUIDES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_package_of_the_guide_to_formats_is_a_format(tmp_path: Path) -> None:
    """Installed as it stands on the page, nothing is lost in it, by the page's own test; it refuses what is none."""
    module, test = blocks("add-a-format.md", "python")
    project = tomllib.loads(blocks("add-a-format.md", "toml")[0])["project"]
    ((format_name, module_name),) = project["entry-points"]["recognition.formats"].items()
    (tmp_path / f"{module_name}.py").write_text(module, encoding="utf-8")
    info = tmp_path / f"{module_name}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    (info / "entry_points.txt").write_text(f"[recognition.formats]\n{format_name} = {module_name}\n")
    asked = r"""
import sys
from hypothesis import HealthCheck, settings
patient = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
patient(test_nothing_is_lost)()
everything, path = recognition.load(sys.argv[1]), sys.argv[2]
assert recognition.dump(everything, path) == ()
assert recognition.load(path) == everything
head = b'\x1e{"format_version":1}\n'
for data in (b"", b"x", b"\x1e{}\n", b"\x1e[]\n", head + b'\x1e{"a":1,"a":1}\n', head + b"\x1eNaN\n", head[:-1]):
    try:
        recognition.loads(data, format="json-seq")
    except recognition.InvalidDataError as error:
        print(*(problem.code for problem in error.problems))
"""
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(  # noqa: S603 - what it runs is written here and on the page
        [sys.executable, "-W", "error", "-c", test + asked, str(EVERYTHING), str(tmp_path / "a.json-seq.gz")],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["syntax", "syntax", "format-version", "syntax", "syntax", "syntax", "syntax"]
    # Those tables take Hypothesis seconds in each new folder, and it calls a reader's first test too slow.
    assert not list(tmp_path.glob(".hypothesis/unicode_data/*/codec*"))

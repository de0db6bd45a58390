"""The notebooks of the documentation run, and give what they show."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
NOTEBOOKS: Final = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def text_of(output: Any) -> str:
    """Give the text of an output."""
    if output["output_type"] == "stream":
        return "".join(output["text"])
    return "".join(output["data"]["text/plain"])


def shown(notebook: Any) -> list[list[str]]:
    """Give the texts that each code cell shows."""
    return [[text_of(one) for one in cell["outputs"]] for cell in notebook["cells"] if cell["cell_type"] == "code"]


# Run by itself, so that what the machinery leaves open ends with it. The kernel is reached by a socket of the file
# system: no port of the machine is opened.
RUN: Final = """
import sys
import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
kernel = AsyncKernelManager(kernel_name="python3", transport="ipc")
NotebookClient(notebook, km=kernel, timeout=120, resources={"metadata": {"path": sys.argv[2]}}).execute()
print(nbformat.writes(notebook))
"""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_runs_and_gives_what_it_shows(path: Path) -> None:
    """Every cell runs in a fresh kernel, and its text is that which stands in the file."""
    for need in ("nbclient", "nbformat", "ipykernel"):
        pytest.importorskip(need)
    expected = shown(json.loads(path.read_text(encoding="utf-8")))
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", RUN, str(path), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert shown(json.loads(done.stdout)) == expected


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_tells_nothing_of_the_machine_that_ran_it(path: Path) -> None:
    """The file has no counts of executions, no times and no paths, so that running it again changes nothing."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert code
    assert [cell["execution_count"] for cell in code] == [None] * len(code)
    assert [cell["metadata"] for cell in notebook["cells"]] == [{}] * len(notebook["cells"])
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    assert not re.search(r"[\"' (](?:/|[A-Z]:)[A-Za-z]+[/\\]", path.read_text(encoding="utf-8"))

"""The benchmarks run: figures are for who runs them, but none of them may rot."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
RUN: Final = ROOT / "benchmarks" / "run.py"
NEEDS: Final = {
    "load": ("pydantic", "orjson"),
    "entities": ("followthemoney", "orjson"),
    "history": ("pandas", "rdflib"),
    "graphs": ("pyoxigraph", "rdflib"),
    "curves": ("yaml", "pyoxigraph", "pyarrow"),
}
"""The parts that are run here, each with what it needs so as to be worth a run."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module, whose neighbours are found beside it."""
    monkeypatch.syspath_prepend(str(RUN.parent))
    monkeypatch.delitem(sys.modules, "timing", raising=False)
    spec = importlib.util.spec_from_file_location("benchmarks_run", RUN)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("part", NEEDS)
def test_a_part_runs_on_little_data(part: str, tmp_path: Path) -> None:
    """A smoke run ends well, its contestants agree, and all its rows hold what was measured."""
    if any(importlib.util.find_spec(name) is None for name in NEEDS[part]):
        pytest.skip(f"it needs {NEEDS[part]}")
    kept = tmp_path / "results.json"
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, RUN, "--quick", "--only", part, "--json", kept],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(kept.read_text(encoding="utf-8"))[part]["rows"]
    assert rows
    for row in rows:
        assert row["what"] in done.stdout
        assert row["ours"] is not None or row["note"].startswith("skipped")
        assert all(seconds > 0 for _, seconds in row["points"])


def test_a_ratio_says_whether_a_target_is_met(run: ModuleType) -> None:
    """Ours by the peer's is at most the target, or the row says that it is not, and where that is argued."""
    row = run.Row(what="one: other", ours=3.0, peer=5.0, at_most=0.6)
    assert (row.figure, row.verdict) == (0.6, "met")
    assert run.replace(row, ours=3.1).verdict == "not met"
    assert run.replace(row, ours=3.1, argued="page.md").verdict == "not met, see page.md"
    assert run.replace(row, at_most=None).verdict == ""
    assert run.Row(what="rate", ours=99.0, at_least=100).verdict == "not met"
    assert run.Row(what="peer is not there", note="skipped").verdict == ""


def test_the_page_holds_the_results_that_are_kept(run: ModuleType) -> None:
    """The table of the documentation is that of the file of results."""
    page = run.PAGE.read_text(encoding="utf-8")
    written = page.split(run.BEGIN)[1].split(run.END)[0].strip()
    assert written == run.table(json.loads(run.RESULTS.read_text(encoding="utf-8"))).strip()


def test_a_part_that_is_measured_anew_leaves_the_others(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results are kept part by part, in the order of the parts, and the page keeps what stands around them."""
    monkeypatch.setattr(run, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    run.PAGE.write_text(f"before\n{run.BEGIN}\n{run.END}\nafter\n", encoding="utf-8")
    told = {"measured": "2026-01-02", "rounds": 5, "python": "P", "machine": "M", "versions": {"attrs": "1"}}
    for part, ours in (("load", 1.0), ("dates", 2.0), ("load", 4.0)):
        row = run.asdict(run.Row(what=f"{part}: other", ours=ours, peer=8.0))
        run.write({part: {"title": part.title(), "rows": [row], **told}})
    page = run.PAGE.read_text(encoding="utf-8")
    assert page.startswith("before\n")
    assert page.endswith("\nafter\n")
    assert page.index("| dates: other | 2 s | 8 s | 0.25 |") < page.index("| load: other | 4 s | 8 s | 0.50 |")
    assert "1 s" not in page

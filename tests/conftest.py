"""What all tests share: how hard Hypothesis searches, and how a test gets at a file that is not shipped."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"
"""Where other people's data lies, if it is there: it is read, never committed."""

# How fast the machine is, is no promise of the library.
_patient = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
# The verdict on a commit depends on the commit alone, and a failure is told soon: it is shrunk, not explained, which
# takes minutes. The nightly run looks in new places every time, and explains.
_told_soon = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile("ci", _patient, max_examples=50, derandomize=True, phases=_told_soon)
settings.register_profile("nightly", _patient, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def real_file() -> Callable[[str], Path]:
    """Give the path of a real file by its name under the sibling folder ``shared``; skip where it is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"needs the real file ../shared/{name}, which is not here")
        return path

    return find

"""A test that is skipped says so, and fails where METRONOME_NO_SKIPS is set, as continuous integration has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED = """
import pytest

def test_of_a_package_that_is_not_there():
    pytest.importorskip("no_such_package")

@pytest.mark.skip(reason="left out")
def test_that_is_left_out():
    pass

def test_that_passes():
    pass
"""


@pytest.mark.parametrize("forbidden", [False, True])
def test_a_skip_fails_where_it_is_forbidden(forbidden: bool, source: Path, tmp_path: Path) -> None:
    shutil.copy(source / "tests" / "python" / "conftest.py", tmp_path)
    (tmp_path / "test_skipped.py").write_text(SKIPPED)
    environment = {key: value for key, value in os.environ.items() if key != "METRONOME_NO_SKIPS"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "."], cwd=tmp_path,
        env={**environment, **({"METRONOME_NO_SKIPS": "1"} if forbidden else {})}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == (1 if forbidden else 0), done.stdout
    counts = done.stdout.splitlines()[-1]
    assert "1 passed" in counts and ("skipped" in counts) != forbidden
    assert "no_such_package" in done.stdout and "left out" in done.stdout

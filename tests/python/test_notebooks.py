"""The notebooks of examples/notebooks, run as a user does who has installed the package: in an empty folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: Of a notebook: what it leaves in its folder.
LEAVES = {
    "cpt_saving": ["cpt_saving.png"],
    "pareto_front": ["pareto_front.png", "space/sweep.csv"],
    "paper_figure": ["bits.pdf", "bits.csv"],
}


def execute(notebook: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a copy by nbconvert, which stops at the first error; a cell has 60 s."""
    shutil.copy(notebook, folder)
    home = folder / ".home"
    environment = {**os.environ, "HOME": str(home), "JUPYTER_PLATFORM_DIRS": "1", "MPLCONFIGDIR": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "done.ipynb",
         "--ExecutePreprocessor.timeout=60", notebook.name],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_notebook_is_run(source: Path) -> None:
    assert {file.stem for file in (source / "examples" / "notebooks").glob("*.ipynb")} == set(LEAVES)


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_a_notebook_runs_in_an_empty_folder(name: str, source: Path, tmp_path: Path) -> None:
    pytest.importorskip("nbconvert")
    pytest.importorskip("ipykernel")
    notebook = source / "examples" / "notebooks" / f"{name}.ipynb"
    assert not any(cell.get("outputs") for cell in json.loads(notebook.read_text())["cells"]), "kept without outputs"
    done = execute(notebook, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    for left in LEAVES[name]:
        assert (tmp_path / left).stat().st_size > 100, left
    cells = json.loads((tmp_path / "done.ipynb").read_text())["cells"]
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code")


def test_a_notebook_that_fails_is_seen(tmp_path: Path, source: Path) -> None:
    pytest.importorskip("nbconvert")
    pytest.importorskip("ipykernel")
    notebook = json.loads((source / "examples" / "notebooks" / "cpt_saving.ipynb").read_text())
    notebook["cells"] = [{**notebook["cells"][1], "source": ["import metronome\n", "metronome.check('absent.yaml')"]}]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "wrong.ipynb").write_text(json.dumps(notebook))
    (tmp_path / "out").mkdir()
    done = execute(tmp_path / "in" / "wrong.ipynb", tmp_path / "out")
    assert done.returncode != 0 and "UserError" in done.stderr

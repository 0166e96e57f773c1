"""docs/python.md: its blocks run one after the other in an empty folder, and say what they are expected to say."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import metronome


def blocks_of(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def test_the_example_of_the_page_runs(source: Path, tmp_path: Path) -> None:
    blocks = blocks_of(source / "docs" / "python.md")
    assert len(blocks) == 4
    done = subprocess.run([sys.executable, "-c", "\n".join(blocks)], cwd=tmp_path, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    answer = metronome.op(
        metronome.configs() / "arch" / "dual_serial_512.yaml", gemm=(256, 128, 1152), a_bits=4, b_bits=8
    )
    assert lines[0].startswith(f"{answer['cycles']} cycles, ")
    assert re.fullmatch(r"\{'bit_operations': 0.367, .*'cycles': 0\.\d+, 'energy': 0\.\d+\}", lines[1])
    assert [line.split()[0] for line in lines[2:8]] == ["3", "4", "5", "6", "7", "8"], "the six levels"
    assert len(lines[8:14]) == 6 and all(len(line.split()) == 5 for line in lines[8:14])
    assert re.fullmatch(r"mine.yaml:\d+: array.column unknown key; did you mean `columns`\?", lines[14]), lines[14:]


def test_the_page_names_every_function(source: Path) -> None:
    page = (source / "docs" / "python.md").read_text()
    for name in metronome.__all__:
        if inspect.isfunction(getattr(metronome, name)):
            assert re.search(rf"`{name}\(", page), name


def test_the_package_names_the_folders_of_the_page(source: Path) -> None:
    """PYTHONPATH as the page states it."""
    assert Path(metronome.__file__).parent.parts[-4:-2] == ("lib", f"python{sys.version_info.major}.{sys.version_info.minor}")
    assert "lib/python3.11/site-packages" in (source / "docs" / "python.md").read_text()

"""Types: the package and its users pass mypy --strict, and wrong uses do not."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import metronome
from metronome import _metronome

USE = """
from pathlib import Path
import metronome

arch = Path("arch.yaml")
answer = metronome.op(arch, gemm=(64, 64, 64), a_bits=4, b_bits=8, cls="input_gradient", set={"array.rows": 8})
rows: list[dict[str, int | float | str]] = metronome.op_many(arch, [(1, 1, 1, 8, 8)])
trace: metronome.Trace = metronome.trace("resnet-8", "cifar-10", batch=4, iterations=10, schedule="static:8")
run: metronome.Run = metronome.simulate(trace, arch, baseline=trace.path, mode="analytic")
joules: dict[str, float] = metronome.price(run, "table.yaml")
priced: metronome.Run = metronome.price(run, "table.yaml", out="priced")
levels: list[metronome.Row] = run.table("levels")
swept: metronome.Sweep = metronome.sweep("sweep.yaml", "out", shard=(0, 4))
try:
    metronome.check("a.yaml")
except metronome.UserError as error:
    places: list[tuple[str, int, int]] = [(one.file, one.line, one.column) for one in error.errors]
"""

WRONG = [
    'metronome.op("a", gemm=(1, 1, 1), a_bits=8)',
    'metronome.op("a", gemm=(1, 1), a_bits=8, b_bits=8)',
    'metronome.op("a", gemm=(1, 1, 1), a_bits=8, b_bits=8, mode="quick")',
    'metronome.price("run", "table").summary',
    'metronome.simulate(3, "arch")',
    'run: metronome.Run = metronome.load("folder")',
    'metronome.UserError([]).error',
]


def mypy(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "/dev/null", *map(str, words)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def needs_mypy() -> None:
    pytest.importorskip("mypy")


def test_the_package_passes() -> None:
    done = mypy(Path(metronome.__file__).parent)
    assert done.returncode == 0, done.stdout


def test_these_tests_pass(source: Path) -> None:
    done = mypy("--allow-untyped-decorators", *sorted((source / "tests" / "python").glob("*.py")))
    assert done.returncode == 0, done.stdout


def test_a_users_script_passes(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(USE)
    done = mypy(tmp_path / "use.py")
    assert done.returncode == 0, done.stdout


def test_wrong_uses_do_not_pass(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("import metronome\n" + "".join(f"{line}\n" for line in WRONG))
    lines = {int(line.split(":")[1]) for line in mypy(tmp_path / "wrong.py").stdout.splitlines() if ": error:" in line}
    assert lines == set(range(2, 2 + len(WRONG)))


def test_the_stub_of_the_module_names_what_it_has() -> None:
    stub = (Path(metronome.__file__).parent / "_metronome.pyi").read_text()
    named = {line.split("(")[0].removeprefix("def ") for line in stub.splitlines() if line.startswith("def ")}
    assert named == {name for name, value in inspect.getmembers(_metronome) if callable(value)}


def test_everything_public_is_documented() -> None:
    for name in metronome.__all__:
        value = getattr(metronome, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert value.__doc__, name

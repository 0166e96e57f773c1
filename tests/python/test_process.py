"""What the package does to the process that it is loaded into."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import metronome
from metronome import _metronome, _program

Arch = Callable[[str], Path]


def libraries_of(file: object) -> str:
    return subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=True).stdout


def test_the_module_links_no_systemc() -> None:
    assert "libsystemc" in libraries_of(metronome.program()), "the program does, so that the word is right"
    mine = libraries_of(_metronome.__file__)
    assert "libstdc++" in mine
    assert "systemc" not in mine
    symbols = subprocess.run(["nm", "-D", "--undefined-only", _metronome.__file__], capture_output=True, text=True,
                             check=True).stdout  # fmt: skip
    assert "sc_core" not in symbols and "PyErr_SetString" in symbols


class ForkCounter:
    """Forks of this process, whoever makes them: handlers of the C library, which posix_spawn does not call."""

    def __init__(self) -> None:
        self.count = 0
        kind = ctypes.CFUNCTYPE(None)

        def add() -> None:
            self.count += 1

        self._handler = kind(add)
        register = getattr(ctypes.CDLL(None), "__register_atfork")
        assert register(self._handler, None, None, None) == 0


FORKS: list[ForkCounter] = []


@pytest.fixture
def forks() -> ForkCounter:
    if not FORKS:  # handlers stay for good
        FORKS.append(ForkCounter())
    FORKS[0].count = 0
    return FORKS[0]


def test_no_call_forks_the_interpreter(forks: ForkCounter, arch: Arch, tmp_path: Path) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    assert forks.count == 1, "a fork is counted"
    forks.count = 0
    machine = arch("plain_dual_serial_512")
    metronome.op(machine, gemm=(64, 64, 64), a_bits=4, b_bits=4)
    metronome.op(machine, gemm=(8, 8, 8), a_bits=4, b_bits=4, mode="cycle")
    metronome.op_many(machine, [(64, 64, 64, 4, 4)] * 10, jobs=4)
    requests = tmp_path / "requests.txt"
    requests.write_text("R 0x0\nW 0x40\n")
    metronome.dram(metronome.configs() / "dram" / "ddr4_2400.yaml", requests)
    made = metronome.trace("resnet-8", "cifar-10", batch=4, iterations=10, schedule="static:8")
    run = metronome.simulate(made, machine, jobs=2, figures=True)
    metronome.price(run, metronome.configs() / "energy" / "28nm.yaml")
    metronome.price(run, metronome.configs() / "energy" / "28nm.yaml", out=tmp_path / "priced")
    metronome.check(machine)
    metronome.load(run.path).table("operations")
    assert forks.count == 0


def test_other_threads_run_meanwhile(arch: Arch) -> None:
    products = [(1 + i % 500, 300, 700 + i, 8, 8) for i in range(3000)]
    done: list[int] = []
    worker = threading.Thread(
        target=lambda: done.append(len(metronome.op_many(arch("plain_systolic_512"), products, jobs=1)))
    )
    worker.start()
    steps = 0
    while worker.is_alive():
        steps += 1
        time.sleep(0)
    worker.join()
    assert done == [3000]
    assert steps > 1000, "a call that kept the interpreter would have let this thread make a handful"


def interrupt(script: str, tmp_path: Path, *words: object) -> tuple[int, str, float]:
    """Starts a script, sends Ctrl-C to it alone a moment after it said `ready`; its status, output and seconds."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    output = process.stdout.read()
    return process.wait(), output, time.monotonic() - began


def test_ctrl_c_ends_work_in_this_process(arch: Arch, tmp_path: Path) -> None:
    script = (
        "import sys, metronome\n"
        "products = [(1 + i % 4096, 4000, 4000 + i, 8, 8) for i in range(2_000_000)]\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    metronome.op_many(sys.argv[1], products)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped', len(metronome.op_many(sys.argv[1], products[:3])))\n"
    )
    status, output, _ = interrupt(script, tmp_path, arch("plain_systolic_512"))
    assert (status, output) == (0, "stopped 3\n")


def command_lines() -> list[bytes]:
    """Of all processes."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            lines.append((process / "cmdline").read_bytes())
        except OSError:
            continue  # it has ended meanwhile
    return lines


def test_ctrl_c_ends_the_program_that_was_started(arch: Arch, tmp_path: Path) -> None:
    script = (
        "import sys, metronome\n"
        "trace = metronome.trace('resnet-50', 'imagenet', batch=256, iterations=100, schedule='static:8')\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    metronome.simulate(trace, sys.argv[1], out=sys.argv[2], exact=True, jobs=1)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    status, output, _ = interrupt(script, tmp_path, arch("published/bitblade"), tmp_path / "run")
    assert (status, output) == (0, "stopped\n")
    assert not [line for line in command_lines() if str(tmp_path / "run").encode() in line]
    assert not (tmp_path / "run").exists()
    # What another command would trip over is gone, too: the lock went with the process.
    made = metronome.trace("resnet-8", "cifar-10", batch=4, iterations=10, schedule="static:8")
    again = metronome.simulate(made, arch("plain_dual_serial_512"), out=tmp_path / "other", figures=False)
    assert again.path == tmp_path / "other"


def test_signals_and_standard_streams_stay_the_interpreters(arch: Arch, capfd: pytest.CaptureFixture[str]) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)}
    metronome.op(arch("plain_systolic_512"), gemm=(8, 8, 8), a_bits=4, b_bits=4)
    metronome.op(arch("plain_systolic_512"), gemm=(8, 8, 8), a_bits=4, b_bits=4, mode="cycle")
    metronome.check(arch("plain_systolic_512"))
    with pytest.raises(metronome.UserError):
        metronome.op("absent.yaml", gemm=(8, 8, 8), a_bits=4, b_bits=4)
    assert before == {number: signal.getsignal(number) for number in before}
    assert capfd.readouterr() == ("", "")


def test_another_program_is_not_started(monkeypatch: pytest.MonkeyPatch, arch: Arch, tmp_path: Path) -> None:
    def call() -> Any:
        return metronome.op(arch("plain_systolic_512"), gemm=(8, 8, 8), a_bits=4, b_bits=4, mode="cycle")

    older = tmp_path / "metronome"
    older.write_text("#!/bin/sh\necho metronome 0.0.1 \\(commit 0\\)\n")
    older.chmod(0o755)
    monkeypatch.setenv("METRONOME", str(older))
    with pytest.raises(metronome.EnvironmentFailure, match="0.0.1"):
        call()
    monkeypatch.setenv("METRONOME", str(tmp_path / "absent"))
    with pytest.raises(metronome.EnvironmentFailure, match="absent cannot be started"):
        call()
    monkeypatch.setenv("METRONOME", str(_program._PREFIX / "bin" / "metronome"))
    assert call()["mode"] == "cycle"
    monkeypatch.setenv("METRONOME_CONFIGS", str(tmp_path))
    with pytest.raises(metronome.EnvironmentFailure, match="configuration files"):
        metronome.configs()


def test_a_program_that_is_killed_says_so(monkeypatch: pytest.MonkeyPatch, arch: Arch, tmp_path: Path) -> None:
    killed = tmp_path / "metronome"
    killed.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec {metronome.program()} --version\nkill -KILL $$\n')
    killed.chmod(0o755)
    monkeypatch.setenv("METRONOME", str(killed))
    with pytest.raises(metronome.Stopped) as caught:
        metronome.op(arch("plain_systolic_512"), gemm=(8, 8, 8), a_bits=4, b_bits=4, mode="cycle")
    assert caught.value.signal == signal.SIGKILL and "SIGKILL" in str(caught.value)


def test_an_error_without_its_file_is_of_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, arch: Arch, tmp_path: Path
) -> None:
    """Where the disk is full, for example."""
    silent = tmp_path / "metronome"
    silent.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec {metronome.program()} --version\necho full >&2\nexit 3\n')
    silent.chmod(0o755)
    monkeypatch.setenv("METRONOME", str(silent))
    with pytest.raises(metronome.EnvironmentFailure, match="full"):
        metronome.op(arch("plain_systolic_512"), gemm=(8, 8, 8), a_bits=4, b_bits=4, mode="cycle")

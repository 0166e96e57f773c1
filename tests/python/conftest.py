"""What the tests share. They run on the installed package, which PYTHONPATH leads to."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import metronome


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Where METRONOME_NO_SKIPS is set every package is there, and a test that is skipped has failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("METRONOME_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which METRONOME_NO_SKIPS forbids: {report.longrepr}"


@pytest.fixture(scope="session")
def source() -> Path:
    return Path(os.environ["METRONOME_SOURCE"])


@pytest.fixture(scope="session")
def arch() -> Callable[[str], Path]:
    return lambda name: metronome.configs() / "arch" / f"{name}.yaml"


@pytest.fixture(scope="session")
def command() -> Callable[..., str]:
    """Runs the installed program; its standard output."""

    def run(*words: object) -> str:
        done = subprocess.run(
            [str(metronome.program()), *map(str, words)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def command_json(command: Callable[..., str]) -> Callable[..., Any]:
    return lambda *words: json.loads(command(*words))


@pytest.fixture(scope="session")
def traces() -> tuple[metronome.Trace, metronome.Trace]:
    """A cycling training and its static baseline, without training."""

    def make(schedule: str) -> metronome.Trace:
        return metronome.trace("resnet-8", "cifar-10", batch=8, iterations=40, schedule=schedule)

    return make("cpt:3-8,periods=2,backward=8"), make("static:8,backward=8")


@pytest.fixture(scope="session")
def simulated(traces: tuple[metronome.Trace, metronome.Trace], arch: Callable[[str], Path]) -> metronome.Run:
    return metronome.simulate(traces[0], arch("plain_dual_serial_512"), baseline=traces[1], mode="analytic")

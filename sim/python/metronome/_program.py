"""The program `metronome`, which is started for what this process does not compute."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Mapping, Optional

from . import _metronome
from ._errors import Diagnostic, EnvironmentFailure, MetronomeWarning, Stopped, plain, raise_failure
from ._place import PREFIX_FROM_PACKAGE

_PREFIX = (Path(__file__).resolve().parent / PREFIX_FROM_PACKAGE).resolve()

#: Seconds that a program has to end by a Ctrl-C of its own terminal before it is told.
_PATIENCE_S = 2.0

_known_to_fit: set[str] = set()


def program() -> Path:
    """The program that calls start: that of the environment variable METRONOME; else the one that was installed with
    this package; else the first of PATH. EnvironmentFailure where there is none, or where it is of other sources."""
    named = os.environ.get("METRONOME")
    installed = _PREFIX / "bin" / "metronome"
    own = str(installed) if os.access(installed, os.X_OK) else shutil.which("metronome")
    found = (shutil.which(named) or named) if named else own
    if not found:
        raise EnvironmentFailure(
            plain("the program metronome is not found", f"{installed}, or name it in the environment variable METRONOME")
        )
    if found not in _known_to_fit:
        _require_fit(found)
        _known_to_fit.add(found)
    return Path(found)


def _require_fit(found: str) -> None:
    """One release reads what another writes, but a package and a program of two commits may differ in results."""
    status, output, errors = _spawn(found, ["--version"], {})
    said = output.strip()
    wanted = f"metronome {_metronome.version()}"
    if status != 0 or said != wanted:
        raise EnvironmentFailure(
            plain(
                f"{found} is not the program that belongs to this package: it says "
                f"`{said or errors.strip()}`, and `{wanted}` is wanted",
                "install both together, or name another program in the environment variable METRONOME",
            )
        )


def configs() -> Path:
    """The folder of configuration files that come with metronome: that of the environment variable METRONOME_CONFIGS,
    else the one that was installed with this package."""
    named = os.environ.get("METRONOME_CONFIGS")
    folder = Path(named) if named else _PREFIX / "share" / "metronome" / "configs"
    if not (folder / "arch").is_dir():
        raise EnvironmentFailure(
            plain(f"{folder} is no folder of configuration files", "name it in the environment variable METRONOME_CONFIGS")
        )
    return folder


def _spawn(name: str, arguments: list[str], environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Runs a program by posix_spawn, which copies no interpreter with its threads and locks, to its end: the status of
    waitpid, standard output and standard error."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            pid = os.posix_spawn(
                name,
                [name, *arguments],
                {**os.environ, **environment},
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, output.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, errors.fileno(), 2),
                ],
                setsigdef=[signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGTERM, signal.SIGHUP],
                setsigmask=[],
            )
        except OSError as error:
            raise EnvironmentFailure(plain(f"{name} cannot be started: {error.strerror}")) from error
        try:
            _, status = os.waitpid(pid, 0)
        except BaseException:  # KeyboardInterrupt: nothing goes on behind the back of whoever stopped it
            _stop(pid)
            raise
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
        return status, texts[0], texts[1]


def _stop(pid: int) -> None:
    """Waits for a program that a terminal has told to end as well, and tells it where none has."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGINT)
    os.waitpid(pid, 0)


def call(command: str, arguments: list[str], says_no: bool = False) -> str:
    """Runs a command of the program; its standard output. Raises what the command failed by, but where `says_no` is
    true and the command is a check that says no; warns of what it warns."""
    name = str(program())
    with tempfile.TemporaryDirectory(prefix="metronome-") as place:
        error_file = Path(place) / "errors.json"
        status, output, errors = _spawn(name, [command, *arguments], {"METRONOME_ERRORS": str(error_file)})
        told = json.loads(error_file.read_text(encoding="utf-8")) if error_file.exists() else None
    tell(errors.splitlines())
    code = os.waitstatus_to_exitcode(status)
    if code == 0 or (says_no and code == 4):
        return output
    if code < 0:
        text = errors.strip() or f"metronome {command} was ended by {signal.Signals(-code).name}"
        raise Stopped(plain(text), -code)
    if told is None:  # the file could not be written, which standard error says
        raise_failure(code, [("", 0, 0, "", errors.strip() or f"metronome {command} ended with exit code {code}", "")])
    raise_failure(
        int(told["exit_code"]),
        [
            (one["file"], one["line"], one["column"], one["key"], one["message"], one["hint"])
            for one in told["errors"]
        ],
    )


def tell(notes: list[str]) -> None:
    """Warns, at the caller's line, of what a command warns of."""
    for line in notes:
        if line.startswith("warning: "):
            warnings.warn(line.removeprefix("warning: "), MetronomeWarning, stacklevel=_frames_of_package())


def _frames_of_package() -> int:
    """The stacklevel, as seen from tell(), of the first frame outside of the package."""
    level = 0
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__package__") == __package__:
        level += 1
        if frame.f_back is None:
            break
        frame = frame.f_back
    return level + 1

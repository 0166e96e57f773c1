"""What a call raises. The classes are the exit codes of the program."""

from __future__ import annotations

from typing import NamedTuple, NoReturn, Sequence


class Diagnostic(NamedTuple):
    """What is wrong with something that the caller gave, and what would be right."""

    file: str  #: empty: not from a file
    line: int  #: from 1; 0: unknown
    column: int  #: from 1; 0: unknown
    key: str  #: the path of a configuration key, or an option of the command; empty: about none
    message: str
    hint: str  #: may be empty

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n > 0)]) if self.file else ""
        text = ": ".join(part for part in (place, self.key, self.message) if part)
        return f"{text} ({self.hint})" if self.hint else text


class Error(Exception):
    """Anything that went wrong in metronome."""

    def __init__(self, errors: Sequence[Diagnostic]) -> None:
        self.errors: tuple[Diagnostic, ...] = tuple(errors)
        super().__init__("\n".join(str(one) for one in self.errors))

    def __reduce__(self) -> tuple[type[Error], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.errors,)


class UserError(Error, ValueError):
    """What the caller named or wrote is wrong; ``errors`` has everything that was found (exit code 2)."""


class EnvironmentFailure(Error):
    """Memory, disk, threads, files or the program itself were not to be had (exit code 3)."""


class CheckFailed(Error):
    """A check ran and says no (exit code 4)."""


class InternalError(Error):
    """A bug of metronome; please report it (exit code 1)."""


class Stopped(Error):
    """The program was ended by a signal, ``signal``; what it had finished is kept in its folder."""

    def __init__(self, errors: Sequence[Diagnostic], signal: int = 0) -> None:
        super().__init__(errors)
        self.signal = signal

    def __reduce__(self) -> tuple[type[Error], tuple[tuple[Diagnostic, ...], int]]:  # type: ignore[override]
        return type(self), (self.errors, self.signal)


class MetronomeWarning(UserWarning):
    """What the program warns of on standard error: sums that can overflow an accumulator, for example."""


_BY_EXIT_CODE: dict[int, type[Error]] = {
    1: InternalError,
    2: UserError,
    3: EnvironmentFailure,
    4: CheckFailed,
}


def raise_failure(exit_code: int, errors: Sequence[tuple[str, int, int, str, str, str]]) -> NoReturn:
    """Raises the class of an exit code; called by the compiled part, too."""
    raise _BY_EXIT_CODE.get(exit_code, InternalError)([Diagnostic(*one) for one in errors])


def plain(message: str, hint: str = "", key: str = "") -> list[Diagnostic]:
    return [Diagnostic("", 0, 0, key, message, hint)]

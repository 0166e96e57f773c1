"""Folders that commands wrote."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from . import _metronome
from ._errors import UserError, plain

if TYPE_CHECKING:
    import pandas  # type: ignore[import]

Value = int | float | str | None
Row = dict[str, Value]


class TemporaryPlace:
    """A folder that is removed when nothing refers to this object any more, and at the interpreter's end."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="metronome-"))
        self._finalizer = weakref.finalize(self, _remove, self.path, os.getpid())


def _remove(place: Path, owner: int) -> None:
    if os.getpid() == owner:  # a process that was forked from the owner ends without it
        shutil.rmtree(place, ignore_errors=True)


class Folder:
    """What the output folders have in common: a summary, and tables by their names.

    A column of a table is of numbers where each of its fields is one (or empty: ``None``; or ``"fp32"``, where it is
    of bits), else of texts.
    """

    kind: str = ""

    def __init__(
        self,
        path: Path,
        summary: dict[str, Any],
        tables: dict[str, str],
        keep: Optional[TemporaryPlace] = None,
    ) -> None:
        self.path: Path = path
        self.summary: dict[str, Any] = summary
        self._tables = tables
        self._keep = keep  # lives as long as this object

    @property
    def tables(self) -> list[str]:
        """Names that ``table`` takes."""
        return sorted(self._tables)

    def table(self, name: str) -> list[Row]:
        """The rows of NAME.csv, each a dict by column."""
        if name not in self._tables:
            raise UserError(
                plain(
                    f"{self.path} has no table `{name}`",
                    "one of: " + ", ".join(self.tables),
                    "name",
                )
            )
        return _metronome.table(self._tables[name])

    def to_pandas(self, name: str) -> pandas.DataFrame:
        """The same as a DataFrame. ImportError where pandas is not installed."""
        rows = self.table(name)
        try:
            import pandas
        except ImportError as error:
            raise ImportError(
                "to_pandas needs pandas, which is not installed (Debian: python3-pandas); "
                "table(name) gives the same rows without it"
            ) from error
        return pandas.DataFrame.from_records(rows)

    def __reduce__(self) -> tuple[object, ...]:
        """Another process reads the folder again; a temporary one must live as long there."""
        return load, (str(self.path),)

    def __repr__(self) -> str:
        return f"<metronome.{type(self).__name__} {str(self.path)!r}>"


class Run(Folder):
    """A training trace on an accelerator: ``summary`` is its summary.json."""

    kind = "run"


class Trace(Folder):
    """A training trace, trained or made from shapes."""

    kind = "trace"


class Sweep(Folder):
    """A sweep: table ``sweep`` has a row a point."""

    kind = "sweep"


class Experiment(Folder):
    """What ``metronome run`` writes: table ``comparison``, and the run on each machine."""

    kind = "experiment"

    def __init__(
        self,
        path: Path,
        summary: dict[str, Any],
        tables: dict[str, str],
        keep: Optional[TemporaryPlace] = None,
        parts: Optional[dict[str, str]] = None,
    ) -> None:
        super().__init__(path, summary, tables, keep)
        self._parts = {name: os.path.abspath(folder) for name, folder in (parts or {}).items()}

    @property
    def machines(self) -> list[str]:
        """Names that ``run`` takes."""
        return sorted(self._parts)

    def run(self, machine: str) -> Run:
        """The run on a machine."""
        if machine not in self._parts:
            raise UserError(
                plain(
                    f"{self.path} has no machine `{machine}`",
                    "one of: " + ", ".join(self.machines),
                    "machine",
                )
            )
        found = load(self._parts[machine], self._keep)
        assert isinstance(found, Run)
        return found


def load(folder: str | os.PathLike[str], keep: Optional[TemporaryPlace] = None) -> Run | Trace | Sweep | Experiment:
    """Reads and checks a folder, in this process."""
    name = os.fspath(folder)
    kind, summary, tables, parts = _metronome.load(name)
    path = Path(os.path.abspath(name))  # holds where the caller changes folders
    tables = {table: os.path.abspath(file) for table, file in tables.items()}
    facts: dict[str, Any] = json.loads(summary)
    if kind == "experiment":
        return Experiment(path, facts, tables, keep, parts)
    kinds: dict[str, type[Run] | type[Trace] | type[Sweep]] = {"run": Run, "trace": Trace, "sweep": Sweep}
    return kinds[kind](path, facts, tables, keep)

"""Folders and their tables."""

from __future__ import annotations

import csv
import gc
import multiprocessing
import pickle
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import metronome

Arch = Callable[[str], Path]


def study(name: str) -> Path:
    return metronome.configs().parent / "results" / "study" / name


def test_a_committed_sweep_is_its_csv(tmp_path: Path) -> None:
    swept = metronome.load(study("dram_bandwidth"))
    assert isinstance(swept, metronome.Sweep)
    assert {"sweep", "levels", "layers", "waterfall"} <= set(swept.tables)
    for name in swept.tables:
        with (study("dram_bandwidth") / f"{name}.csv").open(newline="") as file:
            written = list(csv.DictReader(line for line in file if not line.startswith("#")))
        rows = swept.table(name)
        assert len(rows) == len(written) > 0
        for row, texts in zip(rows, written):
            assert list(row) == list(texts)
            for key, value in row.items():
                if value is None:
                    assert texts[key] == ""
                elif isinstance(value, str):
                    assert value == texts[key]
                else:
                    assert value == type(value)(texts[key]) and not isinstance(value, bool)
    assert swept.summary["points"] == len(swept.table("sweep"))
    assert sum(swept.summary["status"].values()) == swept.summary["points"]


def test_a_column_is_of_numbers_or_of_texts(simulated: metronome.Run, tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    folder.mkdir()
    (folder / "sweep.csv").write_text(
        "point,status,mixed,bits,whole,real,big,zeros,none\n"
        "123,ok,1,8,1,1.5,18446744073709551615,007,\n"
        "1e5,ok,x,fp32,-2,1e-05,0,1,\n"
    )
    first, second = metronome.load(folder).table("sweep")
    assert first == {"point": "123", "status": "ok", "mixed": "1", "bits": 8, "whole": 1, "real": 1.5,
                     "big": 2**64 - 1, "zeros": "007", "none": None}  # fmt: skip
    assert second == {"point": "1e5", "status": "ok", "mixed": "x", "bits": "fp32", "whole": -2, "real": 1e-05,
                      "big": 0, "zeros": "1", "none": None}  # fmt: skip
    assert isinstance(first["whole"], int) and isinstance(first["real"], float)


def test_pandas_has_the_same_rows(simulated: metronome.Run) -> None:
    pytest.importorskip("pandas")
    frame = simulated.to_pandas("operations")
    rows = simulated.table("operations")
    assert list(frame.columns) == list(rows[0]) and len(frame) == len(rows)
    assert frame["cycles"].tolist() == [row["cycles"] for row in rows]


def test_without_pandas_everything_else_works(simulated: metronome.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)  # type: ignore[misc]
    with pytest.raises(ImportError, match="python3-pandas"):
        simulated.to_pandas("levels")
    assert simulated.table("levels")


def test_a_name_of_no_table_says_which_there_are(simulated: metronome.Run) -> None:
    for ask in (simulated.table, simulated.to_pandas):
        with pytest.raises(metronome.UserError, match="levels"):
            ask("level")
    with pytest.raises(metronome.UserError):
        simulated.table("../levels")


def test_a_temporary_folder_lives_as_long_as_what_refers_to_it(arch: Arch) -> None:
    made = metronome.trace("resnet-8", "cifar-10", batch=4, iterations=10, schedule="static:8")
    place = made.path.parent
    assert made.table("timeline") and place.exists()
    del made
    gc.collect()
    assert not place.exists()


def test_a_folder_of_the_callers_stays(tmp_path: Path) -> None:
    made = metronome.trace("resnet-8", "cifar-10", batch=4, iterations=10, schedule="static:8", out=tmp_path / "t")
    del made
    gc.collect()
    assert isinstance(metronome.load(tmp_path / "t"), metronome.Trace)


def test_a_folder_is_found_from_elsewhere(
    simulated: metronome.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(simulated.path, tmp_path / "run")
    monkeypatch.chdir(tmp_path)
    run = metronome.load("run")
    monkeypatch.chdir("/")
    assert run.path == tmp_path / "run" and run.table("levels") == simulated.table("levels")


def test_a_folder_can_be_sent_to_another_process(simulated: metronome.Run) -> None:
    again = pickle.loads(pickle.dumps(simulated))
    assert isinstance(again, metronome.Run)
    assert again.path == simulated.path and again.summary == simulated.summary


def test_a_forked_process_ends_without_the_folders_of_its_parent() -> None:
    made = metronome.trace("resnet-8", "cifar-10", batch=4, iterations=10, schedule="static:8")
    context = multiprocessing.get_context("fork")
    process = context.Process(target=made._keep._finalizer)  # type: ignore[union-attr]
    process.start()
    process.join()
    assert process.exitcode == 0 and made.table("timeline")


@pytest.mark.parametrize("damage", ["ledger.json", "summary.json", "manifest.json", "levels.csv"])
def test_damage_is_found_and_named(damage: str, simulated: metronome.Run, tmp_path: Path) -> None:
    copy = tmp_path / "run"
    shutil.copytree(simulated.path, copy)
    text = (copy / damage).read_text()
    (copy / damage).write_text(text[: len(text) // 2])

    def read() -> Any:
        return metronome.load(copy).table("levels")

    with pytest.raises(metronome.UserError) as caught:
        read()
    assert damage in caught.value.errors[0].file + caught.value.errors[0].message


def test_a_folder_of_nothing_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(metronome.UserError):
            metronome.load(folder)

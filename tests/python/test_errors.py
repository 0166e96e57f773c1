"""Wrong input, from the careless and from the hostile: always a UserError with its place, whoever found it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import metronome

Arch = Callable[[str], Path]


@pytest.mark.parametrize("mode", ["analytic", "cycle"])
def test_errors_have_places_whether_the_work_was_done_here_or_by_the_program(mode: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: x\narray: {kind: systolic, rowz: 4}\n")
    with pytest.raises(metronome.UserError) as caught:
        metronome.op(wrong, gemm=(1, 1, 1), a_bits=8, b_bits=8, mode=mode)
    [one] = [one for one in caught.value.errors if one.key == "array.rowz"]
    assert one == metronome.Diagnostic(str(wrong), 2, 25, "array.rowz", "unknown key", "did you mean `rows`?")
    assert f"{wrong}:2:25: array.rowz: unknown key (did you mean `rows`?)" in str(caught.value)
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, metronome.Error)


def test_both_say_the_same_of_the_same(arch: Arch) -> None:
    found = []
    modes: list[Any] = ["analytic", "cycle"]
    for mode in modes:
        with pytest.raises(metronome.UserError) as caught:
            metronome.op(arch("plain_systolic_512"), gemm="m=0,q=2", a_bits=8, b_bits=8, mode=mode)
        found.append(caught.value.errors)
    assert found[0] == found[1] and len(found[0]) >= 4


def hostile_calls() -> list[Callable[[Path], object]]:
    c: Any = metronome  # what a type checker would refuse, too
    return [
        lambda m: c.op(m, a_bits=8, b_bits=8),
        lambda m: c.op(m, gemm=(1, 1, 1), conv="n=1,c=1,h=1,w=1,o=1,k=1", a_bits=8, b_bits=8),
        lambda m: c.op(m, gemm=(1, 1), a_bits=8, b_bits=8),
        lambda m: c.op(m, gemm=(-1, 1, 1), a_bits=8, b_bits=8),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=-8, b_bits=8),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits="--help", b_bits=8),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, cls="backward"),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, mode="quick"),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, mapping="--help"),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, set={"array.rows": "--help"}),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, set={"": 1}),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, set={"array.rows=4": 1}),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, set={"array.rows": None}),
        lambda m: c.op(m, gemm=(1, 1, 1), a_bits=8, b_bits=8, set={"array.rows": float("nan")}),
        lambda m: c.op(m, gemm="m=1,n=1,k=1\n--help", a_bits=8, b_bits=8),
        lambda m: c.op(m, gemm="m=1,n=1,k=1\0", a_bits=8, b_bits=8),
        lambda m: c.op("--help", gemm=(1, 1, 1), a_bits=8, b_bits=8),
        lambda m: c.op("-h", gemm=(1, 1, 1), a_bits=8, b_bits=8),
        lambda m: c.op("", gemm=(1, 1, 1), a_bits=8, b_bits=8),
        lambda m: c.op(m.parent, gemm=(1, 1, 1), a_bits=8, b_bits=8),
        lambda m: c.op(b"x", gemm=(1, 1, 1), a_bits=8, b_bits=8),
        lambda m: c.op_many(m, "--help"),
        lambda m: c.op_many(m, "absent.csv"),
        lambda m: c.op_many(m, [(1, 1, 1)]),
        lambda m: c.op_many(m, ["12345"]),
        lambda m: c.op_many(m, [{"m": 1, "n": 1, "k": 1, "a_bits": 8}]),
        lambda m: c.op_many(m, [{"m": 1, "n": 1, "k": 1, "a_bits": 8, "b_bits": 8, "cls": "forward"}]),
        lambda m: c.op_many(m, [(1, 1, 1, 8, 8, "x\"\n,y")]),
        lambda m: c.op_many(m, [(True, 1, 1, 8, 8)]),
        lambda m: c.op_many(m, [(1.5, 1, 1, 8, 8)]),
        lambda m: c.op_many(m, [(1, 1, 1, 8, 8)], jobs=0),
        lambda m: c.check("--help"),
        lambda m: c.check("-"),
        lambda m: c.load("--help"),
        lambda m: c.load(""),
        lambda m: c.load("a\0b"),
        lambda m: c.load("a\udc80"),
        lambda m: c.simulate("a\0b", m),
        lambda m: c.simulate("a\udc80", m),
        lambda m: c.op(m, gemm="m=1,n=1,k=\udc80", a_bits=8, b_bits=8),
        lambda m: c.dram("--help", "--help"),
        lambda m: c.dram(metronome.configs() / "dram" / "ddr4_2400.yaml", "-"),
        lambda m: c.dram(m, m),
        lambda m: c.trace("resnet-8", "cifar-10", batch=0, iterations=1, schedule="static:8"),
        lambda m: c.trace("--help", "cifar-10", batch=1, iterations=1, schedule="static:8"),
        lambda m: c.trace("resnet-8", "cifar-10", batch=1, iterations=1, schedule="--help"),
        lambda m: c.trace("resnet-8", "cifar-10", batch=1, iterations=1, schedule="static:8", out=""),
        lambda m: c.price("absent", "--help"),
        lambda m: c.simulate("absent", m),
        lambda m: c.simulate("--help", m),
        lambda m: c.train("--help", "out"),
        lambda m: c.run("--help"),
        lambda m: c.sweep("absent.yaml", "out", shard="9/3"),
        lambda m: c.compare("absent", "--help"),
    ]


@pytest.mark.parametrize("number", range(len(hostile_calls())))
def test_what_is_wrong_is_a_user_error(
    number: int, arch: Arch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(metronome.UserError) as caught:
        hostile_calls()[number](arch("plain_systolic_512"))
    assert caught.value.errors and all(one.message for one in caught.value.errors)
    assert capfd.readouterr() == ("", ""), "nothing is printed behind the interpreter's back"
    assert not list(tmp_path.iterdir()), "and nothing written"


def test_rows_of_products_are_named(arch: Arch) -> None:
    with pytest.raises(metronome.UserError) as caught:
        metronome.op_many(arch("plain_systolic_512"), [(1, 1, 1, 8, 8), (0, 1, 1, 8, 8), (1, 1, 1, 8, 40)])
    assert [(one.file, one.line, one.key) for one in caught.value.errors] == [
        ("products", 3, "m"),
        ("products", 4, "b_bits"),
    ]


def test_names_that_begin_with_a_dash_are_names(arch: Arch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = arch("plain_systolic_512").read_text().replace("../", str(metronome.configs()) + "/")
    Path("-arch.yaml").write_text(text)
    metronome.check("-arch.yaml")
    assert metronome.op("-arch.yaml", gemm=(1, 1, 1), a_bits=8, b_bits=8)["macs"] == 1
    metronome.trace("resnet-8", "cifar-10", batch=4, iterations=10, schedule="static:8", out="-trace")
    run = metronome.simulate("-trace", "-arch.yaml", mode="analytic", out="-run", figures=False)
    assert isinstance(metronome.load("-run"), metronome.Run)
    assert metronome.price("-run", metronome.configs() / "energy" / "28nm.yaml")["total"] > 0
    assert run.path == tmp_path / "-run"


def test_errors_can_be_sent_to_other_processes() -> None:
    error = metronome.UserError([metronome.Diagnostic("f", 1, 2, "k", "is wrong", "be right")])
    again = pickle.loads(pickle.dumps(error))
    assert again.errors == error.errors and str(again) == "f:1:2: k: is wrong (be right)"
    stopped = pickle.loads(pickle.dumps(metronome.Stopped(error.errors, 9)))
    assert stopped.signal == 9 and stopped.errors == error.errors


def test_a_full_disk_is_the_environments_fault(arch: Arch, tmp_path: Path) -> None:
    requests = tmp_path / "requests.txt"
    requests.write_text("R 0x0\n")
    with pytest.raises(metronome.Error) as caught:
        metronome.dram(metronome.configs() / "dram" / "ddr4_2400.yaml", requests, commands="/dev/full")
    assert caught.value.errors


@pytest.mark.parametrize("content", [b"name: \xff\xfe\n", b"na\xe9me: 1\n", b"\0\0", b"PK\3\4", b""])
def test_bytes_that_are_no_text_do_no_harm(content: bytes, arch: Arch, tmp_path: Path) -> None:
    file = tmp_path / "sweep.csv"
    file.write_bytes(content)
    calls: list[Callable[[], object]] = [
        lambda: metronome.check(file),
        lambda: metronome.op(file, gemm=(1, 1, 1), a_bits=8, b_bits=8),
        lambda: metronome.op(file, gemm=(1, 1, 1), a_bits=8, b_bits=8, mode="cycle"),
        lambda: metronome.op_many(arch("plain_systolic_512"), file),
        lambda: metronome.load(tmp_path),
    ]
    for call in calls:
        with pytest.raises(metronome.UserError):
            call()

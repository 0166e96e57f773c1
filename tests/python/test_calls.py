"""Calls give what the commands of the same name give, to the last digit."""

from __future__ import annotations

import csv
import io
import json
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import metronome

Command = Callable[..., Any]
Arch = Callable[[str], Path]


@pytest.mark.parametrize(
    "name",
    [
        "dual_serial_512",
        "plain_systolic_512",
        "spatial_fusion_512",
        "chunked_bfp_512",
        "plain_term_serial_512",
        "compat/scalesim",
        "compat/bitfusion_isca18",
    ],
)
def test_op_is_the_json_of_the_command(name: str, arch: Arch, command_json: Command) -> None:
    said = command_json("op", "--arch", arch(name), "--gemm", "m=96,n=40,k=75", "--a-bits", 8, "--b-bits", 4,
                        "--class", "forward", "--mode", "analytic")  # fmt: skip
    called = metronome.op(arch(name), gemm=(96, 40, 75), a_bits=8, b_bits=4)
    assert called == said
    assert json.dumps(called) == json.dumps(said), "the order of keys, too"
    assert called["energy_pj"]["total"] > 0


def test_op_takes_each_form_of_sizes_each_class_and_settings(arch: Arch, command_json: Command) -> None:
    machine = arch("plain_systolic_512")
    forms: list[Any] = ["m=64,n=32,k=48", {"m": 64, "n": 32, "k": 48}, (64, 32, 48)]
    answers = [metronome.op(machine, gemm=form, a_bits=8, b_bits=8) for form in forms]
    assert answers[0] == answers[1] == answers[2]
    layer = {"n": 2, "c": 8, "h": 9, "w": 9, "o": 16, "k": 3, "pad": 1}
    sizes = ",".join(f"{key}={value}" for key, value in layer.items())
    classes: list[Any] = ["forward", "input_gradient", "weight_gradient"]
    for cls in classes:
        said = command_json("op", "--arch", machine, "--conv", sizes, "--a-bits", 8, "--b-bits", 5, "--class", cls,
                            "--mode", "analytic", "--ideal-memory", "--set", "array.rows=8")  # fmt: skip
        assert metronome.op(
            machine, conv=layer, a_bits=8, b_bits=5, cls=cls, ideal_memory=True, set={"array.rows": 8}
        ) == said


def test_op_in_other_modes_is_the_json_of_the_command(arch: Arch, command_json: Command) -> None:
    machine = arch("plain_dual_serial_512")
    modes: list[Any] = ["cycle", "stepped"]
    cycles = set()
    for mode in modes:
        said = command_json("op", "--arch", machine, "--gemm", "m=32,n=32,k=32", "--a-bits", 3, "--b-bits", 3,
                            "--class", "forward", "--mode", mode)  # fmt: skip
        called = metronome.op(machine, gemm=(32, 32, 32), a_bits=3, b_bits=3, mode=mode)
        assert called == said
        cycles.add(called["cycles"])
    bound = metronome.op(machine, gemm=(32, 32, 32), a_bits=3, b_bits=3)["cycles"]
    assert len(cycles) == 1 and bound <= cycles.pop()


def some_products(count: int) -> list[dict[str, object]]:
    """Log-uniform products of every class, seed 1."""
    source = random.Random(1)
    classes = ["forward", "input_gradient", "weight_gradient"]
    return [
        {
            **{key: int(2 ** source.uniform(0, 10)) for key in "mnk"},
            "a_bits": source.randint(1, 8),
            "b_bits": source.randint(1, 8),
            "class": source.choice(classes),
        }
        for _ in range(count)
    ]


def test_op_many_is_the_table_of_the_command(arch: Arch, command: Command, tmp_path: Path) -> None:
    machine = arch("dual_serial_512")
    products = some_products(40)
    file = tmp_path / "products.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(products[0]))
        writer.writeheader()
        writer.writerows(products)
    said = command("op", "--arch", machine, "--products", file)
    rows = list(csv.DictReader(io.StringIO("".join(line for line in said.splitlines(True) if line[0] != "#"))))
    many = metronome.op_many(machine, products)
    assert len(many) == len(rows) == 40
    for row, called in zip(rows, many):
        assert list(called) == list(row)
        for key, value in called.items():
            assert value == type(value)(row[key]), key
    assert metronome.op_many(machine, file) == many
    assert metronome.op_many(machine, [tuple(one.values()) for one in products], jobs=3) == many
    pandas = pytest.importorskip("pandas")
    assert metronome.op_many(machine, pandas.DataFrame(products)) == many


def test_op_many_is_what_op_says_of_each(arch: Arch) -> None:
    machine = arch("plain_systolic_512")
    for product, row in zip(some_products(8), metronome.op_many(machine, some_products(8))):
        alone = metronome.op(machine, gemm={key: product[key] for key in "mnk"},  # type: ignore[misc]
                             a_bits=product["a_bits"], b_bits=product["b_bits"],  # type: ignore[arg-type]
                             cls=product["class"])  # type: ignore[arg-type] # fmt: skip
        assert alone["cycles"] == row["cycles"] and alone["mapping"] == row["mapping"]
        for group in ("stall_cycles", "idle_cycles", "dram_bytes", "buffer_bits", "energy_pj", "array_activity"):
            for key, value in alone[group].items():
                assert row[f"{group}.{key}"] == value


def test_no_products_give_no_rows(arch: Arch) -> None:
    assert metronome.op_many(arch("plain_systolic_512"), []) == []


def test_dram_is_the_json_of_the_command(command_json: Command, tmp_path: Path) -> None:
    requests = tmp_path / "requests.txt"
    requests.write_text("".join(f"{'R' if i % 3 else 'W'} {i * 7919 * 64:#x}\n" for i in range(2000)))
    device = metronome.configs() / "dram" / "ddr4_2400.yaml"
    counters = tmp_path / "counters.csv"
    said = command_json("dram", "--device", device, "--trace", requests, "--profile", "standard", "--counters",
                        counters, "--wrap", "--json")  # fmt: skip
    first = counters.read_text()
    counters.unlink()
    assert metronome.dram(device, requests, counters=counters, wrap=True) == said
    assert counters.read_text() == first and said["requests"] == 2000


def test_trace_writes_what_the_command_writes(command: Command, tmp_path: Path) -> None:
    schedule = "cpt:3-8,periods=2,backward=8"
    made = metronome.trace("resnet-8", "cifar-10", batch=8, iterations=40, schedule=schedule, out=tmp_path / "called")
    command("trace", "--model", "resnet-8", "--dataset", "cifar-10", "--batch", 8, "--iterations", 40,
            "--schedule", schedule, "--out", tmp_path / "said")  # fmt: skip
    names = sorted(str(file.relative_to(made.path)) for file in made.path.rglob("*") if file.is_file())
    assert "steps/train.yaml" in names and "timeline.csv" in names
    for name in names:
        if name != "manifest.json":  # times and places
            assert (made.path / name).read_bytes() == (tmp_path / "said" / name).read_bytes(), name
    assert made.summary["iterations"] == 40 and made.summary["schedule"] == schedule


def without_recipe(rows: list[metronome.Row]) -> list[metronome.Row]:
    """The words of a command may stand in another order, which is another recipe."""
    return [{key: value for key, value in row.items() if key != "run_recipe"} for row in rows]


def test_simulate_and_price_give_what_the_commands_write(
    traces: tuple[metronome.Trace, metronome.Trace], simulated: metronome.Run, arch: Arch, command: Command,
    tmp_path: Path,
) -> None:  # fmt: skip
    command("simulate", traces[0].path, "--arch", arch("plain_dual_serial_512"), "--baseline", traces[1].path,
            "--mode", "analytic", "--no-figures", "--out", tmp_path / "run")  # fmt: skip
    said = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert {**simulated.summary, "recipe": None} == {**said, "recipe": None}
    assert simulated.summary["savings"]["cycles"] > 0.1
    written = metronome.load(tmp_path / "run")
    assert written.tables == simulated.tables
    for name in simulated.tables:
        rows = without_recipe(simulated.table(name))
        assert rows == without_recipe(written.table(name)), name
        assert rows or name == "metrics"

    table = metronome.configs() / "energy" / "28nm.yaml"
    joules = metronome.price(simulated, table)
    command("price", tmp_path / "run", "--energy", table, "--out", tmp_path / "priced")
    priced = json.loads((tmp_path / "priced" / "summary.json").read_text())
    assert joules["total"] == priced["total"]["energy_j"]
    assert {key: value for key, value in joules.items() if key != "total"} == priced["total"]["energy_by_component_j"]
    again = metronome.price(simulated, table, out=tmp_path / "again")
    assert again.summary["total"] == priced["total"]


def test_simulate_takes_an_energy_table(
    traces: tuple[metronome.Trace, metronome.Trace], simulated: metronome.Run, arch: Arch, tmp_path: Path
) -> None:
    own = metronome.configs() / "energy" / "28nm.yaml"
    same = metronome.simulate(traces[0], arch("plain_dual_serial_512"), energy=own, baseline=traces[1], mode="analytic")
    assert same.summary["total"] == simulated.summary["total"]
    with pytest.raises(metronome.UserError):
        metronome.simulate(traces[0], arch("plain_dual_serial_512"), energy=tmp_path / "absent.yaml", mode="analytic")


def test_check_says_what_files_are_and_all_that_is_wrong(
    arch: Arch, traces: tuple[metronome.Trace, metronome.Trace], tmp_path: Path
) -> None:
    kinds = [one.what for one in metronome.check(arch("dual_serial_512"), traces[0].path,
                                                 metronome.configs() / "sweeps" / "dram_bandwidth.yaml",
                                                 metronome.configs() / "experiments" / "quickstart.yaml")]  # fmt: skip
    assert kinds == ["accelerator", "trace of resnet-8, 40 iterations", "sweep", "experiment"]
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: x\narray: {kind: systolic, rowz: 4, columns: -3}\n")
    with pytest.raises(metronome.UserError) as caught:
        metronome.check(arch("dual_serial_512"), wrong, tmp_path / "absent.yaml")
    places = {(one.file, one.line, one.column, one.key) for one in caught.value.errors}
    assert (str(wrong), 2, 25, "array.rowz") in places
    assert (str(tmp_path / "absent.yaml"), 0, 0, "") in places
    assert any("did you mean `rows`" in one.hint for one in caught.value.errors)
    assert metronome.check() == []


def test_run_and_train_write_what_load_reads(arch: Arch, tmp_path: Path) -> None:
    workload = (
        "{model: resnet-8, dataset: synthetic, train_samples: 16, test_samples: 8, batch: 4, iterations: 6, "
        'schedule: "cpt:3-8,periods=2,backward=8"}\n'
    )
    experiment = tmp_path / "tiny.yaml"
    experiment.write_text(f"name: tiny\nworkload: {workload}accelerators: [{arch('plain_systolic_512')}]\n")
    done = metronome.run(experiment)
    assert done.machines == ["plain_systolic_512"]
    [row] = done.table("comparison")
    assert row["accelerator"] == "plain_systolic_512"
    assert done.run("plain_systolic_512").summary["savings"]["cycles"] == row["cycle_saving"]
    file = tmp_path / "tiny_workload.yaml"
    file.write_text(workload)
    trained = metronome.train(file, tmp_path / "trained", set={"iterations": 5})
    assert trained.summary["iterations"] == 5
    assert trained.table("metrics")[-1]["iteration"] == 5


def test_sweep_gives_its_points(arch: Arch, tmp_path: Path) -> None:
    spec = tmp_path / "sweep.yaml"
    spec.write_text(
        "name: small\nbase:\n  mode: analytic\n  trace: {model: resnet-8, dataset: cifar-10, batch: 8, iterations: 40, "
        'schedule: "cpt:3-8,periods=2,backward=8", baseline_schedule: "static:8,backward=8"}\n'
        f"axes:\n  - key: accelerator\n    values: [{arch('plain_systolic_512')}]\n"
        "  - key: accelerator.memory.channels\n    values: [1, 2]\n"
    )
    swept = metronome.sweep(spec, tmp_path / "out", jobs=2)
    assert swept.summary["points"] == 2 and swept.summary["status"] == {"ok": 2}
    times = [row["cpt_time_s"] for row in swept.table("sweep")]
    assert all(isinstance(time, float) for time in times)
    assert times[0] >= times[1]  # type: ignore[operator]
    assert all(isinstance(row["point"], str) for row in swept.table("sweep"))


def test_shards_of_a_sweep_give_the_table_of_all(arch: Arch, tmp_path: Path) -> None:
    spec = tmp_path / "sweep.yaml"
    spec.write_text(
        "name: small\nbase:\n  mode: analytic\n  trace: {model: resnet-8, dataset: cifar-10, batch: 8, iterations: 40, "
        'schedule: "cpt:3-8,periods=2,backward=8", baseline_schedule: "static:8,backward=8"}\n'
        f"axes:\n  - key: accelerator\n    values: [{arch('plain_systolic_512')}]\n"
        "  - key: accelerator.memory.channels\n    values: [1, 2, 4]\n"
    )
    part = metronome.sweep(spec, tmp_path / "shards", shard="1/2")
    assert part.summary["points"] == 1
    assert metronome.sweep(spec, tmp_path / "shards", shard=(0, 2)).summary["points"] == 3
    whole = metronome.sweep(spec, tmp_path / "whole", jobs=1)
    again = metronome.sweep(spec, tmp_path / "shards", tables_only=True)
    assert again.table("sweep") == whole.table("sweep")
    with pytest.raises(metronome.UserError):
        metronome.sweep(spec, tmp_path / "shards", shard="2/2")


def test_trace_has_every_option_of_its_command(command: Any) -> None:
    """But for those that `Trace` and the interpreter stand in for."""
    import inspect
    import re

    options = set(re.findall(r"^ +(?:-h \[ )?--([a-z-]+)", command("trace", "--help"), re.M)) - {"help"}
    parameters = set(inspect.signature(metronome.trace).parameters)
    assert {name.replace("-", "_") for name in options} == parameters


def test_trace_takes_direct_feedback_and_parts_of_batches(tmp_path: Path) -> None:
    fed = metronome.trace("resnet-8", "cifar-10", batch=8, iterations=40, schedule="static:8", errors="direct_feedback",
                          feedback="lfsr", delay=1)
    plain = metronome.trace("resnet-8", "cifar-10", batch=8, iterations=40, schedule="static:8")
    assert (fed.path / "steps" / "train.yaml").read_text() != (plain.path / "steps" / "train.yaml").read_text()
    parts = metronome.trace("resnet-8", "cifar-10", batch=8, iterations=40, schedule="static:8", batch_norm_part=4)
    assert (parts.path / "steps" / "train.yaml").read_text() != (plain.path / "steps" / "train.yaml").read_text()
    with pytest.raises(metronome.UserError):
        metronome.trace("resnet-8", "cifar-10", batch=8, iterations=40, schedule="static:8", feedback="lfsr")


def test_compare_says_whether_results_differ(simulated: metronome.Run, traces: Any, arch: Arch) -> None:
    """Where the program has the command; else it says that it has none."""
    other = metronome.simulate(traces[0], arch("plain_systolic_512"), baseline=traces[1], mode="analytic")
    try:
        equal = metronome.compare(simulated, simulated)
    except metronome.UserError as error:
        assert "`compare` is not a command" in str(error)
        return
    assert isinstance(equal, dict)
    with pytest.raises(metronome.UserError):
        metronome.compare(simulated, other)
    assert metronome.compare(simulated, other, allow_unlike=True) != equal


def test_threads_get_their_own_answers(arch: Arch) -> None:
    machines = [arch("plain_systolic_512"), arch("plain_dual_serial_512")]
    alone = [metronome.op(machine, gemm=(64, 64, 64), a_bits=4, b_bits=4) for machine in machines]
    found: list[list[Any]] = [[], []]
    wrong: list[metronome.UserError] = []

    def ask(which: int) -> None:
        for _ in range(10):
            found[which].append(metronome.op(machines[which], gemm=(64, 64, 64), a_bits=4, b_bits=4))

    def ask_wrong() -> None:
        for _ in range(10):
            with pytest.raises(metronome.UserError) as caught:
                metronome.op(machines[0], gemm=(64, 64, 64), a_bits=4, b_bits=77)
            wrong.append(caught.value)

    threads = [threading.Thread(target=ask, args=(0,)), threading.Thread(target=ask, args=(1,)),
               threading.Thread(target=ask_wrong)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == [alone[0]] * 10 and found[1] == [alone[1]] * 10
    assert len(wrong) == 10 and all(error.errors[0].key == "--b-bits" for error in wrong)


@pytest.mark.parametrize("mode", ["analytic", "cycle"])
def test_a_warning_of_the_command_is_a_warning(mode: Any, arch: Arch) -> None:
    with pytest.warns(metronome.MetronomeWarning, match="can need") as caught:
        metronome.op(arch("plain_systolic_512"), gemm=(1, 1, 200_000), a_bits=8, b_bits=8, mode=mode,
                     set={"training.overflow": "warn"})  # fmt: skip
    assert [one.filename for one in caught] == [__file__], "the caller's line is named"

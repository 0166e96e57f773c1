"""The calls of the package, each a command line."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import (
    Any,
    Literal,
    NamedTuple,
    Optional,
    Protocol,
    SupportsIndex,
    TypeVar,
    overload,
    runtime_checkable,
)

from . import _folders, _metronome, _program
from ._errors import UserError, plain
from ._folders import Experiment, Row, Run, Sweep, TemporaryPlace, Trace

AnyPath = str | os.PathLike[str]
#: Of ``--set``: by the path of the key. Lists and dicts are written as JSON, which is YAML.
Settings = Mapping[str, object]
#: ``"m=64,n=64,k=64"``, the same as a mapping, or m, n, k.
Gemm = str | Mapping[str, int] | tuple[int, int, int]
#: ``"n=1,c=3,h=32,w=32,o=16,k=3,pad=1"``, or the same as a mapping.
Conv = str | Mapping[str, int]
Class = Literal["forward", "input_gradient", "weight_gradient"]
#: m, n, k, a_bits, b_bits and, where it is not forward, class; in this order or by name.
Product = Mapping[str, object] | Sequence[object]

_F = TypeVar("_F", bound=_folders.Folder)
_NO_SETTINGS: Settings = {}
_PRODUCT_COLUMNS = ("m", "n", "k", "a_bits", "b_bits", "class")


@runtime_checkable
class _DataFrame(Protocol):
    def to_dict(self, orient: Literal["records"]) -> Any: ...


class Checked(NamedTuple):
    """A file that is right."""

    file: str
    what: str  #: "accelerator", "trace of resnet-8, 64000 iterations"


class _Words(list[str]):
    """The words of a command line."""

    def option(self, name: str, value: object) -> _Words:
        """Adds an option with its value; nothing for None."""
        if value is not None:
            text = _text(name, value)
            # A word that begins with a dash would be taken for an option.
            self.extend([f"--{name}={text}"] if text.startswith("-") else [f"--{name}", text])
        return self

    def flag(self, name: str, on: bool) -> _Words:
        if on:
            self.append(f"--{name}")
        return self

    def settings(self, settings: Settings) -> _Words:
        for key, value in settings.items():
            if not isinstance(key, str) or not key or "=" in key:
                raise UserError(plain(f"{key!r} is no path of a configuration key", "'array.rows'", "set"))
            self.option("set", f"{key}={_setting(value)}")
        return self

    def operands(self, *values: AnyPath) -> _Words:
        """Adds words without a name, which come last."""
        texts = [_text("an argument", value) for value in values]
        if any(text.startswith("-") for text in texts):
            self.append("--")
        self.extend(texts)
        return self


def _text(name: str, value: object) -> str:
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if isinstance(value, bytes) or value is None:
        raise UserError(plain(f"{value!r} is no text", "a str, or a path", name))
    text = str(value)
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UserError(plain(f"{text!r} holds what is no text", "UTF-8 without zero bytes", name))
    return text


def _setting(value: object) -> str:
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    if isinstance(value, (bool, list, tuple, dict)) or value is None:
        return json.dumps(value)
    return str(value)


def _sizes(name: str, sizes: object) -> str:
    if isinstance(sizes, str):
        return sizes
    if isinstance(sizes, Mapping):
        return ",".join(f"{key}={value}" for key, value in sizes.items())
    if isinstance(sizes, Sequence) and len(sizes) == 3 and name == "gemm":
        return ",".join(f"{key}={value}" for key, value in zip("mnk", sizes))
    raise UserError(plain(f"{sizes!r} gives no sizes", "'m=64,n=64,k=64' or {'m': 64, 'n': 64, 'k': 64}", f"--{name}"))


def _shard(shard: Optional[str | tuple[int, int]]) -> Optional[str]:
    return f"{shard[0]}/{shard[1]}" if isinstance(shard, tuple) else shard


def _answer(command: str, words: _Words) -> dict[str, Any]:
    text, notes = _metronome.answer(command, words)
    _program.tell(notes)
    answer: dict[str, Any] = json.loads(text)
    return answer


def op(
    arch: AnyPath,
    *,
    gemm: Optional[Gemm] = None,
    conv: Optional[Conv] = None,
    a_bits: SupportsIndex,
    b_bits: SupportsIndex,
    cls: Class = "forward",
    mode: Literal["analytic", "cycle", "stepped"] = "analytic",
    mapping: Optional[str] = None,
    ideal_memory: bool = False,
    exact: bool = False,
    seed: Optional[int] = None,
    set: Settings = _NO_SETTINGS,
) -> dict[str, Any]:
    """One GEMM, or one class of GEMM of a convolution, on an accelerator: what ``metronome op`` prints as JSON.

    Analytic mode is computed in this process, the others start the program.
    """
    words = _Words().option("arch", arch)
    if gemm is not None:
        words.option("gemm", _sizes("gemm", gemm))
    if conv is not None:
        words.option("conv", _sizes("conv", conv))
    words.option("a-bits", a_bits).option("b-bits", b_bits).option("class", cls).option("mode", mode)
    words.option("mapping", mapping).option("seed", seed)
    words.flag("ideal-memory", ideal_memory).flag("exact", exact).settings(set)
    if mode in ("cycle", "stepped"):
        result: dict[str, Any] = json.loads(_program.call("op", words))
        return result
    return _answer("op", words)


def op_many(
    arch: AnyPath,
    products: AnyPath | Iterable[Product],
    *,
    ideal_memory: bool = False,
    seed: Optional[int] = None,
    jobs: Optional[int] = None,
    set: Settings = _NO_SETTINGS,
) -> list[dict[str, int | float | str]]:
    """Many GEMMs, as they are executed, on an accelerator by the closed form, in this process: what ``metronome op
    --products`` prints, a dict a product.

    ``products``: a CSV file, a DataFrame, or an iterable of products. Keys of the result are the paths of those of
    ``op``: ``"stall_cycles.weights"``. ``jobs``: threads, by default the machine's processors; they change no result.
    """
    words = _Words().option("arch", arch).option("seed", seed).option("jobs", jobs)
    words.flag("ideal-memory", ideal_memory).settings(set)
    if isinstance(products, (str, os.PathLike)):
        return _metronome.products(words.option("products", products), None)
    rows: Iterable[Product] = products.to_dict("records") if isinstance(products, _DataFrame) else products
    return _metronome.products(words.option("products", "products"), _table(rows))


def _table(products: Iterable[Product]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_PRODUCT_COLUMNS)
    for number, product in enumerate(products):
        if isinstance(product, Mapping):
            unknown = [key for key in product if key not in _PRODUCT_COLUMNS]
            missing = [key for key in _PRODUCT_COLUMNS[:5] if key not in product]
            if unknown or missing:
                what = f"has no `{missing[0]}`" if missing else f"has `{unknown[0]}`, which is no key of a product"
                raise UserError(plain(f"product {number} {what}", "keys: " + ", ".join(_PRODUCT_COLUMNS), "products"))
            writer.writerow([product.get(key, "") for key in _PRODUCT_COLUMNS])
        elif not isinstance(product, (str, bytes)) and len(product) in (5, 6):
            writer.writerow([*product, *[""] * (6 - len(product))])
        else:
            raise UserError(
                plain(f"product {number} is {product!r}", "(m, n, k, a_bits, b_bits) or a dict of them", "products")
            )
    return out.getvalue()


def dram(
    device: AnyPath,
    trace: AnyPath,
    *,
    profile: str = "standard",
    wrap: bool = False,
    commands: Optional[AnyPath] = None,
    counters: Optional[AnyPath] = None,
    set: Settings = _NO_SETTINGS,
) -> dict[str, Any]:
    """Replays memory requests, in this process: what ``metronome dram --json`` prints.

    ``commands`` and ``counters``: files that are written.
    """
    words = _Words().option("device", device).option("trace", trace).option("profile", profile)
    words.option("commands", commands).option("counters", counters)
    return _answer("dram", words.flag("wrap", wrap).flag("json", True).settings(set))


def trace(
    model: Optional[AnyPath] = None,
    dataset: Optional[str] = None,
    *,
    batch: int,
    iterations: int,
    schedule: Optional[str] = None,
    out: Optional[AnyPath] = None,
    dx_scale: Optional[str] = None,
    optimizer: Optional[str] = None,
    vocabulary: Optional[int] = None,
    sequence_length: Optional[int] = None,
    ends: Optional[str] = None,
    batch_norm_part: Optional[int] = None,
    inference: bool = False,
    errors: Optional[str] = None,
    feedback: Optional[str] = None,
    boundary: Optional[str] = None,
    delay: Optional[int] = None,
    evaluate_every: Optional[int] = None,
    evaluate_iterations: Optional[int] = None,
    checkpoint: Optional[AnyPath] = None,
    layout: Optional[str] = None,
    mode: Optional[str] = None,
    refine_every: Optional[int] = None,
    switch_every: Optional[int] = None,
) -> Trace:
    """A training trace from shapes and a schedule, without training, made in this process.

    With ``inference`` a ``checkpoint`` may stand in the place of model, dataset and schedule. Without ``out`` it lies in a temporary folder that goes with the result.
    """
    words = _Words().option("model", model).option("dataset", dataset)
    words.option("batch", batch).option("iterations", iterations).option("schedule", schedule)
    words.option("dx-scale", dx_scale).option("optimizer", optimizer)
    words.option("vocabulary", vocabulary).option("sequence-length", sequence_length)
    words.option("ends", ends).option("batch-norm-part", batch_norm_part).flag("inference", inference)
    words.option("errors", errors).option("feedback", feedback).option("boundary", boundary).option("delay", delay)
    words.option("evaluate-every", evaluate_every).option("evaluate-iterations", evaluate_iterations)
    words.option("checkpoint", checkpoint).option("layout", layout).option("mode", mode)
    words.option("refine-every", refine_every).option("switch-every", switch_every)
    place, folder = _place(out, "trace")
    answer = _answer("trace", words.option("out", folder))
    made = _folders.load(str(answer["folder"]), place)
    assert isinstance(made, Trace)
    return made


@overload
def price(run: AnyPath | Run, energy: AnyPath, *, art: Optional[AnyPath] = None) -> dict[str, float]: ...


@overload
def price(run: AnyPath | Run, energy: AnyPath, *, art: Optional[AnyPath] = None, out: AnyPath) -> Run: ...


def price(
    run: AnyPath | Run, energy: AnyPath, *, art: Optional[AnyPath] = None, out: Optional[AnyPath] = None
) -> dict[str, float] | Run:
    """The joules of a run under another energy table, by component and in total, in this process.

    With ``out`` the program writes a run folder of them, with its figures.
    """
    words = _Words().option("energy", energy).option("art", art)
    if out is None:
        return _answer("price", words.operands(_path(run)))
    return _made(Run, "price", words.option("out", out).operands(_path(run)), out, None)


def check(*files: AnyPath) -> list[Checked]:
    """Checks configuration files and traces; UserError with all that is wrong with any of them."""
    return [Checked(*one) for one in _metronome.check([_text("files", file) for file in files])]


def load(folder: AnyPath) -> Run | Trace | Sweep | Experiment:
    """A folder that a command wrote, read and checked in this process."""
    return _folders.load(_text("folder", folder))


def simulate(
    trace: AnyPath | Trace,
    arch: AnyPath,
    *,
    baseline: Optional[AnyPath | Trace] = None,
    energy: Optional[AnyPath] = None,
    statistics: Optional[AnyPath | Trace] = None,
    mode: Literal["analytic", "cycle"] = "cycle",
    exact: bool = False,
    jobs: Optional[int] = None,
    out: Optional[AnyPath] = None,
    figures: Optional[bool] = None,
    allow_unlike: bool = False,
    set: Settings = _NO_SETTINGS,
) -> Run:
    """Executes a trace on an accelerator; starts the program.

    ``energy``: the energy table in the place of the machine's. Without ``out`` the run lies in a temporary folder that
    goes with the result, and no figures are drawn unless they are asked for.
    """
    words = _Words().option("arch", arch)
    words.option("baseline", None if baseline is None else _path(baseline))
    words.option("statistics", None if statistics is None else _path(statistics))
    words.option("mode", mode).flag("exact", exact).option("jobs", jobs)
    words.flag("allow-unlike", allow_unlike).flag("no-figures", not _draws(figures, out)).settings(set)
    if energy is not None:
        words.settings({"energy": os.path.abspath(_text("energy", energy))})
    place, folder = _place(out, "run")
    return _made(Run, "simulate", words.option("out", folder).operands(_path(trace)), folder, place)


def train(
    workload: AnyPath,
    out: AnyPath,
    *,
    jobs: Optional[int] = None,
    checkpoint_every: Optional[int] = None,
    restart: bool = False,
    set: Settings = _NO_SETTINGS,
) -> Trace:
    """Trains a workload; starts the program. A training that was stopped goes on when it is called again."""
    words = _Words().option("out", out).option("jobs", jobs).option("checkpoint-every", checkpoint_every)
    return _made(Trace, "train", words.flag("restart", restart).settings(set).operands(workload), out, None)


def run(
    experiment: AnyPath,
    out: Optional[AnyPath] = None,
    *,
    jobs: Optional[int] = None,
    figures: Optional[bool] = None,
    restart: bool = False,
    allow_unlike: bool = False,
    set: Settings = _NO_SETTINGS,
) -> Experiment:
    """Trains, simulates and compares; starts the program. ``out`` and ``figures`` as those of ``simulate``."""
    place, folder = _place(out, "experiment")
    words = _Words().option("out", folder).option("jobs", jobs).flag("restart", restart)
    words.flag("allow-unlike", allow_unlike).flag("no-figures", not _draws(figures, out))
    return _made(Experiment, "run", words.settings(set).operands(experiment), folder, place)


def sweep(
    spec: AnyPath,
    out: AnyPath,
    *,
    jobs: Optional[int] = None,
    shard: Optional[str | tuple[int, int]] = None,
    restart: bool = False,
    allow_unlike: bool = False,
    tables_only: bool = False,
    set: Settings = _NO_SETTINGS,
) -> Sweep:
    """Runs every point of a sweep, or those of one shard (``"0/4"``); starts the program. A sweep that was stopped goes
    on when it is called again. Of a shard, or with ``tables_only``, the result has the points that are there."""

    def words(part: Optional[str], tables: bool) -> _Words:
        all = _Words().option("out", out).option("jobs", jobs).option("shard", part)
        all.flag("restart", restart and not tables).flag("allow-unlike", allow_unlike).flag("tables-only", tables)
        return all.settings(set)

    if shard is not None:
        _program.call("sweep", words(_shard(shard), False).operands(spec))
    tables = tables_only or shard is not None
    return _made(Sweep, "sweep", words(None, tables).operands(spec), out, None)


def compare(
    a: AnyPath | _folders.Folder,
    b: AnyPath | _folders.Folder,
    *,
    tolerance_percent: Optional[float] = None,
    allow_unlike: bool = False,
) -> dict[str, Any]:
    """What differs between two runs or sweeps, as ``metronome compare --json`` says it, equal or not; starts the
    program. Results of other trainings, machines or prices are refused without ``allow_unlike``."""
    words = _Words().option("tolerance-percent", tolerance_percent)
    words.flag("allow-unlike", allow_unlike).flag("json", True)
    answer: dict[str, Any] = json.loads(_program.call("compare", words.operands(_path(a), _path(b)), says_no=True))
    return answer


def _path(folder: AnyPath | _folders.Folder) -> AnyPath:
    return folder.path if isinstance(folder, _folders.Folder) else folder


def _draws(figures: Optional[bool], out: Optional[AnyPath]) -> bool:
    return out is not None if figures is None else figures


def _place(out: Optional[AnyPath], name: str) -> tuple[Optional[TemporaryPlace], AnyPath]:
    """Where a command writes: `out`, or a temporary place of that name."""
    if out is not None:
        return None, out
    place = TemporaryPlace()
    return place, place.path / name


def _made(
    kind: type[_F], command: str, words: _Words, folder: AnyPath, place: Optional[TemporaryPlace]
) -> _F:
    """What a command of the program has written."""
    _program.call(command, words)
    made = _folders.load(_text("folder", folder), place)
    assert isinstance(made, kind)
    return made

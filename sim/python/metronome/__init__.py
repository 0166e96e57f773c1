"""Metronome: what precision that changes during training saves on real accelerators.

``op``, ``op_many``, ``dram``, ``trace``, ``price``, ``check`` and ``load`` are computed in this process, with the
interpreter free for other threads meanwhile; ``simulate``, ``train``, ``run``, ``sweep``, ``compare`` and ``op`` in other
modes than analytic start the program ``metronome`` that was installed with this package. Results are those of the
command of the same name, to the last digit.
"""

from ._calls import (
    Checked,
    check,
    compare,
    dram,
    load,
    op,
    op_many,
    price,
    run,
    simulate,
    sweep,
    trace,
    train,
)
from ._errors import (
    CheckFailed,
    Diagnostic,
    EnvironmentFailure,
    Error,
    InternalError,
    MetronomeWarning,
    Stopped,
    UserError,
)
from ._folders import Experiment, Folder, Row, Run, Sweep, Trace, Value
from ._program import configs, program
from ._metronome import version as _version

__version__: str = _version()

__all__ = [
    "CheckFailed",
    "Checked",
    "Diagnostic",
    "EnvironmentFailure",
    "Error",
    "Experiment",
    "Folder",
    "InternalError",
    "MetronomeWarning",
    "Row",
    "Run",
    "Stopped",
    "Sweep",
    "Trace",
    "UserError",
    "Value",
    "check",
    "compare",
    "configs",
    "dram",
    "load",
    "op",
    "op_many",
    "price",
    "program",
    "run",
    "simulate",
    "sweep",
    "trace",
    "train",
]

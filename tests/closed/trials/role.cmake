# A role without a row of its name.
set(HEADER workloads/precision/precision.hpp)
set(BEFORE_1 "  partial_sum,\n")
set(AFTER_1 "  trial,\n  partial_sum,\n")
set(SOURCE sim/ledger/measure.cpp)
set(EXPECTED "an enumerator has no row")

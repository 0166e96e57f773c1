# A role that has a name, but no width in memory.
set(HEADER workloads/precision/precision.hpp)
set(BEFORE_1 "  partial_sum,\n")
set(AFTER_1 "  trial,\n  partial_sum,\n")
set(BEFORE_2 "{partial_sum, \"partial_sum\"}")
set(AFTER_2 "{partial_sum, \"partial_sum\"}, {trial, \"trial\"}")
set(SOURCE arch/spec/storage.cpp)
set(EXPECTED "enumeration value .*trial.* not handled in switch")

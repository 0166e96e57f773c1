# A kind of layer that says nothing of itself.
set(HEADER workloads/model/layer.hpp)
set(BEFORE_1 "/// Every kind of layer that is not")
set(AFTER_1 "struct Trial {};\n/// Every kind of layer that is not")
set(BEFORE_2 "RepeatHeads, TiedLinear>;")
set(AFTER_2 "RepeatHeads, TiedLinear, Trial>;")
set(SOURCE workloads/model/layer.cpp)
set(EXPECTED "LayerKind")

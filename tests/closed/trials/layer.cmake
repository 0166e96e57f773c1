# A kind of layer that says nothing of itself.
set(HEADER workloads/model/layer.hpp)
set(BEFORE_1 "/// Every kind of layer.")
set(AFTER_1 "struct Trial {};\n")
set(BEFORE_2 "Learned, MatrixProduct>;")
set(AFTER_2 "Learned, MatrixProduct, Trial>;")
set(SOURCE workloads/model/layer.cpp)
set(EXPECTED "LayerKind")

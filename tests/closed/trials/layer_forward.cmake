# A kind of layer that has a shape, but no forward operations in a step.
include(${CMAKE_CURRENT_LIST_DIR}/../layer_kind.cmake)
set(SOURCE workloads/trace/forward_pass.cpp)
set(EXPECTED "Trial")

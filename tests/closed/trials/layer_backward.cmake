# A kind of layer that has a shape, but no backward operations in a step.
include(${CMAKE_CURRENT_LIST_DIR}/../layer_kind.cmake)
set(SOURCE workloads/trace/backward_pass.cpp)
set(EXPECTED "Trial")

# A kind of layer that has a shape, but neither forward nor backward of the trainer.
include(${CMAKE_CURRENT_LIST_DIR}/../layer_kind.cmake)
set(SOURCE workloads/nn/network.cpp)
set(EXPECTED "Trial")

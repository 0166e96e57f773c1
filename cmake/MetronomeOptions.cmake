# Build-wide choices: language level, warnings, sanitizers, processor.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# What is hot asks for more by itself (HOT of metronome_library).
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

option(METRONOME_BUILD_TESTS "Build the tests" ON)
option(METRONOME_BUILD_BENCHMARKS "Build the benchmarks" ON)
option(METRONOME_WERROR "Treat warnings as errors" ON)
option(METRONOME_NATIVE "Use the vector units of this machine (results are equal bytes per kernel set)" ON)
set(METRONOME_TEST_TIMEOUT 300 CACHE STRING "Seconds that one test may take")
option(METRONOME_UNITY "Compile the sources of a folder together, which is several times as fast" ON)
option(METRONOME_FUZZ "The readers' libFuzzer programs (preset fuzz)" OFF)
option(METRONOME_PYTHON "The Python module (preset python)" OFF)
if(METRONOME_PYTHON)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)  # a module is a shared library, and everything in it
endif()

# Flags are an interface target, so that every library states that it uses them. What is installed asks its users for the
# place of the headers alone.
add_library(metronome_flags INTERFACE)
target_include_directories(metronome_flags INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                                     $<INSTALL_INTERFACE:include/metronome>)
target_compile_features(metronome_flags INTERFACE cxx_std_20)
set(own_flags
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual
  -Wconversion -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports overlapping copies inside std::string's operator+ that cannot happen (PR 105651).
  list(APPEND own_flags -Wno-restrict)
endif()
if(METRONOME_WERROR)
  list(APPEND own_flags -Werror)
endif()
if(METRONOME_NATIVE)
  list(APPEND own_flags -march=native)
endif()
# Contraction stays off so that a sum does not depend on which expression the compiler fused;
# kernels that want fused multiply-add ask for it by name.
list(APPEND own_flags -ffp-contract=off)
target_compile_options(metronome_flags INTERFACE "$<BUILD_INTERFACE:${own_flags}>")

# Several sources of a folder are compiled as one: most of a source's cost is the headers it reads.
function(metronome_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${METRONOME_UNITY} UNITY_BUILD_BATCH_SIZE 10)
endfunction()

# metronome_library(NAME [SEPARATE] [DEPENDS lib...]): all *.cpp of the folder as one static library.
function(metronome_library name)
  cmake_parse_arguments(ARG "SEPARATE" "" "DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(metronome_${name} STATIC ${sources})
  target_link_libraries(metronome_${name} PUBLIC metronome_flags ${ARG_DEPENDS}
                        PRIVATE ${ARG_PRIVATE_DEPENDS})
  if(NOT ARG_SEPARATE)
    metronome_unity(metronome_${name})
  endif()
endfunction()

# metronome_test(NAME [DEPENDS lib...]): all *_test.cpp of the folder as one GoogleTest program.
# CTest runs every case in a process of its own: the SystemC kernel is global.
function(metronome_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "DEPENDS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE metronome_flags ${ARG_DEPENDS} GTest::gmock
                        GTest::gtest_main)
  target_compile_definitions(test_${name} PRIVATE
    METRONOME_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    METRONOME_TEST_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
  metronome_unity(test_${name})
  gtest_discover_tests(test_${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT ${ARG_TIMEOUT})
endfunction()

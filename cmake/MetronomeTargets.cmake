# Several sources of a folder are compiled as one, since most of a source's cost is the headers it
# reads. The sources are included by their paths below the project, so that what is compiled does not
# depend on where the tree lies (CMake's own UNITY_BUILD includes absolute paths).
# metronome_unity(RESULT NAME source...): the files to compile.
function(metronome_unity result name)
  set(files ${ARGN})
  if(METRONOME_UNITY)
    set(files)
    set(text)
    set(count 0)
    set(number 0)
    list(LENGTH ARGN left)
    foreach(source ${ARGN})
      file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR} ${source})
      string(APPEND text "#include \"${path}\"  // NOLINT(bugprone-suspicious-include)\n")
      math(EXPR count "${count} + 1")
      math(EXPR left "${left} - 1")
      if(count EQUAL 10 OR left EQUAL 0)
        set(file ${CMAKE_CURRENT_BINARY_DIR}/${name}_${number}.cpp)
        file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
        list(APPEND files ${file})
        set(text)
        set(count 0)
        math(EXPR number "${number} + 1")
      endif()
    endforeach()
  endif()
  set(${result} ${files} PARENT_SCOPE)
endfunction()

# metronome_library(NAME [SEPARATE] [HOT | COLD] [DEPENDS lib...] [PRIVATE_DEPENDS lib...]): all *.cpp of the folder as one
# static library. What a folder includes is what it names here: this is the one place where the graph of folders is
# written, and tests/layering holds the includes to it.
# HOT: loops that must be vectorised, which GCC 12 does at -O3 only (the portable kernels are 25 times as slow at -O2).
# COLD: reads and writes texts, once a run; -O1 saves a third of compiling it.
function(metronome_library name)
  cmake_parse_arguments(ARG "SEPARATE;HOT;COLD" "" "DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT ARG_SEPARATE)
    metronome_unity(sources ${name} ${sources})
  endif()
  add_library(metronome_${name} STATIC ${sources})
  add_library(Metronome::${name} ALIAS metronome_${name})
  set_target_properties(metronome_${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS metronome_${name} EXPORT Metronome ARCHIVE DESTINATION lib/metronome)
  target_link_libraries(metronome_${name} PUBLIC metronome_flags ${ARG_DEPENDS}
                        PRIVATE ${ARG_PRIVATE_DEPENDS})
  # A function that no header declares and that is not the source's own is one that a list was to have.
  target_compile_options(metronome_${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wmissing-declarations>)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set_property(GLOBAL PROPERTY METRONOME_FOLDER_OF_metronome_${name} ${folder})
  set_property(GLOBAL APPEND PROPERTY METRONOME_LIBRARIES metronome_${name})
  set_property(GLOBAL PROPERTY METRONOME_NAMED_BY_metronome_${name} ${ARG_DEPENDS} ${ARG_PRIVATE_DEPENDS})
  if(ARG_HOT)
    target_compile_options(metronome_${name} PRIVATE $<$<CONFIG:Release>:-O3>)
  elseif(ARG_COLD)
    target_compile_options(metronome_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endfunction()

# metronome_write_folders(FILE): the graph of folders, a line each: the folder, then those that it may include.
function(metronome_write_folders file)
  set(text)
  get_property(libraries GLOBAL PROPERTY METRONOME_LIBRARIES)
  foreach(library ${libraries})
    get_property(line GLOBAL PROPERTY METRONOME_FOLDER_OF_${library})
    get_property(others GLOBAL PROPERTY METRONOME_NAMED_BY_${library})
    foreach(other ${others})
      get_property(folder GLOBAL PROPERTY METRONOME_FOLDER_OF_${other})
      if(folder)
        string(APPEND line " ${folder}")
      endif()
    endforeach()
    string(APPEND text "${line}\n")
  endforeach()
  file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
endfunction()

# metronome_test(NAME [DEPENDS lib...]): all *_test.cpp of the folder as one GoogleTest program.
# CTest runs every case in a process of its own: the SystemC kernel is global.
function(metronome_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "DEPENDS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT ${METRONOME_TEST_TIMEOUT})
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  metronome_unity(sources test_${name} ${sources})
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE metronome_flags ${ARG_DEPENDS} metronome_test_support
                        GTest::gmock GTest::gtest_main)
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  gtest_discover_tests(test_${name} DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS test_${name}
                       ENVIRONMENT METRONOME_CACHE=off)
endfunction()

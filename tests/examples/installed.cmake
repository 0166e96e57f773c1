# Installs the build folder BUILD, moves the installation, lists its presets from elsewhere, builds the examples of SOURCE
# against it in a project of their own and runs one on the installed presets.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGV} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE failed OUTPUT_VARIABLE out
                  ERROR_VARIABLE error)
  if(failed)
    message(FATAL_ERROR "${ARGV}: ${failed}\n${out}\n${error}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

function(expect text)
  if(NOT out MATCHES "${text}")
    message(FATAL_ERROR "no \"${text}\" in:\n${out}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
file(RENAME ${WORK}/first ${WORK}/moved)

run(${WORK}/moved/bin/metronome list archs)
expect("share/metronome/configs/arch/dual_serial_512.yaml")

# Reference data are installed, too.
run(${WORK}/moved/bin/metronome validate --rung scalesim --rung method_vectors)
expect("all +56 ")

# So are manual pages and completion.
foreach(file man/man1/metronome.1 man/man1/metronome-validate.1 bash-completion/completions/metronome
        zsh/site-functions/_metronome)
  file(SIZE ${WORK}/moved/share/${file} bytes)
  if(bytes LESS 500)
    message(FATAL_ERROR "${file} has ${bytes} bytes")
  endif()
endforeach()

# No file of the package knows where it was built.
file(GLOB_RECURSE package ${WORK}/moved/lib/cmake/*)
foreach(file ${package})
  file(READ ${file} text)
  string(FIND "${text}" "${BUILD}" found)
  if(NOT found EQUAL -1)
    message(FATAL_ERROR "${file} names the build folder")
  endif()
endforeach()

run(${CMAKE_COMMAND} -S ${SOURCE}/examples -B ${WORK}/examples -DCMAKE_PREFIX_PATH=${WORK}/moved
    -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${WORK}/examples)
run(${WORK}/examples/library_use moved/share/metronome/configs/arch/dual_serial_512.yaml)
expect("saving on dual_serial_512")
file(REMOVE_RECURSE ${WORK})

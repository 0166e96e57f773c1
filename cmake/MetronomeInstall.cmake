# What `cmake --install` puts where: the program, presets and results beside it, and the libraries with their headers for
# find_package(Metronome). Nothing of it knows where it was built.
include(CMakePackageConfigHelpers)

set(package lib/cmake/Metronome)
set(share share)
set_target_properties(metronome_flags PROPERTIES EXPORT_NAME flags)
install(TARGETS metronome_flags metronome_commit EXPORT Metronome ARCHIVE DESTINATION lib/metronome)
install(EXPORT Metronome NAMESPACE Metronome:: DESTINATION ${package})
install(DIRECTORY arch sim workloads DESTINATION include/metronome FILES_MATCHING PATTERN "*.hpp")
# The component `program` alone needs no library of ours: `make tarball`, `make deb`. A library that lies beside it (as in a
# tarball) is taken before the system's, also by other libraries: that is what an old-style path of the loader does.
set_target_properties(metronome PROPERTIES INSTALL_RPATH "$ORIGIN/../lib/metronome/bundled")
target_link_options(metronome PRIVATE LINKER:--disable-new-dtags)
install(TARGETS metronome COMPONENT program)
install(DIRECTORY configs results DESTINATION share/metronome COMPONENT program PATTERN runs EXCLUDE)
install(FILES tests/DEVIATIONS.md DESTINATION share/metronome COMPONENT program)  # which `metronome validate` names
install(FILES docs/bibliography.bib DESTINATION share/metronome COMPONENT program)  # of which `metronome figures` takes the sources

# Manual pages and completion of shells follow from the options that the program declares: it writes them itself.
install(CODE "
  set(prefix \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}\")
  set(program \"$<TARGET_FILE:metronome>\")
  execute_process(COMMAND \"\${program}\" manual --out \"\${prefix}/share/man/man1\" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  foreach(file bash:share/bash-completion/completions/metronome zsh:share/zsh/site-functions/_metronome)
    string(REPLACE \":\" \";\" file \${file})
    list(GET file 0 shell)
    list(GET file 1 place)
    execute_process(COMMAND \"\${program}\" completion \${shell} OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
    file(WRITE \"\${prefix}/\${place}\" \"\${text}\")
  endforeach()" COMPONENT program)

write_basic_package_version_file(${PROJECT_BINARY_DIR}/MetronomeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
configure_package_config_file(cmake/MetronomeConfig.cmake.in ${PROJECT_BINARY_DIR}/MetronomeConfig.cmake
  INSTALL_DESTINATION ${package} PATH_VARS share)
install(FILES ${PROJECT_BINARY_DIR}/MetronomeConfig.cmake ${PROJECT_BINARY_DIR}/MetronomeConfigVersion.cmake
        cmake/FindSystemC.cmake cmake/FindOnnx.cmake cmake/FindClp.cmake DESTINATION ${package})

# The presets are found above the program where it lies in build/PRESET; elsewhere this link leads to them.
cmake_path(GET PROJECT_BINARY_DIR PARENT_PATH above)
cmake_path(GET above PARENT_PATH above)
if(NOT above STREQUAL PROJECT_SOURCE_DIR)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/configs ${PROJECT_BINARY_DIR}/configs SYMBOLIC)
endif()

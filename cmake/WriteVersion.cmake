# cmake -DSOURCE=DIR -DVERSION=1.2.3 -DOUT=FILE -P WriteVersion.cmake: writes the source that defines
# metronome::cli::version(), "1.2.3 (commit 0123abcd)", and program(), "1.2.3 (sources 0123abcd)". The file is touched only when its text changes. The commit is that
# of the repository, "-dirty" with changes of tracked files; of an archive made by git that of cmake/commit.txt, which
# git fills in; otherwise "unknown". The digest of the sources is that of all that is compiled into the program.
set(commit "unknown")
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${GIT} describe --always --dirty --abbrev=12 --exclude=*
                  WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE described ERROR_QUIET
                  OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(NOT failed)
    set(commit ${described})
  endif()
else()
  file(STRINGS ${SOURCE}/cmake/commit.txt filled_in LIMIT_COUNT 1)
  if(filled_in MATCHES "^[0-9a-f]+$")
    set(commit ${filled_in})
  endif()
endif()
file(GLOB_RECURSE sources RELATIVE ${SOURCE} ${SOURCE}/sim/*.?pp ${SOURCE}/sim/*.cc ${SOURCE}/arch/*.?pp
     ${SOURCE}/workloads/*.?pp)
list(SORT sources)
set(digests)
foreach(source ${sources})
  file(SHA256 ${SOURCE}/${source} digest)
  string(APPEND digests "${source} ${digest}\n")
endforeach()
string(SHA256 digest "${digests}")
string(SUBSTRING ${digest} 0 12 digest)
file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT [[
#include "sim/cli/version.hpp"

namespace metronome::cli {
const char* version() { return "@VERSION@ (commit @commit@)"; }
const char* program() { return "@VERSION@ (sources @digest@)"; }
}  // namespace metronome::cli
]])

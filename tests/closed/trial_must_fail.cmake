# COMPILER, ROOT: the project, TRIAL: a file of trials/, COPY: a folder for the changed header.
# A trial sets HEADER, BEFORE_n and AFTER_n (n from 1: texts of the header and what takes their
# place), SOURCE and EXPECTED.
include(${TRIAL})
file(READ ${ROOT}/${HEADER} text)
set(n 1)
while(DEFINED BEFORE_${n})
  string(FIND "${text}" "${BEFORE_${n}}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "${HEADER} has no text \"${BEFORE_${n}}\" any more")
  endif()
  string(REPLACE "${BEFORE_${n}}" "${AFTER_${n}}" text "${text}")
  math(EXPR n "${n} + 1")
endwhile()
file(REMOVE_RECURSE ${COPY})
file(WRITE ${COPY}/${HEADER} "${text}")

execute_process(COMMAND ${COMPILER} -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I${COPY} -I${ROOT}
                        ${ROOT}/${SOURCE}
                RESULT_VARIABLE result ERROR_VARIABLE errors)
if(result EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles in spite of the trial")
endif()
if(NOT errors MATCHES "${EXPECTED}")
  message(FATAL_ERROR "${SOURCE} fails for another reason than \"${EXPECTED}\":\n${errors}")
endif()

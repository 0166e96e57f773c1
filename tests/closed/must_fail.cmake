# COMPILER, ROOT: the project, SNIPPET: a file of snippets/.
file(STRINGS ${SNIPPET} expected REGEX "^// EXPECT: ")
string(REPLACE "// EXPECT: " "" expected "${expected}")
set(command ${COMPILER} -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I${ROOT} ${SNIPPET})

execute_process(COMMAND ${command} RESULT_VARIABLE result ERROR_VARIABLE errors)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "without its fault the snippet does not compile:\n${errors}")
endif()

execute_process(COMMAND ${command} -DMETRONOME_FAULT RESULT_VARIABLE result ERROR_VARIABLE errors)
if(result EQUAL 0)
  message(FATAL_ERROR "the snippet compiles in spite of its fault")
endif()
if(NOT errors MATCHES "${expected}")
  message(FATAL_ERROR "the snippet fails for another reason than \"${expected}\":\n${errors}")
endif()

# cmake -D folder=DIR -D file=FILE -D to=HEADER -P embed_file.cmake: see embed.cmake.
cmake_path(GET file PARENT_PATH names)
cmake_path(GET file FILENAME name)
string(REPLACE "/" "::" names "${names}")
string(MAKE_C_IDENTIFIER "${name}" name)
file(READ "${folder}/${file}" content)
string(FIND "${content}" ")embedded\"" end)
if(NOT end EQUAL -1)
  message(FATAL_ERROR "${file}: expected a text without )embedded\", which ends the string that it becomes")
endif()
file(WRITE "${to}" "// Made from ${file}.
#pragma once

#include <string_view>

namespace typenet::${names} {

inline constexpr std::string_view ${name} = R\"embedded(${content})embedded\";

}  // namespace typenet::${names}
")

# typenet_embed(TARGET FILE): compiles a file of this folder into a target as a constexpr string.
# report/page.html becomes `typenet::report::page_html`, declared in "report/page.html.hpp". Made while
# configuring, as clang-tidy reads it before anything is built.
function(typenet_embed target file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  cmake_path(GET file PARENT_PATH names)
  cmake_path(GET file FILENAME name)
  string(REPLACE "/" "::" names "${names}")
  string(MAKE_C_IDENTIFIER "${name}" name)
  file(READ ${CMAKE_CURRENT_SOURCE_DIR}/${file} content)
  string(FIND "${content}" ")embedded\"" end)
  if(NOT end EQUAL -1)
    message(
      FATAL_ERROR
        "${file}: expected a text without )embedded\", which ends the string that it becomes")
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(WRITE ${folder}/${file}.new "// Made from ${file}.
#pragma once

#include <string_view>

namespace typenet::${names} {

inline constexpr std::string_view ${name} = R\"embedded(${content})embedded\";

}  // namespace typenet::${names}
")
  file(COPY_FILE ${folder}/${file}.new ${folder}/${file}.hpp ONLY_IF_DIFFERENT)
  target_sources(${target} PRIVATE ${folder}/${file}.hpp)
  target_include_directories(${target} PRIVATE ${folder})
endfunction()

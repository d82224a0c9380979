# typenet_embed(TARGET FILE): compiles a file of this folder into a target as a constexpr string.
# report/page.html becomes `typenet::report::page_html`, declared in "report/page.html.hpp".
function(typenet_embed target file)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed_file.cmake)
  add_custom_command(
    OUTPUT ${folder}/${file}.hpp
    COMMAND ${CMAKE_COMMAND} -D folder=${CMAKE_CURRENT_SOURCE_DIR} -D file=${file}
            -D to=${folder}/${file}.hpp -P ${script}
    DEPENDS ${file} ${script}
    COMMENT "Embedding ${file}"
    VERBATIM)
  target_sources(${target} PRIVATE ${folder}/${file}.hpp)
  target_include_directories(${target} PRIVATE ${folder})
endfunction()

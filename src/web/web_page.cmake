# typenet_add_web_page(TARGET HEADER FILE NETWORK TYPE): a web page on which one draws and sees what a
# network answers. TARGET is the program of the network whose TYPE is in FILE, as the target's sources
# include it. The target TARGET_page, which is built with everything else, makes the folder TARGET_page in
# the current binary directory. Then `PROGRAM export --checkpoint FILE --web FOLDER` puts trained weights
# there, and any web server serves it.
#
# The network is compiled to WebAssembly by clang, whatever compiles the rest: clang-19, lld-19,
# wasi-libc, libc++-19-dev-wasm32 and libclang-rt-19-dev-wasm32 of Debian.
set(TYPENET_WASM_OPTIONS --target=wasm32-wasi -std=c++20 -O3 -DNDEBUG -msimd128 -ffp-contract=off
    -fno-exceptions -fno-rtti CACHE INTERNAL "For the compiler of web pages")
# A stack that is too small says so, instead of writing over what lies behind it.
set(TYPENET_WASM_LINK_OPTIONS -nostartfiles -Wl,--no-entry -Wl,--strip-all -Wl,--stack-first
    -Wl,-z,stack-size=1048576 CACHE INTERNAL "For the linker of web pages")

# typenet_find_wasm_compiler(COMPLAINT): sets COMPLAINT to a sentence where there is no such compiler, or
# none with its standard library, and to nothing where there is.
function(typenet_find_wasm_compiler complaint)
  find_program(TYPENET_WASM_CXX NAMES clang++-19 clang++ DOC "A clang++ that compiles for wasm32-wasi")
  if(NOT TYPENET_WASM_WORKS STREQUAL TYPENET_WASM_CXX)
    set(trial ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/typenet_wasm_trial)
    file(WRITE ${trial}.cpp "#include <vector>\nint main() {}\n")
    execute_process(
      COMMAND ${TYPENET_WASM_CXX} ${TYPENET_WASM_OPTIONS} ${TYPENET_WASM_LINK_OPTIONS} ${trial}.cpp -o ${trial}.wasm
      RESULT_VARIABLE failed
      OUTPUT_VARIABLE words
      ERROR_VARIABLE words)
    if(failed)
      set(${complaint}
          "expected a clang++ for wasm32-wasi with its standard library (Debian: clang-19 lld-19 wasi-libc \
libc++-19-dev-wasm32 libclang-rt-19-dev-wasm32), found ${TYPENET_WASM_CXX}"
          PARENT_SCOPE)
      return()
    endif()
    set(TYPENET_WASM_WORKS ${TYPENET_WASM_CXX} CACHE INTERNAL "The compiler that was tried")
  endif()
  set(${complaint} "" PARENT_SCOPE)
endfunction()

function(typenet_add_web_page target)
  cmake_parse_arguments(PARSE_ARGV 1 page "" "HEADER;NETWORK" "")
  if(NOT TARGET ${target})
    message(FATAL_ERROR "typenet_add_web_page: expected a target, found ${target}")
  endif()
  foreach(word HEADER NETWORK)
    if(NOT page_${word})
      message(FATAL_ERROR "typenet_add_web_page(${target}): expected ${word}, found none")
    endif()
  endforeach()
  if(page_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "typenet_add_web_page(${target}): expected HEADER and NETWORK, found ${page_UNPARSED_ARGUMENTS}")
  endif()
  typenet_find_wasm_compiler(complaint)
  if(complaint)
    message(FATAL_ERROR "typenet_add_web_page(${target}): ${complaint}")
  endif()

  # Installed or not, this folder, web/, has drawing/ beside it.
  set(web ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  cmake_path(GET web PARENT_PATH sources)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_page)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}_page.dir)
  set(header ${page_HEADER})
  set(network ${page_NETWORK})
  configure_file(${web}/network.hpp.in ${made}/web/network.hpp @ONLY)

  # What the target includes, behind what belongs to wasm32: the system's own headers may be in the
  # same folder as Boost's.
  set(includes $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
  get_target_property(source_dir ${target} SOURCE_DIR)
  file(GLOB files CONFIGURE_DEPENDS ${web}/site/*)
  set(outputs "")
  foreach(module answer training)
    add_custom_command(
      OUTPUT ${folder}/${module}.wasm
      COMMAND
        ${TYPENET_WASM_CXX} ${TYPENET_WASM_OPTIONS} -I${made} -I${sources}
        "$<$<BOOL:${includes}>:-idirafter$<JOIN:${includes},;-idirafter>>" -idirafter ${source_dir}
        ${TYPENET_WASM_LINK_OPTIONS}
        -MD -MF ${made}/${module}.d -MT ${folder}/${module}.wasm -o ${folder}/${module}.wasm
        ${web}/module/${module}_module.cpp
      DEPFILE ${made}/${module}.d
      DEPENDS ${web}/module/${module}_module.cpp ${made}/web/network.hpp
      COMMENT "Compiling ${page_NETWORK} to WebAssembly: ${module}.wasm"
      COMMAND_EXPAND_LISTS VERBATIM)
    list(APPEND outputs ${folder}/${module}.wasm)
  endforeach()
  add_custom_command(
    OUTPUT ${folder}/index.html
    COMMAND ${CMAKE_COMMAND} -E copy_if_different ${files} ${folder}
    COMMAND ${CMAKE_COMMAND} -E touch ${folder}/index.html
    DEPENDS ${files}
    COMMENT "Copying the page of ${target}"
    VERBATIM)
  add_custom_target(${target}_page ALL DEPENDS ${outputs} ${folder}/index.html)
  set_target_properties(${target}_page PROPERTIES TYPENET_PAGE ${folder})
endfunction()

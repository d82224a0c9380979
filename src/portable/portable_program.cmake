# typenet_add_program(NAME SOURCE...): a program; one of its sources has `main`, others have networks.
#
# With TYPENET_PORTABLE it is compiled for x86-64-v2, -v3 and -v4, and the program picks at start-up
# (portable/main.cpp). All three have functions of the same names, inline ones of the standard library
# too, of which a linker would keep any one, perhaps one with instructions that the machine lacks. So
# each is linked in itself, its `main` renamed, and every other name made its own.
function(typenet_add_program name)
  if(TYPENET_PORTABLE)
    typenet_add_portable_program(${name} ${ARGN})
  else()
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE typenet::app typenet_own)
  endif()
endfunction()

function(typenet_add_portable_program name)
  add_executable(${name} ${PROJECT_SOURCE_DIR}/src/portable/main.cpp)
  target_link_libraries(${name} PRIVATE typenet::app typenet_own)
  set_target_properties(${name} PROPERTIES TYPENET_MARCH x86-64-v2)
  foreach(level v2 v3 v4)
    add_library(${name}_${level} OBJECT ${ARGN})
    target_link_libraries(${name}_${level} PRIVATE typenet::app typenet_own)
    set_target_properties(${name}_${level} PROPERTIES TYPENET_MARCH x86-64-${level})
    # Names that g++ calls unique could not be made a level's own.
    target_compile_options(${name}_${level} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    set(isolated ${CMAKE_CURRENT_BINARY_DIR}/${name}_${level}.o)
    add_custom_command(
      OUTPUT ${isolated}
      COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o ${isolated}
              $<TARGET_OBJECTS:${name}_${level}>
      # Two calls: in one, LLVM's objcopy looks for the name to keep before it renames, GNU's after.
      COMMAND ${CMAKE_OBJCOPY} --redefine-sym main=typenet_main_${level} ${isolated}
      COMMAND ${CMAKE_OBJCOPY} --keep-global-symbol=typenet_main_${level} ${isolated}
      DEPENDS ${name}_${level} $<TARGET_OBJECTS:${name}_${level}>
      COMMENT "Isolating ${name} for x86-64-${level}"
      COMMAND_EXPAND_LISTS VERBATIM)
    target_sources(${name} PRIVATE ${isolated})
  endforeach()
endfunction()

# The manual page and what shells need to complete the command line, as typenet_program prints them,
# in the places where man and the shells look.
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  message(STATUS "typenet: no manual page and no completions, since the program cannot run here")
  return()
endif()

set(made ${CMAKE_CURRENT_BINARY_DIR}/manual)
set(files "")

# install_text(FILE FOLDER ARGUMENT...): installs what the program prints when called so.
function(install_text file folder)
  add_custom_command(
    OUTPUT ${made}/${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${made}
    COMMAND typenet_program ${ARGN} > ${made}/${file}
    DEPENDS typenet_program
    VERBATIM)
  set(files ${files} ${made}/${file} PARENT_SCOPE)
  install(FILES ${made}/${file} DESTINATION ${folder} COMPONENT program)
endfunction()

install_text(typenet.1 ${CMAKE_INSTALL_MANDIR}/man1 man)
install_text(typenet ${CMAKE_INSTALL_DATADIR}/bash-completion/completions completion bash)
install_text(_typenet ${CMAKE_INSTALL_DATADIR}/zsh/site-functions completion zsh)
install_text(typenet.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d completion fish)
add_custom_target(typenet_manual ALL DEPENDS ${files})

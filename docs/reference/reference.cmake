# The target typenet_reference: pages of the public headers, made by Doxygen into reference/ of the
# build. A warning is an error.
find_program(TYPENET_DOXYGEN doxygen DOC "Doxygen, which makes the reference")
if(NOT TYPENET_DOXYGEN)
  message(STATUS "typenet: no reference can be made, for want of doxygen")
  return()
endif()
set(TYPENET_REFERENCE_DIR ${PROJECT_BINARY_DIR}/reference)
set(TYPENET_DOXYFILE ${PROJECT_BINARY_DIR}/Doxyfile)
configure_file(${CMAKE_CURRENT_LIST_DIR}/Doxyfile.in ${TYPENET_DOXYFILE} @ONLY)
add_custom_target(
  typenet_reference
  COMMAND ${TYPENET_DOXYGEN} ${TYPENET_DOXYFILE}
  COMMENT "Making ${TYPENET_REFERENCE_DIR}/index.html"
  VERBATIM)

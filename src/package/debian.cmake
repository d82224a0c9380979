# `cpack` in the folder of the build: a Debian package for each component.
set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL "")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "typenet's authors <typenet@invalid.invalid>")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_STRIP_FILES ON)

# debian_package(COMPONENT NAME SECTION WORDS): its name, and what it is.
function(debian_package component name section words)
  string(TOUPPER ${component} key)
  set(CPACK_COMPONENTS_ALL ${CPACK_COMPONENTS_ALL} ${component} PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${name} PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_PACKAGE_SECTION ${section} PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_DESCRIPTION "${PROJECT_DESCRIPTION}\n${words}" PARENT_SCOPE)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name}
          RENAME copyright COMPONENT ${component})
endfunction()

debian_package(headers libtypenet-dev libdevel "headers")
set(CPACK_DEBIAN_HEADERS_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_HEADERS_PACKAGE_DEPENDS "libboost-dev, libhwy-dev")
if(TARGET typenet_app)
  debian_package(app libtypenet-app-dev libdevel "library behind the command line")
  set(CPACK_DEBIAN_APP_PACKAGE_DEPENDS
      "libtypenet-dev (= ${PROJECT_VERSION}), libfmt-dev, libjpeg-dev, liblzma-dev, libpng-dev, zlib1g-dev")
  debian_package(program typenet science "program")
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
endif()
include(CPack)

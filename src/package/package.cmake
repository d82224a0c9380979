# `cmake --install`: the headers, the library behind the command line and the program, for others to
# find by find_package(typenet) or pkg-config. The folder may be moved. Each of the three is a component,
# of which `cpack` makes Debian packages.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Nothing in these files depends on the machine.
set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/typenet)
set(pkgconfig_dir ${CMAKE_INSTALL_DATADIR}/pkgconfig)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/typenet DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT headers)
install(TARGETS typenet EXPORT typenet INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT typenet FILE typenetTargets.cmake NAMESPACE typenet:: DESTINATION ${package_dir}
        COMPONENT headers)
if(TARGET typenet_app)
  # A file of its own: who wants the headers alone need not have what the library links.
  set_target_properties(typenet_app PROPERTIES EXPORT_NAME app)
  install(TARGETS typenet_app EXPORT typenet_app COMPONENT app)
  install(EXPORT typenet_app FILE typenetAppTargets.cmake NAMESPACE typenet:: DESTINATION ${package_dir}
          COMPONENT app)
  install(TARGETS typenet_program COMPONENT program)
  include(${CMAKE_CURRENT_LIST_DIR}/manual.cmake)
endif()

# typenet_add_web_page, and what it compiles and copies.
set(web_dir ${CMAKE_INSTALL_DATADIR}/typenet)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/web ${PROJECT_SOURCE_DIR}/src/drawing DESTINATION ${web_dir}
        COMPONENT headers)

set(made ${CMAKE_CURRENT_BINARY_DIR}/package)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/typenetConfig.cmake.in
                              ${made}/typenetConfig.cmake INSTALL_DESTINATION ${package_dir}
                              PATH_VARS web_dir)
write_basic_package_version_file(${made}/typenetConfigVersion.cmake COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT)
install(FILES ${made}/typenetConfig.cmake ${made}/typenetConfigVersion.cmake DESTINATION ${package_dir}
        COMPONENT headers)

file(RELATIVE_PATH to_prefix /${pkgconfig_dir} /)
configure_file(${CMAKE_CURRENT_LIST_DIR}/typenet.pc.in ${made}/typenet.pc @ONLY)
install(FILES ${made}/typenet.pc DESTINATION ${pkgconfig_dir} COMPONENT headers)

if(PROJECT_IS_TOP_LEVEL)
  include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
endif()

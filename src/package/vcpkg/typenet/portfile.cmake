# The headers of the checkout that this port stands in.
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH root)
foreach(folder vcpkg package src)
  cmake_path(GET root PARENT_PATH root)
endforeach()

vcpkg_cmake_configure(SOURCE_PATH ${root} OPTIONS -DTYPENET_APP=OFF -DTYPENET_TESTS=OFF
                                                  -DTYPENET_BENCH=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/typenet)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE ${CURRENT_PACKAGES_DIR}/debug)
vcpkg_install_copyright(FILE_LIST ${root}/LICENSE)

# SPDX-License-Identifier: BSL-1.0
"""typenet's headers, for Conan 2. Boost.Hana and Highway are the system's."""

import pathlib
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load
from conan.tools.system.package_manager import Apt


class Typenet(ConanFile):
    name = "typenet"
    license = "BSL-1.0"
    description = "A convolutional network as one statically checked C++20 type, and its trainer"
    topics = ("neural-network", "convolution", "training", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"

    def _root(self):
        return pathlib.Path(self.recipe_folder).parents[2]

    def set_version(self):
        cmake = load(self, self._root() / "CMakeLists.txt")
        self.version = re.search(r"^ +VERSION (\S+)", cmake, re.MULTILINE)[1]

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "include/*", "docs/reference/*", "src/drawing/*",
                        "src/package/*", "src/web/*"):
            copy(self, pattern, self._root(), self.export_sources_folder)

    def validate(self):
        check_min_cppstd(self, 20)

    def system_requirements(self):
        Apt(self).install(["libboost-dev", "libhwy-dev"])

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for option in ("APP", "TESTS", "BENCH"):
            toolchain.cache_variables[f"TYPENET_{option}"] = False
        toolchain.generate()

    def package(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.install()

    def package_id(self):
        self.info.clear()

    def package_info(self):
        # What typenet installs knows itself how it is compiled and where its two libraries are.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["share/cmake/typenet"]
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []

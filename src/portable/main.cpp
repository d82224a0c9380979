// SPDX-License-Identifier: BSL-1.0
// The start of a portable program: one that carries the user's whole program once for each level of
// x86-64 and runs the highest that the machine can. Compiled for the lowest.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// Each is the user's `main`, renamed: see portable_program.cmake.
extern "C" {
int typenet_main_v2(int argc, char** argv);
int typenet_main_v3(int argc, char** argv);
int typenet_main_v4(int argc, char** argv);
}

namespace {

struct level {
    std::string_view name;
    bool runs_here;
    int (*start)(int argc, char** argv);
};

int refuse(int code, const std::string& words) {
    std::fprintf(stderr, "error: %s\n", words.c_str());
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    // From the highest. libgcc's and compiler-rt's answers include whether the system saves the
    // registers.
    // NOLINTBEGIN(readability-implicit-bool-conversion): an int of g++'s, a bool of clang's.
    const level levels[] = {
        {"v4", __builtin_cpu_supports("x86-64-v4") != 0, typenet_main_v4},
        {"v3", __builtin_cpu_supports("x86-64-v3") != 0, typenet_main_v3},
        {"v2", __builtin_cpu_supports("x86-64-v2") != 0, typenet_main_v2},
    };
    // NOLINTEND(readability-implicit-bool-conversion)
    std::string here;
    for (const level& l : levels)
        if (l.runs_here) here.append(here.empty() ? "" : ", ").append(l.name);
    if (here.empty()) return refuse(1, "this machine is older than x86-64-v2, the least expected");

    const char* const wanted = std::getenv("TYPENET_TARGET");
    const std::string_view name = wanted == nullptr ? "" : wanted;
    for (const level& l : levels) {
        if (name.empty() ? !l.runs_here : l.name != name) continue;
        if (l.runs_here) return l.start(argc, argv);
        return refuse(1, "TYPENET_TARGET is " + std::string(name) +
                             ", which this machine cannot run: expected one of " + here);
    }
    return refuse(2, "TYPENET_TARGET is '" + std::string(name) + "': expected v2, v3 or v4");
}

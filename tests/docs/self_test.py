# SPDX-License-Identifier: BSL-1.0
"""The test of the checks: faults of every kind, each of which a check must find."""

from unittest import mock

from checks import (check_cmake, check_console, check_copies, check_cpp, check_errors, check_links, check_log,
                    check_names, check_options, check_recipes, check_results)
from results_self_test import results_self_test
from suite.pages import recipe_tables


def self_test(pages, tools):
    """Plants faults; each must be found, by the words given."""
    failures = []

    def expect(check, faulty, words):
        found = list(check(faulty, tools))
        if not any(words in finding for finding in found):
            failures.append(f"not found: {words}; {check.__name__} said {found}")

    def planted(page, right, wrong):
        if right not in pages[page]:
            failures.append(f"nothing to plant in {page}: {right}")
        return {**pages, page: pages[page].replace(right, wrong, 1)}

    def readme(text):
        return {"README.md": text}

    options, log, recipes = "docs/command_line.md", "docs/command_line.md", "docs/recipes.md"
    # Not README's own, whose trainer takes the compiler long.
    program = ("```cpp\n#include <typenet/network/network.hpp>\nusing namespace typenet;\nusing digits ="
               " network<input<8, 8, 1>, flatten, dense<10>, softmax_cross_entropy>;\n"
               "int main() {}\n```\n")

    expect(check_links, readme("[a](docs/none.md)"), "no such file")
    expect(check_links, readme("[a](docs/design.md#none)"), "no such heading")
    expect(check_links, readme("[a](#none)\n# Some"), "no such heading")
    expect(check_names, readme("`src/none.cpp`"), "src/none.cpp, which is not there")
    expect(check_names, readme("`TYPENET_NONE`"), "which nothing reads")
    expect(check_names, readme("cmake --preset none"), "the configure preset none")
    expect(check_names, readme("cmake --build --preset none"), "the build preset none")
    expect(check_names, readme("ctest --preset none"), "the test preset none")
    expect(check_names, readme("`./run none`"), "has no command none")
    expect(check_names, readme("see /" + "tmp/x"), "a place of one machine")

    expect(check_cpp, readme("```cpp\nint main() { return x; }\n```"), "does not compile")
    expect(check_cpp, readme(program + "<!-- cpp: in main, with digits -->\n```cpp\n"
                             "static_assert(digits::classes == 11);\n```"), "does not compile")
    expect(check_cpp, readme(program + "<!-- cpp: at namespace scope, with digits -->\n```cpp\n"
                             "return 0;\n```"), "does not compile")
    expect(check_cpp, readme(program + "<!-- cpp: somewhere -->\n```cpp\n```"), "unknown wrapping")
    expect(check_copies, planted("docs/tutorial.md", "conv<8,", "conv<9,"),
           "is not the file docs/tutorial/main.cpp")
    expect(check_copies, planted("docs/microcontroller.md", "LENGTH = 512K", "LENGTH = 1024K"),
           "is not the file docs/microcontroller/board.ld")
    for right, wrong in (("expects<7>", "wants<7>"), ("typenet/network/network.hpp", "network.hpp")):
        every = {"README.md": pages["README.md"].replace(right, wrong)}
        expect(check_errors, every, "is stale")
    expect(check_errors, planted("README.md", "{\"7x7x64\"}", "{\"7x7x65\"}"), "is stale")
    expect(check_errors, planted("README.md", "7, 64> =>", "7, 65> =>"), "has no expect<7, 7, 65>")
    expect(check_cmake, readme(program + "<!-- cmake -->\n```cmake\nproject(p LANGUAGES CXX)\n"
                               "add_executable(a none.cpp)\n```"), "does not configure")

    def console(command, note="", output=""):
        return readme(f"{note}```console\n$ {command}\n{output}```")

    expect(check_console, console("typenet nothing"), "exits with 2")
    expect(check_console, console("typenet train --seed x", "<!-- console: exit code 1 -->\n"),
           "not 1")
    expect(check_console, console("typenet describe", output="…\nsomething\n"), "something else")
    expect(check_console, console("typenet --version", output="typenet …\nmore\n"),
           "something else")
    expect(check_console, console("./run help", output="usage: nothing\n…\n"), "something else")
    expect(check_console, console("typenet train --steps 1", "<!-- console: on a terminal -->\n",
                                  "…\n[…]  1/1 …\n…\n"), "▏  1/1")
    expect(check_console, console("typenet train --steps 0", "<!-- console: Ctrl-C after step 1 -->\n"),
           "not 130")
    expect(check_console, console("build/my_trainer nothing"), "exits with 2")
    expect(check_console, console("python3 none.py"), "none.py")
    expect(check_console, console("python3 make_shapes.py x 1"), "exits with 2")  # not its page
    expect(check_console, console("rm x"), "no command that is run")
    expect(check_console, readme("```python\nreturn = 1\n```"), "no Python")
    expect(check_console, readme("<!-- python: after x.bin -->\n```python\nimport os\n```"),
           "has left x.bin")

    expect(check_options, planted(options, "| `--seed N` |", "| `--sead N` |"),
           "options of train not documented: --seed")
    expect(check_options, planted(options, "| `--seed N` |", "| `--sead N` |"),
           "documented but not there: --sead")
    expect(check_options, planted(options, "| `--split NAME` |", "| `--part NAME` |"),
           "options of eval not documented: --split")
    expect(check_options, planted(options, "and stop |", "and stop |\n| `--more` | | |"),
           "documented but not there: --more")
    expect(check_options, planted(options, "`step` or", "`stop` or"), "values of --schedule")
    expect(check_options, planted(options, "| 2 | how many", "| 3 | how many"),
           "default of --keep-last is 2")
    expect(check_options, planted(options, "`--data DIR`", "`--data FILE`"), "--data takes DIR")
    expect(check_options, planted(options, "## `typenet describe`", "## `typenet show`"),
           "subcommands not documented: describe")
    expect(check_log, planted(log, "| `learning_rate` |", "| `rate` |"), "keys of step not doc")
    expect(check_log, planted(log, "### `end`", "### `finish`"), "events not documented: end")
    expect(check_log, planted(log, "[5, 5, 32, 64]", "[5, 5, 64, 32]"), "tensors not documented")
    expect(check_log, planted(log, "`step`, `seed`, `recipe`", "`step`, `recipe`"), "metadata not doc")
    expect(check_recipes, planted(recipes, "keep_probability = 0.25", "keep_probability = 0.5"),
           "settings of notebook not documented: keep_probability = 0.25")
    expect(check_recipes, planted(recipes, "| `augment = {.shift = 1}` |", "| `augment = {.shift = 3}` |"),
           "settings of modern documented but not there: augment = {.shift = 3}")
    with mock.patch.object(recipe_tables, "NOTEBOOK_SEED", 5):
        expect(check_recipes, pages, "shows seed 5, which is not the recipe's")
    expect(check_recipes, planted(recipes, "--epochs 0.75", "--epochs 9.75"), "the recipe for digits")
    expect(check_results, planted("README.md", "<!-- /results -->", "99.99 %\n<!-- /results -->"),
           "README.md: its results are stale")
    expect(check_results, planted(recipes, "<!-- results: modern, fashion -->", ""), "is missing")
    expect(check_results, readme("nothing"), "results is missing")
    failures += results_self_test(pages, tools)
    return failures

// SPDX-License-Identifier: BSL-1.0

// Numbers are read and written as ever where a program of one's own has set a locale.
#include <unistd.h>

#include <array>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <locale>
#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "scratch_folder.hpp"
#include "still_life.hpp"
#include "typenet/app/model.hpp"

namespace {

using namespace typenet;

/// A comma in numbers, and points wherever they can be.
struct commas : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
    [[nodiscard]] char do_thousands_sep() const override { return '.'; }
    [[nodiscard]] std::string do_grouping() const override { return "\1"; }
};

/// What the program says, on both outputs.
std::string told(std::vector<std::string> arguments) {
    app::model network{still::facts_of_net(), [](int) -> std::unique_ptr<app::engine> {
                           return std::make_unique<still::still_life>(1.0F);
                       }};
    network.summary.optimised = network.summary.vectorised = true;
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    std::FILE* const kept = std::tmpfile();
    const std::array outputs{STDOUT_FILENO, STDERR_FILENO};
    std::array<int, 2> before{};
    std::fflush(nullptr);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        before.at(i) = ::dup(outputs.at(i));
        ::dup2(::fileno(kept), outputs.at(i));
    }
    app::run(static_cast<int>(argv.size()), argv.data(), network);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        ::dup2(before.at(i), outputs.at(i));
        ::close(before.at(i));
    }
    std::string words(65536, '\0');
    std::fseek(kept, 0, SEEK_SET);
    words.resize(std::fread(words.data(), 1, words.size(), kept));
    std::fclose(kept);
    return words;
}

/// Help has the numbers of its defaults; the others read one and come to their next mistake.
const std::vector<std::vector<std::string>> command_lines{
    {"typenet", "train", "--help"},
    {"typenet", "train", "--learning-rate", "0.5", "--data", "/no such folder"},
    {"typenet", "train", "--epochs", "1e-3", "--keep-prob", ".25", "--data", "/no such folder"},
    {"typenet", "train", "--learning-rate", "0,5"}};

}  // namespace

TEST_CASE("a locale of the program's changes no number, and is left to it", "[locale]") {
    std::vector<std::string> expected;
    for (const auto& arguments : command_lines) expected.push_back(told(arguments));
    CHECK(expected[0].find("500") != std::string::npos);
    CHECK(expected[1].starts_with("error: /no such folder: "));

    const std::string c_before = std::setlocale(LC_ALL, nullptr);
    const std::locale with_commas(std::locale::classic(), new commas);
    const std::locale before = std::locale::global(with_commas);
    // Of C's locales a system may have none with a comma. Then one is made, if it has the sources.
    const tests::scratch_folder folder;
    const std::string made = (folder.path / "de_DE.UTF-8").string();
    const std::string make = "localedef -i de_DE -f UTF-8 '" + made + "' >'" + made + ".log' 2>&1";
    if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr && std::system(make.c_str()) == 0) {
        ::setenv("LOCPATH", folder.path.c_str(), 1);
        CHECK(std::setlocale(LC_ALL, "de_DE.UTF-8") != nullptr);
    }
    const std::string c_set = std::setlocale(LC_ALL, nullptr);
    for (std::size_t i = 0; i < command_lines.size(); ++i)
        CHECK(told(command_lines[i]) == expected[i]);
    CHECK(std::setlocale(LC_ALL, nullptr) == c_set);
    CHECK(std::locale() == with_commas);
    std::locale::global(before);
    std::setlocale(LC_ALL, c_before.c_str());
    ::unsetenv("LOCPATH");
}

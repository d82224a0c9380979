// SPDX-License-Identifier: BSL-1.0
#include "checkpoint/safetensors.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <csignal>
#include <fstream>
#include <iterator>
#include <numeric>

#include "catch.hpp"
#include "message.hpp"
#include "scratch_folder.hpp"
#include "support/error.hpp"
#include "support/file.hpp"

namespace {

using typenet::tests::message_of;
using typenet::tests::scratch_folder;
namespace fs = std::filesystem;
using typenet::checkpoint::read_safetensors;
using typenet::checkpoint::tensor_in;
using typenet::checkpoint::tensor_out;
using typenet::checkpoint::write_safetensors;
using typenet::support::write_atomically;

std::vector<std::string> names_in(const scratch_folder& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder.path))
        found.push_back(entry.path().filename().string());
    return found;
}

void put(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const fs::path& path, const std::string& text) {
    const std::array pieces{std::as_bytes(std::span(text))};
    write_atomically(path, pieces);
}

/// A file's bytes: the header's length, the header, and `data_bytes` zeros.
std::string file_of(const std::string& header, std::size_t data_bytes) {
    const auto length = std::bit_cast<std::array<char, 8>>(std::uint64_t{header.size()});
    return std::string(length.begin(), length.end()) + header + std::string(data_bytes, '\0');
}

/// The network of the malformed files: w [2,3] and b [3], 36 bytes.
struct small_network {
    std::vector<float> weights = std::vector<float>(6, 7.0F);
    std::vector<float> biases = std::vector<float>(3, 7.0F);

    [[nodiscard]] std::map<std::string, std::string> read(const fs::path& path) {
        const std::array<tensor_out, 2> tensors{tensor_out{"w", {2, 3}, weights},
                                                tensor_out{"b", {3}, biases}};
        return read_safetensors(path, tensors);
    }
    void write(const fs::path& path, const std::map<std::string, std::string>& metadata) const {
        const std::array<tensor_in, 2> tensors{tensor_in{"w", {2, 3}, weights},
                                               tensor_in{"b", {3}, biases}};
        write_safetensors(path, tensors, metadata);
    }
    [[nodiscard]] bool untouched() const {
        return weights == std::vector<float>(6, 7.0F) && biases == std::vector<float>(3, 7.0F);
    }
};

const std::string good_w = R"("w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]})";
const std::string good_b = R"("b":{"dtype":"F32","shape":[3],"data_offsets":[24,36]})";

std::string with(const std::string& w, const std::string& b) { return "{" + w + "," + b + "}"; }

}  // namespace

TEST_CASE("a safetensors file gives back what was written", "[safetensors]") {
    const scratch_folder folder;
    const fs::path path = folder.path / "net.safetensors";
    small_network written;
    std::iota(written.weights.begin(), written.weights.end(), -2.5F);
    std::iota(written.biases.begin(), written.biases.end(), 1e-40F);
    const std::map<std::string, std::string> metadata{{"step", "600"}, {"who", "Zo\u00eb \"x\"\n"}};
    written.write(path, metadata);

    small_network read;
    CHECK(read.read(path) == metadata);
    CHECK(read.weights == written.weights);
    CHECK(read.biases == written.biases);
}

TEST_CASE("a safetensors file has its bytes where the format says", "[safetensors]") {
    const scratch_folder folder;
    const fs::path path = folder.path / "net.safetensors";
    small_network{}.write(path, {});
    // 112 characters of header are a multiple of 8 already; 0x40e00000 is 7.0F.
    std::string expected = file_of(with(good_w, good_b), 0);
    REQUIRE(expected.size() == 8 + 112);
    for (int i = 0; i < 9; ++i) expected += std::string("\0\0\xe0\x40", 4);
    CHECK(content_of(path) == expected);

    small_network{}.write(path, {{"a", "b"}});
    const std::string padded = content_of(path);
    CHECK(padded.substr(0, 8) == std::string("\x90\0\0\0\0\0\0\0", 8));
    CHECK(padded.substr(8 + 112 + 27, 5) == std::string("     "));
    CHECK(padded.size() == 8 + 144 + 36);
}

TEST_CASE("tensors of a safetensors file may stand in any order", "[safetensors]") {
    const scratch_folder folder;
    const fs::path path = folder.path / "net.safetensors";
    std::string bytes = file_of(with(R"("b":{"data_offsets":[0,12],"dtype":"F32","shape":[3]})",
                                     R"("w":{"data_offsets":[12,36],"dtype":"F32","shape":[2,3]})"),
                                0);
    for (int i = 0; i < 3; ++i) bytes += std::string("\0\0\x80\x3f", 4);  // 1.0F
    put(path, bytes + std::string(24, '\0'));

    small_network read;
    CHECK(read.read(path).empty());
    CHECK(read.biases == std::vector<float>(3, 1.0F));
    CHECK(read.weights == std::vector<float>(6, 0.0F));
}

TEST_CASE("a malformed safetensors file is refused with one sentence", "[safetensors]") {
    struct malformed {
        std::string bytes;
        std::string sentence;  ///< after "checkpoint FILE"
    };
    const auto w_with = [](const std::string& members) {
        return file_of(with("\"w\":{" + members + "}", good_b), 36);
    };
    const std::string good = file_of(with(good_w, good_b), 36);
    const std::string huge = "99999999999999999999999999";
    const std::vector<malformed> files{
        {"", " is damaged: expected at least 8 bytes, found 0"},
        {good.substr(0, 7), " is damaged: expected at least 8 bytes, found 7"},
        {good.substr(0, 50), " is damaged: its header should have 112 bytes, found 42"},
        {std::string(7, '\xff') + "\x7f{}",
         " is damaged: its header should have 9223372036854775807 bytes, found 2"},
        {file_of(with(good_w, good_b) + std::string(2 << 20, ' '), 36),
         ": expected a header of at most 1049196 bytes, found 2097264"},
        {good.substr(0, good.size() - 1), " is damaged: expected 156 bytes, found 155"},
        {good + "x", " is damaged: expected 156 bytes, found 157"},
        {file_of("", 36), " is damaged: its header should begin with an opening brace"},
        {file_of("[1]", 36), " is damaged: its header should begin with an opening brace"},
        {file_of("\xef\xbb\xbf{}", 36),
         " is damaged: its header should begin with an opening brace"},
        {file_of("{\"w\":", 36), " is damaged: its header is not JSON, at byte 5 of 5"},
        {file_of("{} x", 36), " is damaged: its header is not JSON, at byte 4 of 4"},
        {file_of(with(good_w, good_b) + std::string("\0 ", 2), 36),
         " is damaged: its header is not JSON, at byte 113 of 114"},
        {file_of("{\"\xff\":1}", 36), " is damaged: its header is not JSON, at byte 3 of 7"},
        {file_of("{\"a\":" + std::string(1000, '['), 36),
         " is damaged: its header is nested too deeply"},
        {file_of("{" + good_w + "," + good_w + "," + good_b + "}", 36),
         " is damaged: its header has the key w twice"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[0,24],"\u0064type":"F32")"),
         " is damaged: its header has the key dtype twice"},
        {file_of("{\"__metadata__\":[]}", 36), " is damaged: its __metadata__ should be an object"},
        {file_of("{\"__metadata__\":{\"step\":3}}", 36),
         " is damaged: the value of step in its __metadata__ should be a string"},
        {file_of("{\"w\":3}", 36), " is damaged: its entry w should be an object"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[0,24],"stride\n":[3,1])"),
         " is damaged: its tensor w has the unknown key stride?"},
        {w_with(R"("dtype":32,"shape":[2,3],"data_offsets":[0,24])"),
         " is damaged: its tensor w has no dtype"},
        {w_with(R"("shape":[2,3],"data_offsets":[0,24])"),
         " is damaged: its tensor w has no dtype"},
        {w_with(R"("dtype":"F32","data_offsets":[0,24])"),
         " is damaged: its tensor w has no shape of whole numbers"},
        {w_with(R"("dtype":"F32","shape":[2,-3],"data_offsets":[0,24])"),
         " is damaged: its tensor w has no shape of whole numbers"},
        {w_with(R"("dtype":"F32","shape":[2,3.0],"data_offsets":[0,24])"),
         " is damaged: its tensor w has no shape of whole numbers"},
        {w_with(R"("dtype":"F32","shape":[2,NaN],"data_offsets":[0,24])"),
         " is damaged: its header is not JSON, at byte 32 of 114"},
        {w_with(R"("dtype":"F32","shape":[2,)" + huge + R"(],"data_offsets":[0,24])"),
         " is damaged: its tensor w has no shape of whole numbers"},
        {w_with(R"("dtype":"F32","shape":[2,1e999],"data_offsets":[0,24])"),
         " is damaged: its header has a number that is too large"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[0])"),
         " is damaged: its tensor w has no data_offsets of two whole numbers"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[0,"24"])"),
         " is damaged: its tensor w has no data_offsets of two whole numbers"},
        {w_with(R"("dtype":"F64","shape":[2,3],"data_offsets":[0,24])"),
         ": expected w as F32, found F64"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[0,23])"),
         " is damaged: expected w to have 24 bytes, found it at 0 to 23"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[24,0])"),
         " is damaged: expected w to have 24 bytes, found it at 24 to 0"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[4,28])"),
         " is damaged: expected w at byte 0, found it at 4"},
        {w_with(R"("dtype":"F32","shape":[2,3],"data_offsets":[40,64])"),
         " is damaged: expected b at byte 0, found it at 24"},
        {file_of(with(good_w, R"("b":{"dtype":"F32","shape":[3],"data_offsets":[20,32]})"), 36),
         " is damaged: expected b at byte 24, found it at 20"},
        {file_of(with(good_w, R"("b":{"dtype":"F32","shape":[3],"data_offsets":[28,40]})"), 40),
         " is damaged: expected b at byte 24, found it at 28"},
    };
    const scratch_folder folder;
    const fs::path path = folder.path / "net.safetensors";
    for (const malformed& file : files) {
        put(path, file.bytes);
        small_network net;
        CHECK(message_of([&] { (void)net.read(path); }) ==
              "checkpoint " + path.string() + file.sentence);
        CHECK(net.untouched());
    }
    put(path, good);
    small_network net;
    CHECK(message_of([&] { (void)net.read(path); }) == "no error");
    CHECK(net.weights == std::vector<float>(6, 0.0F));
}

TEST_CASE("a checkpoint of another network is compared with the expected one", "[safetensors]") {
    const scratch_folder folder;
    const fs::path path = folder.path / "net.safetensors";
    const std::string other = "checkpoint " + path.string() + " is of another network: ";
    const std::vector<float> values(24, 1.0F);
    const auto sentence = [&](std::vector<tensor_in> held) {
        write_safetensors(path, held, {});
        small_network net;
        std::string text = message_of([&] { (void)net.read(path); });
        CHECK(net.untouched());
        return text;
    };
    const std::span some(values);

    CHECK(sentence({{"w", {3, 2}, some.first(6)}, {"b", {3}, some.first(3)}}) ==
          other + "expected w [2,3], found w [3,2]");
    CHECK(sentence({{"w", {2, 3, 1}, some.first(6)}, {"b", {4}, some.first(4)}}) ==
          other + "expected w [2,3], found w [2,3,1]");
    CHECK(sentence({{"w", {2, 3}, some.first(6)}}) == other + "missing b [3]");
    CHECK(sentence({}) == other + "missing w [2,3] and 1 more");
    CHECK(sentence({{"w", {2, 3}, some.first(6)},
                    {"b", {3}, some.first(3)},
                    {"conv1.weights", {}, some.first(1)}}) ==
          other + "superfluous conv1.weights []");
    CHECK(sentence({{"w", {6}, some.first(6)},
                    {"c", {1}, some.first(1)},
                    {"d\x1b[31m" + std::string(100, 'd'),
                     {1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                     some.first(1)}}) ==
          other + "expected w [2,3], found w [6]; missing b [3]; superfluous c [1] and 1 more");
    CHECK(sentence({{"w", {2, 3}, some.first(6)},
                    {"b", {3}, some.first(3)},
                    {"d\x1b[31m" + std::string(100, 'd'),
                     {1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                     some.first(1)}}) ==
          other + "superfluous d?[31m" + std::string(54, 'd') + "... [1,1,1,1,1,1,1,1,...]");
}

TEST_CASE("what is no file cannot be read as a checkpoint", "[safetensors]") {
    const scratch_folder folder;
    small_network net;
    const auto sentence = [&](const fs::path& path) {
        return message_of([&] { (void)net.read(path); });
    };
    const fs::path missing = folder.path / "missing";
    CHECK(sentence(missing) ==
          "cannot read checkpoint " + missing.string() + ": No such file or directory");
    CHECK(sentence(folder.path) ==
          "cannot read checkpoint " + folder.path.string() + ": not a regular file");
}

TEST_CASE("nothing is written that could not be read again", "[safetensors]") {
    const scratch_folder folder;
    const fs::path path = folder.path / "net.safetensors";
    put(path, "old");
    const small_network net;
    const std::string cannot = "cannot write " + path.string() + ": ";
    CHECK(message_of([&] { net.write(path, {{"a", "\xff"}}); }) ==
          cannot + "a text in its metadata is not UTF-8");
    CHECK(message_of([&] { net.write(path, {{"a", std::string(2 << 20, 'a')}}); }) ==
          cannot + "expected a header of at most 1049196 bytes, found 2097288");
    const std::span weights(net.weights);
    const std::vector<tensor_in> wrong_size{{"w", {2, 2}, weights}};
    const std::vector<tensor_in> twice{{"w", {6}, weights}, {"w", {6}, weights}};
    CHECK_THROWS_AS(write_safetensors(path, wrong_size, {}), std::invalid_argument);
    CHECK_THROWS_AS(write_safetensors(path, twice, {}), std::invalid_argument);
    CHECK(content_of(path) == "old");
    CHECK(names_in(folder).size() == 1);
}

TEST_CASE("a file is replaced as a whole", "[file]") {
    const scratch_folder folder;
    const fs::path path = folder.path / std::string(255, 'n');
    const std::string first = "first";
    const std::string second = " and second";
    put(path, "much longer than what replaces it");
    const std::array pieces{std::as_bytes(std::span(first)), std::as_bytes(std::span(second))};
    write_atomically(path, pieces);
    CHECK(content_of(path) == "first and second");

    const fs::path link = folder.path / "link";
    fs::create_symlink(path, link);
    write_text(link, "through the link");
    CHECK(fs::is_symlink(link));
    CHECK(content_of(path) == "through the link");
    CHECK(names_in(folder).size() == 2);
}

TEST_CASE("a failed write leaves the old file and nothing else", "[file]") {
    const scratch_folder folder;
    const fs::path path = folder.path / "file";
    put(path, "old");

    // A full disk, as a limit of this process: the first write is cut short, the next one fails.
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{100, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const std::string sentence = message_of([&] { write_text(path, std::string(1000, 'x')); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);

    CHECK(sentence == "cannot write " + path.string() + ": File too large");
    CHECK(content_of(path) == "old");
    CHECK(names_in(folder) == std::vector<std::string>{"file"});
}

TEST_CASE("a path that cannot be written is told with its reason", "[file]") {
    const scratch_folder folder;
    const auto sentence = [](const fs::path& path) {
        return message_of([&] { write_text(path, "new"); });
    };
    const std::string cannot = "cannot write " + folder.path.string();
    CHECK(sentence(folder.path) == cannot + ": Is a directory");
    CHECK(sentence(folder.path / "a" / "b") ==
          cannot + "/a/b: its folder " + folder.path.string() + "/a: No such file or directory");
    CHECK(names_in(folder).empty());
    const fs::path pipe = folder.path / "pipe";  // for all special files, /dev/null among them
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(sentence(pipe) == cannot + "/pipe: Not a regular file");
    CHECK(fs::is_fifo(pipe));

    // Root may write everywhere, so it becomes somebody else for a moment.
    const fs::path closed = folder.path / "closed";
    fs::create_directory(closed);
    fs::permissions(folder.path, fs::perms(0755));
    fs::permissions(closed, fs::perms(0555));
    const uid_t user = ::geteuid();
    if (user == 0) REQUIRE(::seteuid(65534) == 0);
    const std::string refused = sentence(closed / "file");
    if (user == 0) REQUIRE(::seteuid(user) == 0);
    CHECK(refused == cannot + "/closed/file: Permission denied");
    CHECK(fs::is_empty(closed));
    fs::permissions(closed, fs::perms(0755));
}

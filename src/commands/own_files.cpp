// SPDX-License-Identifier: BSL-1.0
#include "commands/own_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "checkpoint/checkpoint_store.hpp"
#include "data/load.hpp"
#include "exchange/page_files.hpp"
#include "support/error.hpp"
#include "support/file.hpp"
#include "support/file_identity.hpp"

namespace typenet::app {

namespace {

namespace fs = std::filesystem;

/// The files that a command reads and writes. What has the same purpose may be the same file.
class file_uses {
public:
    void reads(const std::string& purpose, const fs::path& file) { add(purpose, file, false); }
    void writes(const std::string& purpose, const fs::path& file) {
        if (support::is_temporary_name(file.filename()))
            throw usage_error(
                fmt::format("{}: expected a name that is no temporary file's, found {}", purpose,
                            file.string()));
        add(purpose, file, true);
    }

    /// A data set may have a million files: they are looked at only if one of those to be written
    /// is there, and could be one of them.
    void reads_data(const fs::path& folder) {
        if (folder.empty()) return;
        const auto is_written = [](const use& u) { return u.is_written && u.what.exists(); };
        if (std::ranges::none_of(uses_, is_written)) return;
        for (const fs::path& file : data::source_files(folder))
            if (std::ranges::any_of(
                    uses_, [&](const use& u) { return is_written(u) && u.what.is_inode_of(file); }))
                reads("--data", file);
    }

private:
    struct use {
        std::string purpose;
        fs::path file;
        support::file_identity what;
        bool is_written;
    };

    void add(const std::string& purpose, const fs::path& file, bool is_written) {
        if (file.empty()) return;
        const use added{purpose, file, support::file_identity(file), is_written};
        for (const use& other : uses_) {
            if (other.purpose == purpose || !(is_written || other.is_written)) continue;
            if (other.what != added.what) continue;
            // The one that would destroy the other is named first.
            const use& blamed = is_written ? added : other;
            const use& spared = is_written ? other : added;
            throw usage_error(fmt::format("{} {}: expected a file of its own, found {} of {}",
                                          blamed.purpose, blamed.file.string(),
                                          spared.file.string(), spared.purpose));
        }
        uses_.push_back(added);
    }

    std::vector<use> uses_;
};

}  // namespace

void expect_own_files(const train_options& options) {
    constexpr const char* checkpoint = "--checkpoint";
    file_uses uses;
    if (!options.resume.empty()) {
        const bool goes_on_there =
            support::file_identity(options.resume) == support::file_identity(options.checkpoint);
        for (const fs::path& file : checkpoint_files(options.resume, most_kept))
            uses.reads(goes_on_there ? checkpoint : "--resume", file);
    }
    uses.reads("--init-from", options.init_from);
    if (!options.checkpoint.empty())
        for (const fs::path& file : checkpoint_files(options.checkpoint, options.keep_last))
            uses.writes(checkpoint, file);
    uses.writes("--log", options.log);
    uses.writes("--report", options.report);
    uses.reads_data(options.data);
}

void expect_own_files(const report_options& options) {
    file_uses uses;
    uses.reads("--log", options.log);
    uses.reads("--checkpoint", options.checkpoint);
    uses.writes("--out", options.out);
    uses.reads_data(options.data);
}

void expect_own_files(const export_options& options) {
    file_uses uses;
    uses.reads("--checkpoint", options.checkpoint);
    uses.writes("--onnx", options.onnx);
    uses.writes("--header", options.header);
    if (!options.web.empty()) {
        uses.writes("--web", exchange::weights_file_of_page(options.web));
        uses.writes("--web", exchange::samples_file_of_page(options.web));
    }
    uses.reads_data(options.data);
}

void expect_own_files(const import_options& options) {
    file_uses uses;
    uses.reads("--weights", options.weights);
    uses.reads("--check", options.check);
    uses.writes("--out", options.out);
}

}  // namespace typenet::app

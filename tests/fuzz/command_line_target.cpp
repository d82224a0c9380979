// SPDX-License-Identifier: BSL-1.0
// The arguments of the program, one a line.
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include "checkpoint/checkpoint_store.hpp"
#include "commands/command_line.hpp"
#include "target.hpp"

namespace {

using namespace typenet;
using fuzz::demand;

void check_train(const app::train_options& asked) {
    const app::recipe& how = asked.how;
    demand(how.keep_probability > 0 && how.keep_probability <= 1, "a share of units is kept");
    demand(how.learning_rate > 0 && how.learning_rate <= 1e3, "a learning rate is within limits");
    demand(how.epochs >= 0 && how.epochs <= 1e6, "epochs are within limits");
    demand(how.steps <= 1'000'000'000, "steps are within limits");
    demand(asked.checkpoint_every >= 1, "checkpoints are some steps apart");
    demand(asked.keep_last >= 1 && asked.keep_last <= app::most_kept, "a checkpoint is kept");
    demand(!asked.log_every || *asked.log_every >= 1, "reports are some steps apart");
    demand(asked.resume.empty() || !asked.checkpoint.empty(), "a resumed run goes on in a file");
}

void check(const app::request& asked) {
    using kind = app::request::kind;
    for (const int threads :
         {asked.train.threads, asked.eval.threads, asked.predict.threads, asked.report.threads})
        demand(threads >= 0 && threads <= 256, "threads are within limits");
    if (asked.what == kind::train) check_train(asked.train);
    if (asked.what == kind::eval) {
        demand(!asked.eval.checkpoint.empty(), "a checkpoint is judged");
        const std::string& split = asked.eval.split;
        demand(split == "train" || split == "validation" || split == "test", "a part is judged");
    }
    if (asked.what == kind::report)
        demand(!asked.report.checkpoint.empty() && !asked.report.log.empty() &&
                   !asked.report.out.empty(),
               "a log and a checkpoint make a page");
    if (asked.what == kind::predict)
        demand(!asked.predict.checkpoint.empty() && !asked.predict.images.empty(),
               "a checkpoint judges a picture");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    ::unsetenv("TYPENET_DATA");
    std::vector<std::string> words{""};
    for (std::size_t i = 0; i < size; ++i) {
        if (bytes[i] == '\n')
            words.emplace_back();
        else if (bytes[i] != '\0')  // ends an argument wherever it stands
            words.back() += static_cast<char>(bytes[i]);
    }
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    static const std::vector<std::string> networks{"digits", "shapes"};
    // A refusal repeats the argument.
    fuzz::accepts(
        [&] {
            check(
                app::read_command_line(static_cast<int>(words.size()), arguments.data(), networks));
        },
        1000 + 2 * size);
    return 0;
}

// SPDX-License-Identifier: BSL-1.0
#pragma once

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
//
#include "typenet/app/trainer_engine.hpp"
#include "typenet/train/data_set.hpp"

namespace typenet::app {

/// A network behind the interface of the program.
///
/// **Errors** (compile time): those of `run`.
template <network_type Net, optimizer_type Optimizer = adam, batch_type Batch = batch<128>>
model model_of() {
    checking::tell(std::type_identity<Net>{});
    checking::tell<checking::limits_fault<Net, Optimizer, Batch, float>()>();
    static_assert(loss_of<Net>::classifies,
                  "the program trains classifiers; use typenet::trainer for another loss");
    using trainer_type = trainer<Net, Optimizer, Batch>;
    static constexpr network_summary summary = detail::summary_of<trainer_type>();
    return {summary, [](int threads) -> std::unique_ptr<engine> {
                return std::make_unique<detail::trainer_engine<trainer_type>>(threads);
            }};
}

/// The whole command line (`train`, `describe`, …) for one network; a program's `main` needs
/// nothing else: `int main(int argc, char** argv) { return typenet::app::run<digits>(argc, argv);
/// }`
///
/// **Errors** (compile time): a `DataSet` of other images or classes than the network's.
template <network_type Net, optimizer_type Optimizer = adam, batch_type Batch = batch<128>,
          class DataSet = any_data_set>
int run(int argc, char** argv) {
    checking::tell(std::type_identity<Net>{});
    checking::tell<checking::limits_fault<Net, Optimizer, Batch, float>()>();
    checking::tell<checking::data_set_fault<Net, DataSet>("app::run")>();
    return run(argc, argv, model_of<Net, Optimizer, Batch>());
}

}  // namespace typenet::app

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

// First, so that their errors have a short way to the user's file.
#include "typenet/base/diagnostic.hpp"
#include "typenet/network/network.hpp"
//
#include "typenet/app/trainer_engine.hpp"
#include "typenet/train/data_set.hpp"

namespace typenet::app {

/// A network behind the interface of the program, under a name if it has one.
///
/// **Errors** (compile time): those of `run`.
template <network_type Net, optimizer_type Optimizer = adam, batch_type Batch = batch<128>>
model model_of(const text& name = {}) {
    checking::tell(std::type_identity<Net>{});
    checking::tell<checking::limits_fault<Net, Optimizer, Batch, float>()>();
    using trainer_type = trainer<Net, Optimizer, Batch>;
    static constexpr network_summary summary = detail::summary_of<trainer_type>();
    model made{summary, [](int threads) -> std::unique_ptr<engine> {
                   return std::make_unique<detail::trainer_engine<trainer_type>>(threads);
               }};
    made.summary.name = name;
    return made;
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

/// A network with its optimiser and batch under the name that `--network` takes, for a program of
/// several: `named<"signs", signs, sgd, batch<64>>`.
template <text Name, network_type Net, optimizer_type Optimizer = adam,
          batch_type Batch = batch<128>>
struct named {
    static constexpr text name = Name;  ///< in the command line and in checkpoints
    /// The network behind the interface of the program.
    static model make() { return model_of<Net, Optimizer, Batch>(Name); }
};

namespace detail {

// By its name, not by its members: to look for them in a wrong network would be another error.
template <class T>
inline constexpr bool is_named = false;
template <text Name, network_type Net, optimizer_type Optimizer, batch_type Batch>
inline constexpr bool is_named<named<Name, Net, Optimizer, Batch>> = true;

}  // namespace detail

/// A `named<...>`.
template <class T>
concept named_type = detail::is_named<T>;

/// The whole command line for several networks: `run<named<"signs", signs>, named<"shapes",
/// shapes>>(argc, argv)`. The first is trained and described unless `--network` names another; a
/// checkpoint knows its own.
///
/// **Errors** (compile time): an empty name, one name twice.
template <named_type... Networks>
int run(int argc, char** argv) {
    static_assert(
        [] {
            const std::array<text, sizeof...(Networks)> names{Networks::name...};
            for (std::size_t i = 0; i < names.size(); ++i) {
                if (names[i].empty()) return false;
                for (std::size_t j = 0; j < i; ++j)
                    if (names[i] == names[j]) return false;
            }
            return true;
        }(),
        "each network of a program needs a name of its own");
    const std::array networks{Networks::make()...};
    return run(argc, argv, networks);
}

}  // namespace typenet::app

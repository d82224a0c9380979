// SPDX-License-Identifier: BSL-1.0
#include "run/minibatches.hpp"

namespace typenet::app {

minibatches::minibatches(const data::labelled_images& from, const data::input_scaling& scaling,
                         const recipe& how, int size)
    : inputs_(from, scaling, how.augment, how.seed),
      order_(from.count(), how.order, how.seed),
      indices_(static_cast<std::size_t>(size)),
      images_(indices_.size() * from.size.pixels()),
      labels_(from.labels.empty() ? 0 : indices_.size()),
      targets_(from.targets.size() / from.count() * indices_.size()) {}

void minibatches::make(std::uint32_t number) {
    order_.indices(number, indices_);
    data::fill_batch(inputs_, indices_, number, images_, labels_, targets_);
}

/// Images without targets are their own.
targets minibatches::image_targets() const {
    return {labels_, targets_.empty() ? images_ : targets_};
}

}  // namespace typenet::app

// SPDX-License-Identifier: BSL-1.0
#include "exchange/slots.hpp"

#include <algorithm>
#include <cstddef>

namespace typenet::exchange {

namespace {

/// Whether an output depends on the input at its place alone, so that it may be written there.
bool works_in_place(operation what) {
    switch (what) {
        case operation::batch_norm:
        case operation::relu:
        case operation::leaky_relu:
        case operation::tanh:
        case operation::sigmoid:
        case operation::gelu:
        case operation::addition:
            return true;
        default:
            return false;
    }
}

/// Chooses among arrays that come and go.
class allocation {
public:
    /// A slot of at least that size, from this moment to that one.
    int take(extent size, int from, int to) {
        int best = -1;
        for (int i = 0; i < static_cast<int>(sizes.size()); ++i)
            if (at(busy_to_, i) < from &&
                (best < 0 || is_better(at(sizes, i), at(sizes, best), size)))
                best = i;
        if (best < 0) {
            best = static_cast<int>(sizes.size());
            sizes.push_back(0);
            busy_to_.push_back(0);
        }
        at(sizes, best) = std::max(at(sizes, best), size);
        hold(best, to);
        return best;
    }
    void hold(int slot, int to) { at(busy_to_, slot) = to; }

    std::vector<extent> sizes;

private:
    template <class Number>
    static Number& at(std::vector<Number>& of, int i) {
        return of[static_cast<std::size_t>(i)];
    }
    static bool is_better(extent a, extent b, extent wanted) {
        if ((a >= wanted) != (b >= wanted)) return a >= wanted;
        return a >= wanted ? a < b : a > b;
    }

    std::vector<int> busy_to_;  // the last moment at which it is read
};

}  // namespace

slots slots_of(const exported_network& network) {
    const auto count = network.layers.size();
    // `flatten` gives what it reads: its readers are readers of that.
    std::vector<int> source(count);
    std::vector<int> last_read(count);
    const auto source_of = [&](int layer) {
        return layer < 0 ? -1 : source[static_cast<std::size_t>(layer)];
    };
    const auto read_at = [&](int layer, int moment) {
        const int from = source_of(layer);
        if (from >= 0) last_read[static_cast<std::size_t>(from)] = moment;
    };
    for (std::size_t i = 0; i < count; ++i) {
        const exported_layer& layer = network.layers[i];
        const int now = static_cast<int>(i);
        source[i] = layer.what == operation::flatten ? source_of(layer.reads[0]) : now;
        for (const int from : layer.reads) read_at(from, now);
    }
    read_at(network.last, static_cast<int>(count));

    slots found;
    allocation arrays;
    const auto slot_of = [&](int layer) {
        return layer < 0 ? -1 : found.of[static_cast<std::size_t>(layer)];
    };
    for (std::size_t i = 0; i < count; ++i) {
        const exported_layer& layer = network.layers[i];
        const int now = static_cast<int>(i);
        if (source[i] != now) {
            found.of.push_back(slot_of(source[i]));
            continue;
        }
        const auto ends_here = [&](int from) {
            const int at = source_of(from);
            return at >= 0 && last_read[static_cast<std::size_t>(at)] == now;
        };
        const auto place = std::ranges::find_if(layer.reads, ends_here);
        if (works_in_place(layer.what) && place != layer.reads.end()) {
            found.of.push_back(slot_of(source_of(*place)));
            arrays.hold(found.of.back(), last_read[i]);
        } else {
            found.of.push_back(arrays.take(layer.out.size(), now, last_read[i]));
        }
    }
    found.sizes = arrays.sizes;
    return found;
}

}  // namespace typenet::exchange

// SPDX-License-Identifier: BSL-1.0
#include "exchange/layer_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <utility>

#include "exchange/layer_names.hpp"
#include "support/error.hpp"
#include "support/extents.hpp"

namespace typenet::exchange {

namespace {

using app::network_summary;

/// A layer of the network that has tensors.
struct own_layer {
    std::size_t node;
    family what;
    std::vector<std::size_t> tensors;
};

/// The tensors of a file that belong together.
struct foreign_layer {
    std::string name;
    family what = family::own;
    std::vector<const foreign_tensor*> tensors;
    std::vector<std::string> roles;              // as tensors
    std::optional<std::size_t> place;            // the layer of the network that the user says
    std::optional<std::size_t> order_in_file{};  // as the metadata say

    [[nodiscard]] const foreign_tensor* with_role(std::string_view role) const {
        const auto found = std::ranges::find(roles, role);
        return found == roles.end() ? nullptr
                                    : tensors[static_cast<std::size_t>(found - roles.begin())];
    }
    /// What is told from others by: weights, or any of a normalisation.
    [[nodiscard]] const foreign_tensor& first() const {
        const foreign_tensor* const weights = with_role("weights");
        return weights != nullptr ? *weights : *tensors.front();
    }
};

using pair_of_layers = std::pair<std::size_t, std::size_t>;

/// What comes of taking a file's layout for one of the two.
struct trial {
    layout from = layout::keras;
    std::vector<std::optional<std::size_t>> places;  // of the file's layers in the network
    std::vector<std::size_t> missing;                // layers of the network
    std::vector<std::size_t> superfluous;            // layers of the file
    std::optional<pair_of_layers> not_told;  // layers of the file of one shape, in unknown order
    std::optional<pair_of_layers> crossed;  // layers of the file in another order than their places
    std::optional<std::size_t> relies_on_order;  // a layer of the file

    [[nodiscard]] bool fits() const { return missing.empty() && superfluous.empty(); }
    /// Whether all is as if this were the layout.
    [[nodiscard]] bool is_smooth() const { return fits() && !not_told && !crossed; }
};

std::string list_of(const std::vector<std::string>& names) {
    return names.size() == 1 ? names[0] : fmt::format("{} and {} more", names[0], names.size() - 1);
}

class matcher {
public:
    matcher(const network_summary& network, const weights_file& file, const match_hints& hints)
        : network_(network), file_(file) {
        take_network();
        take_file(hints);
        take_order();
    }

    [[nodiscard]] layer_match match(std::optional<layout> said) const {
        const auto [tried, told_by] = layout_of_file(said);
        if (!tried.fits()) refuse_network(tried);
        if (tried.not_told) {
            const auto& [a, b] = *tried.not_told;
            throw error(fmt::format(
                "{}: expected names that tell the order of {} and {}, which have one shape, found "
                "names that do not; say with --map where they belong, as in --map {}={}",
                file_.who(), shown(a), shown(b), shown(a), name_of_own(*tried.places[a])));
        }
        if (tried.crossed && tried.relies_on_order) {
            const auto& [a, b] = *tried.crossed;
            throw error(fmt::format(
                "{}: expected its layers in the order of the network's, found {} before {}, which "
                "are {} and {}; say with --map where layers of one shape belong, such as {}",
                file_.who(), shown(a), shown(b), name_of_own(*tried.places[a]),
                name_of_own(*tried.places[b]), shown(*tried.relies_on_order)));
        }
        layer_match found = partial(tried);
        found.told_by = told_by;
        found.ordered_by = order_ == nullptr ? "their names" : "the file's metadata";
        expect_tensors(found, tried);
        return found;
    }

private:
    void take_network() {
        for (std::size_t i = 0; i < network_.tensors.size(); ++i) {
            const auto at = static_cast<std::size_t>(network_.tensors[i].node);
            if (own_.empty() || own_.back().node != at)
                own_.push_back({at, family_of(network_.nodes[at]), {}});
            own_.back().tensors.push_back(i);
        }
    }

    /// The user's places first: a tensor that has one of its own leaves its layer.
    void take_file(const match_hints& hints) {
        std::map<std::string, foreign_layer> layers;
        std::set<std::string> used;
        for (const foreign_tensor& one : file_.tensors()) {
            std::string layer = "layer " + one.layer;  // no name that a user's place has
            std::string role = one.role;
            std::optional<std::size_t> place;
            auto hint = hints.places.find(one.name);
            if (hint == hints.places.end()) hint = hints.places.find(one.in_file);
            if (hint != hints.places.end()) {
                const std::size_t tensor = own_tensor(hint->second, hint->first);
                place = own_of_tensor(tensor);
                role = network_.tensors[tensor].tensor.name;
                layer = hint->second.substr(0, hint->second.rfind('.'));
            } else if (hint = hints.places.find(one.layer); hint != hints.places.end()) {
                place = own_named(hint->second, hint->first);
            }
            if (hint != hints.places.end()) used.insert(hint->first);
            foreign_layer& to = layers[layer];
            to.name = one.layer;
            to.place = place;
            to.tensors.push_back(&one);
            to.roles.push_back(role);
        }
        for (const auto& [name, place] : hints.places)
            if (!used.contains(name))
                throw usage_error(fmt::format(
                    "--map {}={}: expected a layer or a tensor of {}, found none of that name",
                    name, place, file_.who()));
        for (auto& [key, layer] : layers) {
            layer.what = family_of_file(layer);
            if (layer.place) layer.what = own_[*layer.place].what;
            foreign_.push_back(std::move(layer));
        }
    }

    static family family_of_file(const foreign_layer& layer) {
        if (const foreign_tensor* const weights = layer.with_role("weights")) {
            if (weights->shape.size() == 4) return family::window;
            if (weights->shape.size() == 2) return family::matrix;
            return family::own;
        }
        return layer.with_role("gamma") != nullptr || layer.with_role("mean") != nullptr
                   ? family::norm
                   : family::own;
    }

    void take_order() {
        const auto found = file_.metadata().find("order");
        if (found == file_.metadata().end()) return;
        const auto names = nlohmann::json::parse(found->second, nullptr, false);
        std::map<std::string, std::size_t> places;
        bool is_list = names.is_array();
        for (std::size_t i = 0; is_list && i < names.size(); ++i) {
            is_list = names[i].is_string();
            if (is_list) places.emplace(names[i].get<std::string>(), i);
        }
        if (!is_list)
            throw error(fmt::format(
                "{}: expected a JSON list of names as the order in its metadata", file_.who()));
        for (foreign_layer& layer : foreign_) {
            for (const foreign_tensor* const one : layer.tensors) {
                const auto at = places.find(one->in_file);
                if (at == places.end())
                    throw error(
                        fmt::format("{}: expected all tensors in the order in its metadata, "
                                    "found none that is {}",
                                    file_.who(), one->name));
                layer.order_in_file =
                    std::min(at->second, layer.order_in_file.value_or(at->second));
            }
        }
        order_ = &found->second;
    }

    // ---- names ----------------------------------------------------------------------------------

    [[nodiscard]] std::string shown(std::size_t foreign) const {
        const std::string name = checkpoint::printable(foreign_[foreign].name);
        return name.empty() ? foreign_[foreign].first().name : name;
    }
    [[nodiscard]] std::string name_of_own(std::size_t own) const {
        return std::string(network_.nodes[own_[own].node].name.view());
    }
    [[nodiscard]] std::size_t own_named(const std::string& name, const std::string& of) const {
        for (std::size_t i = 0; i < own_.size(); ++i)
            if (name_of_own(i) == name) return i;
        throw usage_error(fmt::format(
            "--map {}={}: expected the name of a layer with tensors, such as {}, found {}", of,
            name, own_.empty() ? "none" : name_of_own(0), name));
    }
    [[nodiscard]] std::size_t own_tensor(const std::string& name, const std::string& of) const {
        for (std::size_t i = 0; i < network_.tensors.size(); ++i)
            if (network_.tensors[i].name.view() == name) return i;
        throw usage_error(fmt::format(
            "--map {}={}: expected the name of a tensor, such as {}, found {}", of, name,
            network_.tensors.empty() ? "none" : network_.tensors[0].name.view(), name));
    }
    [[nodiscard]] std::size_t own_of_tensor(std::size_t tensor) const {
        const auto node = static_cast<std::size_t>(network_.tensors[tensor].node);
        return static_cast<std::size_t>(std::ranges::find(own_, node, &own_layer::node) -
                                        own_.begin());
    }
    [[nodiscard]] std::partial_ordering order(std::size_t a, std::size_t b) const {
        if (order_ != nullptr) return *foreign_[a].order_in_file <=> *foreign_[b].order_in_file;
        return order_of_names(foreign_[a].name, foreign_[b].name);
    }

    // ---- matching -------------------------------------------------------------------------------

    /// Layers of the network and of the file that could be each other.
    struct group {
        std::vector<std::size_t> own;
        std::vector<std::size_t> foreign;
    };
    using groups_by_shape = std::map<std::pair<family, std::vector<std::uint64_t>>, group>;

    [[nodiscard]] trial try_layout(layout from) const {
        trial tried{.from = from,
                    .places = {},
                    .missing = {},
                    .superfluous = {},
                    .not_told = {},
                    .crossed = {},
                    .relies_on_order = {}};
        tried.places.resize(foreign_.size());
        std::set<std::size_t> taken;
        groups_by_shape groups;
        for (std::size_t f = 0; f < foreign_.size(); ++f) {
            const foreign_layer& layer = foreign_[f];
            tried.places[f] = layer.place;
            if (layer.place && !taken.insert(*layer.place).second)
                throw usage_error(fmt::format("--map: expected one place for {}, found two",
                                              name_of_own(*layer.place)));
            if (!layer.place) groups[{layer.what, layer.first().shape}].foreign.push_back(f);
        }
        for (std::size_t i = 0; i < own_.size(); ++i) {
            const own_layer& layer = own_[i];
            if (taken.contains(i)) continue;
            const tensor& first = network_.tensors[layer.tensors.front()].tensor;
            groups[{layer.what, shape_in(from, network_.nodes[layer.node], first)}].own.push_back(
                i);
        }
        place_in_turn(tried, groups);
        if (!tried.fits()) return tried;  // which may have any number of layers
        const bool follow = put_in_order(tried, groups);
        for (const auto& [key, members] : groups)
            if (members.foreign.size() > 1 && (!follow || key.first != family::norm))
                tried.relies_on_order = members.foreign.front();
        find_crossed(tried, follow);
        return tried;
    }

    /// As they come, for a table of what does not fit.
    static void place_in_turn(trial& tried, const groups_by_shape& groups) {
        for (const auto& [key, members] : groups) {
            const std::size_t common =
                key.first == family::own ? 0 : std::min(members.own.size(), members.foreign.size());
            for (std::size_t i = 0; i < common; ++i)
                tried.places[members.foreign[i]] = members.own[i];
            for (std::size_t i = common; i < members.own.size(); ++i)
                tried.missing.push_back(members.own[i]);
            for (std::size_t i = common; i < members.foreign.size(); ++i)
                tried.superfluous.push_back(members.foreign[i]);
        }
        std::ranges::sort(tried.missing);
    }

    /// Returns whether normalisations have their places from the layers that they follow.
    bool put_in_order(trial& tried, groups_by_shape& groups) const {
        // Windows and matrices come first: family has them in this order.
        std::optional<pair_of_layers> norms_not_told;
        for (auto& [key, members] : groups) {
            std::optional<pair_of_layers> not_told;
            for (const std::size_t a : members.foreign)
                for (const std::size_t b : members.foreign)
                    if (a < b && order(a, b) == std::partial_ordering::unordered && !not_told)
                        not_told = {a, b};
            if (!not_told)
                std::ranges::sort(members.foreign, [&](std::size_t a, std::size_t b) {
                    return order(a, b) == std::partial_ordering::less;
                });
            for (std::size_t i = 0; i < members.own.size(); ++i)
                tried.places[members.foreign[i]] = members.own[i];
            if (!not_told) continue;
            std::optional<pair_of_layers>& to =
                key.first == family::norm ? norms_not_told : tried.not_told;
            if (!to) to = not_told;
        }
        const bool follow = order_ == nullptr && !tried.not_told && place_by_followed(tried);
        if (!follow && !tried.not_told) tried.not_told = norms_not_told;
        return follow;
    }

    /// Where each normalisation of the network is right behind a layer with weights, and each of
    /// the file has the name of one, they go together.
    [[nodiscard]] bool place_by_followed(trial& tried) const {
        std::map<std::size_t, std::size_t> behind;  // own layer to the own norm that reads it
        for (std::size_t i = 0; i < own_.size(); ++i) {
            if (own_[i].what != family::norm) continue;
            const int read = network_.nodes[own_[i].node].reads[0];
            const auto at = std::ranges::find_if(own_, [&](const own_layer& one) {
                return std::cmp_equal(one.node, read) && one.what != family::norm;
            });
            if (at == own_.end()) return false;
            if (!behind.emplace(at - own_.begin(), i).second) return false;
        }
        std::vector<std::optional<std::size_t>> places = tried.places;
        std::set<std::size_t> used;
        for (std::size_t n = 0; n < foreign_.size(); ++n) {
            if (foreign_[n].what != family::norm) continue;
            std::vector<std::size_t> candidates;
            for (std::size_t f = 0; f < foreign_.size(); ++f) {
                if (foreign_[f].what == family::norm || !places[f]) continue;
                const auto at = behind.find(*places[f]);
                if (at != behind.end() && is_norm_behind(foreign_[n].name, foreign_[f].name))
                    candidates.push_back(at->second);
            }
            if (candidates.size() != 1 || !used.insert(candidates[0]).second) return false;
            if (foreign_[n].place && *foreign_[n].place != candidates[0]) return false;
            const tensor& first = network_.tensors[own_[candidates[0]].tensors.front()].tensor;
            if (!std::ranges::equal(support::extents_of(first), foreign_[n].first().shape,
                                    [](auto a, auto b) { return std::cmp_equal(a, b); }))
                return false;
            places[n] = candidates[0];
        }
        tried.places = places;
        return true;
    }

    void find_crossed(trial& tried, bool norms_follow) const {
        for (std::size_t a = 0; a < foreign_.size(); ++a) {
            for (std::size_t b = 0; b < foreign_.size(); ++b) {
                const family what = foreign_[a].what;
                if (what != foreign_[b].what || !tried.places[a] || !tried.places[b]) continue;
                if (what == family::own || (what == family::norm && norms_follow)) continue;
                if (*tried.places[a] > *tried.places[b] &&
                    order(a, b) == std::partial_ordering::less && !tried.crossed)
                    tried.crossed = {a, b};
            }
        }
    }

    [[nodiscard]] std::optional<layout> layout_of_metadata() const {
        const auto text = [&](const char* key) {
            const auto found = file_.metadata().find(key);
            return found == file_.metadata().end() ? std::string() : found->second;
        };
        if (text("layout") == "pytorch" || text("format") == "pt") return layout::pytorch;
        if (text("layout") == "keras") return layout::keras;
        return std::nullopt;
    }

    [[nodiscard]] std::pair<trial, std::string> layout_of_file(std::optional<layout> said) const {
        if (said) return {try_layout(*said), "--layout"};
        trial keras = try_layout(layout::keras);
        trial pytorch = try_layout(layout::pytorch);
        if (keras.fits() != pytorch.fits())
            return {keras.fits() ? keras : pytorch, "the shapes of its tensors"};
        const auto stated = layout_of_metadata();
        if (!keras.fits()) {
            const bool has_kernels = std::ranges::any_of(file_.tensors(), [](const auto& one) {
                return one.in_file.find("kernel") != std::string::npos;
            });
            const bool is_keras = stated ? *stated == layout::keras : has_kernels;
            return {is_keras ? keras : pytorch, ""};
        }
        if (stated) return {*stated == layout::keras ? keras : pytorch, "its metadata"};
        if (keras.is_smooth() != pytorch.is_smooth())
            return {keras.is_smooth() ? keras : pytorch, "the order of its tensors' shapes"};
        throw error(fmt::format(
            "{}: expected shapes that tell PyTorch's layout from Keras', found that all "
            "fit both; say --layout pytorch or --layout keras",
            file_.who()));
    }

    // ---- what comes of it -----------------------------------------------------------------------

    [[nodiscard]] layer_match partial(const trial& tried) const {
        layer_match found;
        found.from = tried.from;
        found.tensors.resize(network_.tensors.size());
        for (std::size_t f = 0; f < foreign_.size(); ++f) {
            if (!tried.places[f]) continue;
            for (const std::size_t i : own_[*tried.places[f]].tensors)
                found.tensors[i] = foreign_[f].with_role(network_.tensors[i].tensor.name);
        }
        return found;
    }

    [[nodiscard]] std::string own_described(layout from, std::size_t i) const {
        const named_tensor& one = network_.tensors[i];
        const node& layer = network_.nodes[static_cast<std::size_t>(one.node)];
        return fmt::format("{} {}", one.name.view(),
                           checkpoint::described(shape_in(from, layer, one.tensor)));
    }

    [[noreturn]] void refuse(const layer_match& found, const std::string& how,
                             const std::vector<const foreign_tensor*>& without_place) const {
        std::string table = table_of(network_, found);
        constexpr std::size_t most = 8;
        for (std::size_t i = 0; i < std::min(most, without_place.size()); ++i)
            table += fmt::format("\nhas no place: {} {}", without_place[i]->name,
                                 checkpoint::described(without_place[i]->shape));
        if (without_place.size() > most)
            table += fmt::format("\nand {} more", without_place.size() - most);
        throw error(fmt::format("{} is of another network: {} ({} layout)", file_.who(), how,
                                whose(found.from)),
                    table);
    }

    [[noreturn]] void refuse_network(const trial& tried) const {
        std::vector<std::string> missing;
        for (const std::size_t i : tried.missing)
            missing.push_back(own_described(tried.from, own_[i].tensors.front()));
        std::vector<std::string> superfluous;
        std::vector<const foreign_tensor*> without_place;
        for (const std::size_t f : tried.superfluous) {
            const foreign_tensor& first = foreign_[f].first();
            superfluous.push_back(
                fmt::format("{} {}", first.name, checkpoint::described(first.shape)));
            without_place.insert(without_place.end(), foreign_[f].tensors.begin(),
                                 foreign_[f].tensors.end());
        }
        std::vector<std::string> faults;
        if (!missing.empty()) faults.push_back("missing " + list_of(missing));
        if (!superfluous.empty()) faults.push_back("superfluous " + list_of(superfluous));
        refuse(partial(tried), fmt::format("{}", fmt::join(faults, "; ")), without_place);
    }

    /// Beside the weights, which have told where a layer belongs.
    void expect_tensors(const layer_match& found, const trial& tried) const {
        for (std::size_t i = 0; i < found.tensors.size(); ++i) {
            const named_tensor& one = network_.tensors[i];
            const foreign_tensor* const from = found.tensors[i];
            const bool may_lack = one.tensor.name == "biases" || one.tensor.name == "gamma" ||
                                  one.tensor.name == "beta";
            const std::string expected = own_described(found.from, i);
            if (from == nullptr && !may_lack) refuse(found, "missing " + expected, {});
            const node& layer = network_.nodes[static_cast<std::size_t>(one.node)];
            if (from != nullptr && from->shape != shape_in(found.from, layer, one.tensor))
                refuse(found,
                       fmt::format("expected {}, found {} {}", expected, from->name,
                                   checkpoint::described(from->shape)),
                       {});
        }
        for (std::size_t f = 0; f < foreign_.size(); ++f)
            for (const foreign_tensor* const one : foreign_[f].tensors)
                if (std::ranges::find(found.tensors, one) == found.tensors.end())
                    refuse(found,
                           fmt::format("superfluous {} {}, which {} has not", one->name,
                                       checkpoint::described(one->shape),
                                       name_of_own(*tried.places[f])),
                           {one});
    }

    const network_summary& network_;
    const weights_file& file_;
    std::vector<own_layer> own_;
    std::vector<foreign_layer> foreign_;
    const std::string* order_ = nullptr;  // the file's metadata have one
};

}  // namespace

layer_match match_layers(const network_summary& network, const weights_file& file,
                         const match_hints& hints) {
    return matcher(network, file, hints).match(hints.from);
}

}  // namespace typenet::exchange

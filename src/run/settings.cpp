// SPDX-License-Identifier: BSL-1.0
#include "run/settings.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "run/flat_json.hpp"
#include "support/error.hpp"

namespace typenet::app {

const std::map<std::string, schedule> schedules{{"constant", schedule::constant},
                                                {"cosine", schedule::cosine},
                                                {"exponential", schedule::exponential},
                                                {"one-cycle", schedule::one_cycle},
                                                {"step", schedule::step},
                                                {"triangle", schedule::triangle}};
const std::map<std::string, data::order> orders{{"shuffled", data::order::shuffled},
                                                {"sequential", data::order::sequential}};
const std::map<std::string, initial_values> values_names{
    {"he-normal", initial_values::he_normal}, {"standard-normal", initial_values::standard_normal}};
const std::map<std::string, bool> yes_or_no{{"no", false}, {"yes", true}};

namespace {

// Keys in the order in which they are written.
using json = nlohmann::ordered_json;

template <class Value>
std::string name_of(const std::map<std::string, Value>& names, Value value) {
    for (const auto& [name, named] : names)
        if (named == value) return name;
    return {};
}

[[noreturn]] void refuse(const char* key, const std::string& expected, const std::string& found) {
    constexpr std::size_t longest = 40;
    throw error(fmt::format("its setting {}: expected {}, found {}", key, expected,
                            found.substr(0, longest)));
}

/// The settings of one file, taken out by name.
class settings {
public:
    explicit settings(const std::string& text) {
        try {
            all_ = parse_flat_json(text);
        } catch (const error& wrong) {
            throw error(fmt::format("its settings: {}", wrong.what()));
        }
    }

    template <class Value>
    void take(const char* key, const std::map<std::string, Value>& names, Value& to) const {
        const std::string name = taken<std::string>(key, "a name");
        const auto found = names.find(name);
        if (found == names.end()) refuse(key, "a name that there is", name);
        to = found->second;
    }
    void take(const char* key, data::augmentation& to) const {
        const std::string complaint =
            data::read_augmentation(taken<std::string>(key, "a list"), to);
        if (!complaint.empty()) throw error(fmt::format("its setting {}: {}", key, complaint));
    }
    void take(const char* key, double above, double most, double& to) const {
        to = taken<double>(key, "a number");
        if (const bool within = to > above && to <= most; !within)
            refuse(key, fmt::format("a number above {} and at most {}", above, most),
                   std::to_string(to));
    }
    void take(const char* key, std::uint32_t least, std::uint32_t most, std::uint32_t& to) const {
        if (!find(key).is_number_unsigned()) refuse(key, "a whole number", find(key).dump());
        const auto number = find(key).get<std::uint64_t>();
        if (number < least || number > most)
            refuse(key, fmt::format("a number from {} to {}", least, most), std::to_string(number));
        to = static_cast<std::uint32_t>(number);
    }
    /// From 0 to below a limit. Files of older versions lack it: then it stays as it is.
    void take_new(const char* key, double below, double& to) const {
        if (!all_.contains(key)) return;
        to = taken<double>(key, "a number");
        if (const bool within = to >= 0 && to < below; !within)
            refuse(key, fmt::format("a number from 0 to below {}", below), std::to_string(to));
    }
    void take_new(const char* key, double below, std::optional<double>& to) const {
        if (all_.contains(key)) take_new(key, below, to.emplace());
    }
    void take_new(const char* key, std::uint32_t least, std::uint32_t most,
                  std::uint32_t& to) const {
        if (all_.contains(key)) take(key, least, most, to);
    }
    void take_new(const char* key, bool& to) const {
        if (all_.contains(key)) take(key, to);
    }
    void take(const char* key, bool& to) const { to = taken<bool>(key, "true or false"); }
    void take(const char* key, std::string& to) const { to = taken<std::string>(key, "a name"); }

private:
    [[nodiscard]] const nlohmann::json& find(const char* key) const {
        const auto found = all_.find(key);
        if (found == all_.end()) throw error(fmt::format("its settings lack {}", key));
        return *found;
    }
    template <class Value>
    [[nodiscard]] Value taken(const char* key, const char* expected) const {
        try {
            return find(key).get<Value>();
        } catch (const nlohmann::json::type_error&) {
            refuse(key, expected, find(key).dump());
        }
    }

    nlohmann::json all_;
};

json settings_of(const recipe& how) {
    json all{{"recipe", how.name},
             {"values", name_of(values_names, how.values)},
             {"keep_probability", how.keep_probability},
             {"learning_rate", how.learning_rate},
             {"schedule", name_of(schedules, how.rate_schedule)},
             {"weight_decay", how.weight_decay},
             {"l2", how.l2},
             {"label_smoothing", how.label_smoothing},
             {"clip_norm", how.updates.clip_norm},
             {"average", how.updates.average},
             {"nesterov", how.updates.nesterov},
             {"accumulate", how.accumulate},
             {"augment", data::to_text(how.augment)},
             {"order", name_of(orders, how.order)},
             {"steps", how.steps},
             {"log_every", how.log_every},
             {"reports_after_update", how.reports_after_update},
             {"first_test_images", how.first_test_images}};
    if (how.updates.momentum) all["momentum"] = *how.updates.momentum;
    return all;
}

}  // namespace

std::string settings_text(const recipe& how) { return settings_of(how).dump(); }

std::vector<std::pair<std::string, std::string>> settings_list(const recipe& how) {
    std::vector<std::pair<std::string, std::string>> list;
    const json all = settings_of(how);
    for (const auto& [name, value] : all.items())
        list.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    return list;
}

recipe recipe_of(const std::string& text) {
    const settings from(text);
    recipe how;
    from.take("recipe", how.name);
    from.take("values", values_names, how.values);
    from.take("keep_probability", 0, 1, how.keep_probability);
    from.take("learning_rate", 0, 1e3, how.learning_rate);
    from.take("schedule", schedules, how.rate_schedule);
    from.take_new("weight_decay", most_decay, how.weight_decay);
    from.take_new("l2", most_decay, how.l2);
    from.take_new("label_smoothing", 1, how.label_smoothing);
    from.take_new("clip_norm", most_clip_norm, how.updates.clip_norm);
    from.take_new("average", 1, how.updates.average);
    from.take_new("momentum", 1, how.updates.momentum);
    from.take_new("nesterov", how.updates.nesterov);
    from.take_new("accumulate", 1, most_accumulated, how.accumulate);
    from.take("augment", how.augment);
    from.take("order", orders, how.order);
    from.take("steps", 0U, most_steps, how.steps);
    from.take("log_every", 1U, most_steps, how.log_every);
    from.take("reports_after_update", how.reports_after_update);
    from.take("first_test_images", 0U, most_steps, how.first_test_images);
    return how;
}

}  // namespace typenet::app

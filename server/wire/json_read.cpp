#include "domain/base/ascii.hpp"
#include "domain/base/uuid.hpp"
#include "server/wire/json.hpp"
#include "server/wire/rules.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

namespace lectern::wire {
namespace {

namespace json = boost::json;

std::string_view trimmed(std::string_view text) {
    return ascii::trimmed(text, " \t\r\n\f\v");
}

class Reader final : public Fields {
public:
    Reader(const json::object& object, std::string prefix, std::vector<FieldError>& errors)
        : object_(object), prefix_(std::move(prefix)), errors_(errors) {}

    void text(std::string_view name, std::string& value, const TextRule& rule) override {
        if (const json::value* found = wanted(name, rule.required)) read_text(name, *found, value, rule);
    }
    void text(std::string_view name, std::optional<std::string>& value, const TextRule& rule) override {
        if (const json::value* found = present(name)) read_text(name, *found, value.emplace(), rule);
    }
    void integer(std::string_view name, std::int64_t& value, const NumberRule& rule) override {
        if (const json::value* found = wanted(name, rule.required)) read_integer(name, *found, value, rule);
    }
    void integer(std::string_view name, std::optional<std::int64_t>& value, const NumberRule& rule) override {
        if (const json::value* found = present(name)) read_integer(name, *found, value.emplace(), rule);
    }
    void number(std::string_view name, double& value, const NumberRule& rule) override {
        if (const json::value* found = wanted(name, rule.required)) read_number(name, *found, value, rule);
    }
    void number(std::string_view name, std::optional<double>& value, const NumberRule& rule) override {
        if (const json::value* found = present(name)) read_number(name, *found, value.emplace(), rule);
    }
    void truth(std::string_view name, bool& value, const FieldRule& rule) override {
        const json::value* found = wanted(name, rule.required);
        if (!found) return;
        if (const bool* truth = found->if_bool())
            value = *truth;
        else
            refuse(name, "must be true or false");
    }
    void time(std::string_view name, Timestamp& value, const FieldRule& rule) override {
        if (const json::value* found = wanted(name, rule.required)) read_time(name, *found, value);
    }
    void time(std::string_view name, std::optional<Timestamp>& value, const FieldRule&) override {
        Timestamp read{};
        const json::value* found = present(name);
        if (found && read_time(name, *found, read)) value = read;
    }
    void uuid(std::string_view name, std::string& value, const FieldRule& rule) override {
        if (const json::value* found = wanted(name, rule.required)) read_uuid(name, *found, value);
    }
    void uuid(std::string_view name, std::optional<std::string>& value, const FieldRule&) override {
        if (const json::value* found = present(name)) read_uuid(name, *found, value.emplace());
    }
    void texts(std::string_view name, std::vector<std::string>& values, const ListRule& rule,
               const TextRule& item) override {
        const json::array* items = read_items(name, rule);
        if (!items) return;
        values.assign(items->size(), "");
        for (std::size_t i = 0; i < items->size(); ++i)
            read_text(std::string(name) + "." + std::to_string(i), (*items)[i], values[i], item);
    }
    void texts(std::string_view name, std::optional<std::vector<std::optional<std::string>>>& values,
               const ListRule& rule, const TextRule& item) override {
        const json::array* items = present(name) ? read_items(name, rule) : nullptr;
        if (!items) return;
        values.emplace(items->size());
        for (std::size_t i = 0; i < items->size(); ++i)
            if (!(*items)[i].is_null())
                read_text(std::string(name) + "." + std::to_string(i), (*items)[i], (*values)[i].emplace(),
                          item);
    }
    void rule(std::string_view name, bool holds, std::string_view message) override {
        const std::string place = path(name);
        const auto same = [&](const FieldError& error) { return error.path == place; };
        if (!holds && std::none_of(errors_.begin(), errors_.end(), same)) refuse(name, std::string(message));
    }

protected:
    void visit_object(std::string_view name, ObjectAccess& access) override {
        const json::value* found = wanted(name, !access.optional());
        access.set_present(found != nullptr);
        if (!found) return;
        const json::object* object = found->if_object();
        if (!object) return refuse(name, "must be an object");
        Reader inner(*object, path(name) + ".", errors_);
        access.describe(inner);
    }
    void visit_list(std::string_view name, ListAccess& access, const ListRule& rule) override {
        const json::array* items = read_items(name, rule);
        if (!items) return;
        access.clear();
        for (std::size_t i = 0; i < items->size(); ++i) {
            access.append();
            const std::string place = path(name) + "." + std::to_string(i);
            if (const json::object* object = (*items)[i].if_object()) {
                Reader item(*object, place + ".", errors_);
                access.describe_item(i, item);
            } else {
                errors_.push_back({place, "must be an object"});
            }
        }
    }

private:
    std::string path(std::string_view name) const { return prefix_ + std::string(name); }
    void refuse(std::string_view name, std::string message) {
        errors_.push_back({path(name), std::move(message)});
    }

    const json::value* present(std::string_view name) const {
        const json::value* found = object_.if_contains(name);
        return found && !found->is_null() ? found : nullptr;
    }

    const json::value* wanted(std::string_view name, bool required) {
        const json::value* found = present(name);
        if (!found && required) refuse(name, "is required");
        return found;
    }

    // The items of a list. null if the list is absent or has a mistake, which is recorded.
    const json::array* read_items(std::string_view name, const ListRule& rule) {
        const auto plural = [](std::size_t count) {
            return std::to_string(count) + (count == 1 ? " item" : " items");
        };
        const json::value* found = wanted(name, rule.required);
        if (!found) return nullptr;
        const json::array* items = found->if_array();
        if (!items)
            refuse(name, "must be a list");
        else if (items->size() < rule.min)
            refuse(name, "must have at least " + plural(rule.min));
        else if (items->size() > rule.max)
            refuse(name, "must have at most " + plural(rule.max));
        else
            return items;
        return nullptr;
    }

    bool read_time(std::string_view name, const json::value& found, Timestamp& value) {
        const json::string* text = found.if_string();
        const auto moment = text ? parse_rfc3339(*text) : std::nullopt;
        if (moment)
            value = *moment;
        else
            refuse(name, "must be a time such as 2026-01-08T00:00:00Z");
        return moment.has_value();
    }

    void read_text(std::string_view name, const json::value& found, std::string& value,
                   const TextRule& rule) {
        const json::string* text = found.if_string();
        if (!text) return refuse(name, "must be text");
        const std::string_view read =
            rule.trimmed && rule.one_of.empty() ? trimmed(*text) : std::string_view(*text);
        if (auto mistake = mistake_in(read, rule)) return refuse(name, *std::move(mistake));
        value = read;
    }

    void read_uuid(std::string_view name, const json::value& found, std::string& value) {
        const json::string* text = found.if_string();
        auto id = text ? parse_uuid(*text) : std::nullopt;
        if (!id) return refuse(name, "must be a UUID");
        value = *std::move(id);
    }

    void read_integer(std::string_view name, const json::value& found, std::int64_t& value,
                      const NumberRule& rule) {
        boost::system::error_code bad;
        const auto number = found.is_number() ? found.to_number<std::int64_t>(bad) : 0;
        if (!found.is_number() || bad) return refuse(name, "must be a whole number");
        if (in_range(name, static_cast<double>(number), rule)) value = number;
    }

    void read_number(std::string_view name, const json::value& found, double& value, const NumberRule& rule) {
        if (!found.is_number()) return refuse(name, "must be a number");
        const double number = found.to_number<double>();
        if (!std::isfinite(number)) return refuse(name, "must be a finite number");
        if (in_range(name, number, rule)) value = number;
    }

    bool in_range(std::string_view name, double number, const NumberRule& rule) {
        auto mistake = mistake_in(number, rule);
        if (!mistake) return true;
        refuse(name, *std::move(mistake));
        return false;
    }

    const json::object& object_;
    std::string prefix_;
    std::vector<FieldError>& errors_;
};

Error malformed(std::string message) {
    return {ErrorCode::invalid, std::move(message)};
}

}  // namespace

Result<> read_json(std::string_view text, const Describe& describe) {
    boost::system::error_code bad;
    json::parse_options options;
    options.max_depth = 16;
    const json::value value = json::parse(text, bad, {}, options);
    if (bad) return malformed("The body is not well-formed JSON.");
    const json::object* object = value.if_object();
    if (!object) return malformed("The body must be a JSON object.");
    std::vector<FieldError> errors;
    Reader reader(*object, "", errors);
    describe(reader);
    if (!errors.empty()) return Error::invalid(std::move(errors));
    return {};
}

}  // namespace lectern::wire

#include "server/wire/parameters.hpp"

#include "domain/base/uuid.hpp"
#include "server/wire/rules.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lectern::wire {
namespace {

template<class Number>
std::optional<Number> parse_signed(const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// One message for all mistakes in a whole number: what its rule allows.
std::string integer_rule(const NumberRule& rule) {
    constexpr NumberRule unlimited;
    if (rule.min == 1 && rule.max == unlimited.max) return "must be a positive whole number";
    std::string message = "must be a whole number";
    if (rule.max != unlimited.max) return message + " from " + shown(rule.min) + " to " + shown(rule.max);
    return rule.min == unlimited.min ? message : message + " of at least " + shown(rule.min);
}

class ParameterReader final : public Fields {
public:
    ParameterReader(const FindParameter& find, Mistakes& mistakes) : find_(find), mistakes_(mistakes) {}

    void text(std::string_view name, std::string& value, const TextRule& rule) override {
        if (const std::string* found = wanted(name, rule.required)) read_text(name, *found, value, rule);
    }
    void text(std::string_view name, std::optional<std::string>& value, const TextRule& rule) override {
        if (const std::string* found = find_(name)) read_text(name, *found, value.emplace(), rule);
    }
    void integer(std::string_view name, std::int64_t& value, const NumberRule& rule) override {
        if (const std::string* found = wanted(name, rule.required)) read_integer(name, *found, value, rule);
    }
    void integer(std::string_view name, std::optional<std::int64_t>& value, const NumberRule& rule) override {
        if (const std::string* found = find_(name)) read_integer(name, *found, value.emplace(), rule);
    }
    void number(std::string_view name, double& value, const NumberRule& rule) override {
        if (const std::string* found = wanted(name, rule.required)) read_number(name, *found, value, rule);
    }
    void number(std::string_view name, std::optional<double>& value, const NumberRule& rule) override {
        if (const std::string* found = find_(name)) read_number(name, *found, value.emplace(), rule);
    }
    void truth(std::string_view name, bool& value, const FieldRule& rule) override {
        const std::string* found = wanted(name, rule.required);
        if (!found) return;
        value = *found == "true" || *found == "1";
        if (!value && *found != "false" && *found != "0") refuse(name, "must be true or false");
    }
    void time(std::string_view name, Timestamp& value, const FieldRule& rule) override {
        if (const std::string* found = wanted(name, rule.required)) read_time(name, *found, value);
    }
    void time(std::string_view name, std::optional<Timestamp>& value, const FieldRule&) override {
        if (const std::string* found = find_(name)) read_time(name, *found, value.emplace());
    }
    void uuid(std::string_view name, std::string& value, const FieldRule& rule) override {
        if (const std::string* found = wanted(name, rule.required)) read_uuid(name, *found, value);
    }
    void uuid(std::string_view name, std::optional<std::string>& value, const FieldRule&) override {
        if (const std::string* found = find_(name)) read_uuid(name, *found, value.emplace());
    }
    void texts(std::string_view, std::vector<std::string>&, const ListRule&, const TextRule&) override {
        no_parameter();
    }
    void texts(std::string_view, std::optional<std::vector<std::optional<std::string>>>&, const ListRule&,
               const TextRule&) override {
        no_parameter();
    }
    void rule(std::string_view name, bool holds, std::string_view message) override {
        if (!holds) refuse(name, std::string(message));
    }

protected:
    void visit_object(std::string_view, ObjectAccess&) override { no_parameter(); }
    void visit_list(std::string_view, ListAccess&, const ListRule&) override { no_parameter(); }

private:
    [[noreturn]] static void no_parameter() {
        throw std::logic_error("lists and objects are no parameters of a path or query");
    }

    void refuse(std::string_view name, std::string message) {
        mistakes_.add(std::string(name), std::move(message));
    }

    const std::string* wanted(std::string_view name, bool required) {
        const std::string* found = find_(name);
        if (!found && required) refuse(name, "is required");
        return found;
    }

    void read_text(std::string_view name, const std::string& found, std::string& value,
                   const TextRule& rule) {
        if (auto mistake = mistake_in(found, rule)) return refuse(name, *std::move(mistake));
        value = found;
    }
    void read_integer(std::string_view name, const std::string& found, std::int64_t& value,
                      const NumberRule& rule) {
        const auto number = parse_signed<std::int64_t>(found);
        if (!number || mistake_in(static_cast<double>(*number), rule))
            return refuse(name, integer_rule(rule));
        value = *number;
    }
    void read_number(std::string_view name, const std::string& found, double& value, const NumberRule& rule) {
        const auto number = parse_signed<double>(found);
        if (!number || !std::isfinite(*number)) return refuse(name, "must be a number");
        if (auto mistake = mistake_in(*number, rule)) return refuse(name, *std::move(mistake));
        value = *number;
    }
    void read_time(std::string_view name, const std::string& found, Timestamp& value) {
        const auto moment = parse_rfc3339(found);
        if (!moment) return refuse(name, "must be a time such as 2026-01-08T00:00:00Z");
        value = *moment;
    }
    void read_uuid(std::string_view name, const std::string& found, std::string& value) {
        auto id = parse_uuid(found);
        if (!id) return refuse(name, "must be a UUID");
        value = *std::move(id);
    }

    const FindParameter& find_;
    Mistakes& mistakes_;
};

}  // namespace

void read_parameters(const FindParameter& find, const Describe& describe, Mistakes& mistakes) {
    ParameterReader reader(find, mistakes);
    describe(reader);
}

}  // namespace lectern::wire

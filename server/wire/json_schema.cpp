#include "server/wire/json.hpp"

#include <limits>

#include <boost/json.hpp>

namespace lectern::wire {
namespace {

namespace json = boost::json;

class SchemaWriter final : public Fields {
public:
    void text(std::string_view name, std::string&, const TextRule& rule) override {
        put(name, text_schema(rule), true);
    }
    void text(std::string_view name, std::optional<std::string>&, const TextRule& rule) override {
        put(name, text_schema(rule), false);
    }
    void integer(std::string_view name, std::int64_t&, const NumberRule& rule) override {
        put(name, number_schema("integer", rule), true);
    }
    void integer(std::string_view name, std::optional<std::int64_t>&, const NumberRule& rule) override {
        put(name, number_schema("integer", rule), false);
    }
    void number(std::string_view name, double&, const NumberRule& rule) override {
        put(name, number_schema("number", rule), true);
    }
    void number(std::string_view name, std::optional<double>&, const NumberRule& rule) override {
        put(name, number_schema("number", rule), false);
    }
    void truth(std::string_view name, bool&) override { put(name, {{"type", "boolean"}}, true); }
    void time(std::string_view name, Timestamp&) override { put(name, time_schema(), true); }
    void time(std::string_view name, std::optional<Timestamp>&) override { put(name, time_schema(), false); }
    void texts(std::string_view name, std::vector<std::string>&, const ListRule& rule,
               const TextRule& item) override {
        put(name, list_schema(rule, text_schema(item)), rule.required);
    }
    void texts(std::string_view name, std::optional<std::vector<std::optional<std::string>>>&,
               const ListRule& rule, const TextRule& item) override {
        json::object schema = text_schema(item);
        schema["nullable"] = true;
        put(name, list_schema(rule, std::move(schema)), false);
    }

    json::object finish() {
        json::object schema{{"type", "object"}, {"properties", std::move(properties_)}};
        if (!required_.empty()) schema["required"] = std::move(required_);
        return schema;
    }

protected:
    void visit_object(std::string_view name, ObjectAccess& access) override {
        put(name, {{"$ref", "#/components/schemas/" + std::string(access.schema())}}, true);
    }
    void visit_list(std::string_view name, ListAccess& access, const ListRule& rule) override {
        const std::string item = "#/components/schemas/" + std::string(access.item_schema());
        put(name, list_schema(rule, {{"$ref", item}}), rule.required);
    }

private:
    void put(std::string_view name, json::object schema, bool required) {
        if (required)
            required_.emplace_back(name);
        else
            schema["nullable"] = true;
        properties_[name] = std::move(schema);
    }

    static json::object time_schema() { return {{"type", "string"}, {"format", "date-time"}}; }

    static json::object list_schema(const ListRule& rule, json::object item) {
        return {
            {"type", "array"}, {"minItems", rule.min}, {"maxItems", rule.max}, {"items", std::move(item)}};
    }

    static json::object text_schema(const TextRule& rule) {
        json::object schema{{"type", "string"}};
        if (rule.min) schema["minLength"] = rule.min;
        if (rule.max != TextRule{}.max) schema["maxLength"] = rule.max;
        if (!rule.one_of.empty()) {
            json::array choices;
            for (const auto& choice : rule.one_of)
                choices.emplace_back(choice);
            schema["enum"] = std::move(choices);
        }
        return schema;
    }

    static json::object number_schema(const char* type, const NumberRule& rule) {
        json::object schema{{"type", type}};
        if (rule.min != NumberRule{}.min) schema["minimum"] = rule.min;
        if (rule.max != NumberRule{}.max) schema["maximum"] = rule.max;
        return schema;
    }

    json::object properties_;
    json::array required_;
};

}  // namespace

json::object schema_of(const std::function<void(Fields&)>& describe) {
    SchemaWriter writer;
    describe(writer);
    return writer.finish();
}

}  // namespace lectern::wire

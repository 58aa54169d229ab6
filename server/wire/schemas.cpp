#include "server/wire/schemas.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace lectern::wire {
namespace {

namespace json = boost::json;

class SchemaWriter final : public Fields {
public:
    // The schemas of inner bodies are added to `inner`, unless it is null.
    explicit SchemaWriter(Schemas* inner) : inner_(inner) {}

    void text(std::string_view name, std::string& value, const TextRule& rule) override {
        put(name, text_schema(rule), rule);
        if (!rule.required && !value.empty()) set_default(name, value);
    }
    void text(std::string_view name, std::optional<std::string>&, const TextRule& rule) override {
        put_optional(name, text_schema(rule), rule);
    }
    void integer(std::string_view name, std::int64_t& value, const NumberRule& rule) override {
        put(name, number_schema("integer", rule), rule);
        if (!rule.required) set_default(name, value);
    }
    void integer(std::string_view name, std::optional<std::int64_t>&, const NumberRule& rule) override {
        put_optional(name, number_schema("integer", rule), rule);
    }
    void number(std::string_view name, double& value, const NumberRule& rule) override {
        put(name, number_schema("number", rule), rule);
        if (!rule.required) set_default(name, value);
    }
    void number(std::string_view name, std::optional<double>&, const NumberRule& rule) override {
        put_optional(name, number_schema("number", rule), rule);
    }
    void truth(std::string_view name, bool& value, const FieldRule& rule) override {
        put(name, {{"type", "boolean"}}, rule);
        if (!rule.required) set_default(name, value);
    }
    void time(std::string_view name, Timestamp&, const FieldRule& rule) override {
        put(name, format_schema("date-time"), rule);
    }
    void time(std::string_view name, std::optional<Timestamp>&, const FieldRule& rule) override {
        put_optional(name, format_schema("date-time"), rule);
    }
    void uuid(std::string_view name, std::string&, const FieldRule& rule) override {
        put(name, format_schema("uuid"), rule);
    }
    void uuid(std::string_view name, std::optional<std::string>&, const FieldRule& rule) override {
        put_optional(name, format_schema("uuid"), rule);
    }
    void texts(std::string_view name, std::vector<std::string>&, const ListRule& rule,
               const TextRule& item) override {
        put(name, list_schema(rule, text_schema(item)), rule);
    }
    void texts(std::string_view name, std::optional<std::vector<std::optional<std::string>>>&,
               const ListRule& rule, const TextRule& item) override {
        json::object schema = text_schema(item);
        make_nullable(schema);
        put_optional(name, list_schema(rule, std::move(schema)), rule);
    }

    json::object finish() {
        json::object schema{{"type", "object"}, {"properties", std::move(properties_)}};
        if (!required_.empty()) schema["required"] = std::move(required_);
        return schema;
    }

protected:
    void visit_object(std::string_view name, ObjectAccess& access) override {
        if (inner_) inner_->add(access.schema(), [&](Fields& fields) { access.describe(fields); });
        if (access.optional())
            // Members beside a reference are ignored.
            put_optional(name, {{"allOf", json::array{reference_to(access.schema())}}}, FieldRule{});
        else
            put(name, reference_to(access.schema()), FieldRule{});
    }
    void visit_list(std::string_view name, ListAccess& access, const ListRule& rule) override {
        if (inner_) {
            access.append();
            inner_->add(access.item_schema(), [&](Fields& fields) { access.describe_item(0, fields); });
            access.clear();
        }
        put(name, list_schema(rule, reference_to(access.item_schema())), rule);
    }

private:
    template<class Rule>
    void put(std::string_view name, json::object schema, const Rule& rule) {
        if (!rule.required) return put_optional(name, std::move(schema), rule);
        required_.emplace_back(name);
        put_described(name, std::move(schema), rule.about);
    }
    template<class Rule>
    void put_optional(std::string_view name, json::object schema, const Rule& rule) {
        make_nullable(schema);
        put_described(name, std::move(schema), rule.about);
    }
    static void make_nullable(json::object& schema) {
        schema["nullable"] = true;
        // A list of values is complete: `nullable` adds none to it.
        if (json::value* choices = schema.if_contains("enum")) choices->as_array().emplace_back(nullptr);
    }
    void put_described(std::string_view name, json::object schema, std::string_view about) {
        if (!about.empty()) schema["description"] = about;
        properties_[name] = std::move(schema);
    }
    template<class Value>
    void set_default(std::string_view name, const Value& value) {
        properties_[name].as_object()["default"] = value;
    }

    static json::object format_schema(const char* format) { return {{"type", "string"}, {"format", format}}; }

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

    Schemas* inner_;
    json::object properties_;
    json::array required_;
};

json::object written(const Describe& describe, Schemas* inner) {
    SchemaWriter writer(inner);
    describe(writer);
    return writer.finish();
}

}  // namespace

json::object schema_of(const Describe& describe) {
    return written(describe, nullptr);
}

json::object reference_to(std::string_view schema) {
    return {{"$ref", "#/components/schemas/" + std::string(schema)}};
}

void Schemas::add(std::string_view name, const Describe& describe) {
    json::object schema = written(describe, this);
    const auto there = all_.find(name);
    if (there == all_.end())
        all_[name] = std::move(schema);
    else if (there->value() != json::value(std::move(schema)))
        throw std::logic_error("two body types are called " + std::string(name));
}

}  // namespace lectern::wire

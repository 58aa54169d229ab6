#pragma once

#include "domain/base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace lectern::wire {

// The rule for one field. `required`: if it is false, the field may be absent or null; a member that is not a
// std::optional then keeps its value. `about`: one phrase for the OpenAPI text.
struct FieldRule {
    bool required = true;
    std::string_view about = {};
};

struct TextRule {
    std::size_t min = 0;  // characters, after trimming
    std::size_t max = 100000;
    bool trimmed = true;  // only in bodies; parameters and choices (`one_of`) are never trimmed
    std::vector<std::string_view> one_of = {};
    bool plain = true;     // no control characters except tabs and line ends
    bool address = false;  // a path of this server: written behind its public URL
    bool required = true;
    std::string_view about = {};
};

struct NumberRule {
    double min = -std::numeric_limits<double>::max();
    double max = std::numeric_limits<double>::max();
    bool required = true;
    std::string_view about = {};
};

struct ListRule {
    std::size_t min = 0;
    std::size_t max = 1000;
    bool required = true;
    std::string_view about = {};
};

class Fields;

// A list of objects without its element type.
class ListAccess {
public:
    virtual ~ListAccess() = default;
    virtual std::size_t size() const = 0;
    virtual void clear() = 0;
    virtual void append() = 0;
    virtual void describe_item(std::size_t index, Fields& fields) = 0;
    virtual std::string_view item_schema() const = 0;
};

// An object inside an object, without its type.
class ObjectAccess {
public:
    virtual ~ObjectAccess() = default;
    virtual void describe(Fields& fields) = 0;
    virtual std::string_view schema() const = 0;
    // An object that may be absent: whether it is there, and how it comes to be.
    virtual bool optional() const { return false; }
    virtual bool present() const { return true; }
    virtual void set_present(bool /*present*/) {}
};

// Visits the members of a JSON body, or the parameters of a path and query. Such a type has one `void
// describe(Fields&)` that names each member once, with its type and limits. Reading, writing and the OpenAPI
// text are visitors. A std::optional member may be absent or null, and is written as null. Any other member
// is required unless its rule says otherwise.
class Fields {
public:
    virtual ~Fields() = default;

    virtual void text(std::string_view name, std::string& value, const TextRule& rule = {}) = 0;
    virtual void text(std::string_view name, std::optional<std::string>& value,
                      const TextRule& rule = {}) = 0;
    virtual void integer(std::string_view name, std::int64_t& value, const NumberRule& rule = {}) = 0;
    virtual void integer(std::string_view name, std::optional<std::int64_t>& value,
                         const NumberRule& rule = {}) = 0;
    virtual void number(std::string_view name, double& value, const NumberRule& rule = {}) = 0;
    virtual void number(std::string_view name, std::optional<double>& value, const NumberRule& rule = {}) = 0;
    virtual void truth(std::string_view name, bool& value, const FieldRule& rule = {}) = 0;
    virtual void time(std::string_view name, Timestamp& value, const FieldRule& rule = {}) = 0;
    virtual void time(std::string_view name, std::optional<Timestamp>& value, const FieldRule& rule = {}) = 0;
    // Converted to lower case when it is read.
    virtual void uuid(std::string_view name, std::string& value, const FieldRule& rule = {}) = 0;
    virtual void uuid(std::string_view name, std::optional<std::string>& value,
                      const FieldRule& rule = {}) = 0;
    // A list of texts. `item` is the rule for each text.
    virtual void texts(std::string_view name, std::vector<std::string>& values, const ListRule& rule = {},
                       const TextRule& item = {}) = 0;

    // The same for a list that may be absent and whose texts may be null.
    virtual void texts(std::string_view name, std::optional<std::vector<std::optional<std::string>>>& values,
                       const ListRule& rule = {}, const TextRule& item = {}) = 0;

    // A rule that the limits of one field cannot express. If `holds` is false, `message` becomes a mistake of
    // the field `name`, unless this field already has one. Call it after the fields that it uses.
    virtual void rule(std::string_view /*name*/, bool /*holds*/, std::string_view /*message*/) {}

    // An id from the database: 1 or more.
    void id(std::string_view name, std::int64_t& value, std::string_view about = {}) {
        integer(name, value, {.min = 1, .about = about});
    }

    // One of several texts, each of which stands for a value in C++. It may be absent; `value` is then kept.
    template<class Value, std::size_t count>
    void choice(std::string_view name, Value& value,
                const std::array<std::pair<std::string_view, Value>, count>& choices,
                std::string_view about = {}) {
        TextRule rule{.required = false, .about = about};
        std::string chosen;
        for (const auto& [text, meaning] : choices) {
            rule.one_of.push_back(text);
            if (meaning == value) chosen = text;
        }
        text(name, chosen, rule);
        for (const auto& [text, meaning] : choices)
            if (text == chosen) value = meaning;
    }

    template<class Item>
    void list(std::string_view name, std::vector<Item>& items, const ListRule& rule = {}) {
        struct Access : ListAccess {
            explicit Access(std::vector<Item>& i) : items(i) {}
            std::size_t size() const override { return items.size(); }
            void clear() override { items.clear(); }
            void append() override { items.emplace_back(); }
            void describe_item(std::size_t index, Fields& fields) override { items[index].describe(fields); }
            std::string_view item_schema() const override { return Item::schema; }
            std::vector<Item>& items;
        } access(items);
        visit_list(name, access, rule);
    }

    template<class Body>
    void object(std::string_view name, Body& body) {
        struct Access : ObjectAccess {
            explicit Access(Body& b) : body(b) {}
            void describe(Fields& fields) override { body.describe(fields); }
            std::string_view schema() const override { return Body::schema; }
            Body& body;
        } access(body);
        visit_object(name, access);
    }

    template<class Body>
    void object(std::string_view name, std::optional<Body>& body) {
        struct Access : ObjectAccess {
            explicit Access(std::optional<Body>& b) : body(b) {}
            void describe(Fields& fields) override { (body ? *body : body.emplace()).describe(fields); }
            std::string_view schema() const override { return Body::schema; }
            bool optional() const override { return true; }
            bool present() const override { return body.has_value(); }
            void set_present(bool present) override {
                body.reset();
                if (present) body.emplace();
            }
            std::optional<Body>& body;
        } access(body);
        visit_object(name, access);
    }

protected:
    virtual void visit_object(std::string_view name, ObjectAccess& access) = 0;
    virtual void visit_list(std::string_view name, ListAccess& access, const ListRule& rule) = 0;
};

// A body or parameters with `describe`, or a function that takes Fields&, without its type. It refers to the
// object and does not own it: use it as an argument, never as a member.
class Describe {
public:
    template<class Described>
    requires(!std::is_same_v<std::remove_cvref_t<Described>, Describe>) Describe(Described&& described)
        : described_(const_cast<void*>(static_cast<const void*>(std::addressof(described)))),
          call_(&call<std::remove_cvref_t<Described>>) {}

    void operator()(Fields& fields) const { call_(described_, fields); }

private:
    template<class Described>
    static void call(void* described, Fields& fields) {
        if constexpr (requires { static_cast<Described*>(described)->describe(fields); })
            static_cast<Described*>(described)->describe(fields);
        else
            (*static_cast<Described*>(described))(fields);
    }

    void* described_;
    void (*call_)(void*, Fields&);
};

}  // namespace lectern::wire

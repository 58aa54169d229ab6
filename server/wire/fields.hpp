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

// What is asked of one field. `required`: a plain member that is not may be absent or null, and then keeps
// its value; a list reads as empty. `about`: one phrase for the OpenAPI text.
struct FieldRule {
    bool required = true;
    std::string_view about = {};
};

struct TextRule {
    std::size_t min = 0;  // characters, after trimming
    std::size_t max = 100000;
    bool trimmed = true;  // of bodies; parameters are never trimmed
    std::vector<std::string_view> one_of = {};
    bool plain = true;  // has no control characters but tabs and line ends
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

// A list of objects, seen without its element type.
class ListAccess {
public:
    virtual ~ListAccess() = default;
    virtual std::size_t size() const = 0;
    virtual void clear() = 0;
    virtual void append() = 0;
    virtual void describe_item(std::size_t index, Fields& fields) = 0;
    virtual std::string_view item_schema() const = 0;
};

// An object inside an object, seen without its type.
class ObjectAccess {
public:
    virtual ~ObjectAccess() = default;
    virtual void describe(Fields& fields) = 0;
    virtual std::string_view schema() const = 0;
};

// Visits the members of a JSON body, or the parameters of a path and query. Such a type has one `void
// describe(Fields&)` that names each member once, with its type and limits; reading, writing and the OpenAPI
// text are visitors of it. A plain member is required unless its rule says otherwise, an std::optional one
// may be absent or null (and is written as null).
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
    // Read in lower case.
    virtual void uuid(std::string_view name, std::string& value, const FieldRule& rule = {}) = 0;
    virtual void uuid(std::string_view name, std::optional<std::string>& value,
                      const FieldRule& rule = {}) = 0;
    // A list of texts, each by `item`.
    virtual void texts(std::string_view name, std::vector<std::string>& values, const ListRule& rule = {},
                       const TextRule& item = {}) = 0;

    // The same for a list that may be absent, of texts that may be null each.
    virtual void texts(std::string_view name, std::optional<std::vector<std::optional<std::string>>>& values,
                       const ListRule& rule = {}, const TextRule& item = {}) = 0;

    // A rule beyond the limits of one field: told as a mistake of `name` when `holds` is false, unless that
    // field has been refused already. Stands after the fields that it looks at.
    virtual void rule(std::string_view /*name*/, bool /*holds*/, std::string_view /*message*/) {}

    // An id that the database gave: from 1.
    void id(std::string_view name, std::int64_t& value, std::string_view about = {}) {
        integer(name, value, {.min = 1, .about = about});
    }

    // A text that stands for a value of C++. It may be absent: `value` stays then.
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

protected:
    virtual void visit_object(std::string_view name, ObjectAccess& access) = 0;
    virtual void visit_list(std::string_view name, ListAccess& access, const ListRule& rule) = 0;
};

// The `describe` of a body or of parameters, or a function that takes Fields&, without its type. It refers to
// that and does not own it: it is an argument, never a member.
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

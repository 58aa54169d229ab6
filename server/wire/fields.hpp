#pragma once

#include "domain/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::wire {

struct TextRule {
    std::size_t min = 0;  // characters, after trimming
    std::size_t max = 100000;
    bool trimmed = true;
    std::vector<std::string_view> one_of = {};
};

struct NumberRule {
    double min = -std::numeric_limits<double>::max();
    double max = std::numeric_limits<double>::max();
};

struct ListRule {
    std::size_t min = 0;
    std::size_t max = 1000;
    bool required = true;  // else it may be absent or null, which reads as empty
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

// Visits the members of a JSON body. A body type has one `void describe(Fields&)` that names each member
// once, with its type and limits; parsing, writing and the OpenAPI schema are three visitors of it. A plain
// member is required, an std::optional one may be absent or null (and is written as null).
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
    virtual void truth(std::string_view name, bool& value) = 0;
    virtual void time(std::string_view name, Timestamp& value) = 0;
    virtual void time(std::string_view name, std::optional<Timestamp>& value) = 0;
    // A list of texts, each by `item`.
    virtual void texts(std::string_view name, std::vector<std::string>& values, const ListRule& rule = {},
                       const TextRule& item = {}) = 0;

    // The same for a list that may be absent, of texts that may be null each.
    virtual void texts(std::string_view name, std::optional<std::vector<std::optional<std::string>>>& values,
                       const ListRule& rule = {}, const TextRule& item = {}) = 0;

    // A rule beyond the limits of one field: told as a mistake of `name` when `holds` is false, unless that
    // field has been refused already. Stands after the fields that it looks at.
    virtual void rule(std::string_view /*name*/, bool /*holds*/, std::string_view /*message*/) {}

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

}  // namespace lectern::wire

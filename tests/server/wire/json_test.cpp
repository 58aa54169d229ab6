#include "server/wire/json.hpp"

#include "server/wire/schemas.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::wire {
namespace {

struct Item {
    static constexpr std::string_view schema = "Item";
    double start = 0, end = 0;
    void describe(Fields& f) {
        f.number("start", start, {.min = 0});
        f.number("end", end, {.min = 0});
    }
};

struct Body {
    static constexpr std::string_view schema = "Body";
    std::string name;
    std::optional<std::string> module, mode;
    std::optional<std::int64_t> width;
    std::vector<Item> snippets;
    void describe(Fields& f) {
        f.text("name", name, {.min = 1, .max = 5});
        f.text("module", module, {.max = 3});
        f.text("mode", mode, {.one_of = {"fast", "exact"}});
        f.integer("width", width, {.min = 64, .max = 128});
        f.list("snippets", snippets, {.max = 2});
    }
};

struct Optional {
    static constexpr std::string_view schema = "Optional";
    std::vector<std::string> names;
    std::vector<Item> items;
    std::optional<Timestamp> since;
    void describe(Fields& f) {
        f.texts("names", names, {.min = 1, .max = 2, .required = false}, {.min = 1, .max = 3});
        f.list("items", items, {.required = false});
        f.time("since", since);
    }
};

struct Outer {
    Item item;
    void describe(Fields& f) { f.object("item", item); }
};

std::map<std::string, std::string> mistakes(std::string_view text) {
    const auto body = from_json<Body>(text);
    std::map<std::string, std::string> found;
    if (body) return found;
    for (const FieldError& error : body.error().fields)
        found[error.path] = error.message;
    return found;
}

TEST(FromJson, ReadsEveryKindOfField) {
    const auto body = from_json<Body>(
        R"({"name": "  hello ", "module": null, "mode": "fast", "width": 64, "unknown": [1],
            "snippets": [{"start": 1, "end": 2.5}]})");
    ASSERT_TRUE(body);
    EXPECT_EQ(body->name, "hello");
    EXPECT_FALSE(body->module);
    EXPECT_EQ(body->width, 64);
    ASSERT_EQ(body->snippets.size(), 1u);
    EXPECT_EQ(body->snippets[0].end, 2.5);
}

TEST(FromJson, ListsAllMistakesByPath) {
    using testing::Pair;
    EXPECT_THAT(mistakes(R"({"name": "", "module": 7, "mode": "slow", "width": 1.5,
                             "snippets": [{"start": -1, "end": 1}, {"start": 0}]})"),
                testing::UnorderedElementsAre(
                    Pair("name", "must not be empty"), Pair("module", "must be text"),
                    Pair("mode", "must be fast or exact"), Pair("width", "must be a whole number"),
                    Pair("snippets.0.start", "must be at least 0"), Pair("snippets.1.end", "is required")));
}

TEST(FromJson, TakesChoicesAsTheyAre) {
    using testing::ElementsAre, testing::Pair;
    for (const char* mode : {" fast", "fast ", "fast\\n", "Fast"})
        EXPECT_THAT(mistakes(R"({"name": "a", "snippets": [], "mode": ")" + std::string(mode) + R"("})"),
                    ElementsAre(Pair("mode", "must be fast or exact")))
            << mode;
}

TEST(ToJson, NumbersAreWithoutTracesOfArithmetic) {
    const auto written = [](double number) { return to_json(Item{number, 0}); };
    EXPECT_EQ(written(200.16000000000005), R"({"start":200.16,"end":0})");
    EXPECT_EQ(written(0.1 + 0.2), R"({"start":0.3,"end":0})");
    EXPECT_EQ(written(1.0 / 3), R"({"start":0.333333,"end":0})");
    EXPECT_EQ(written(-1e-9), R"({"start":0,"end":0})");
    EXPECT_EQ(written(123456789.123456), R"({"start":123456789.123456,"end":0})");
    EXPECT_EQ(written(12345678901.5), R"({"start":12345678901.5,"end":0})");
}

struct RefusedCase {
    const char* text;
    const char* path;
    const char* message;
};

class Refused : public testing::TestWithParam<RefusedCase> {};

TEST_P(Refused, SaysWhy) {
    const auto found = mistakes(GetParam().text);
    ASSERT_TRUE(found.contains(GetParam().path)) << GetParam().text;
    EXPECT_EQ(found.at(GetParam().path), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Refused,
    testing::Values(
        RefusedCase{R"({"snippets": []})", "name", "is required"},
        RefusedCase{R"({"name": null, "snippets": []})", "name", "is required"},
        RefusedCase{R"({"name": "   ", "snippets": []})", "name", "must not be empty"},
        RefusedCase{R"({"name": "abcdef", "snippets": []})", "name", "must have at most 5 characters"},
        RefusedCase{R"({"name": "a\u0000b", "snippets": []})", "name", "must not contain control characters"},
        RefusedCase{R"({"name": "a", "width": 63, "snippets": []})", "width", "must be at least 64"},
        RefusedCase{R"({"name": "a", "width": 1e300, "snippets": []})", "width", "must be a whole number"},
        RefusedCase{R"({"name": "a", "width": true, "snippets": []})", "width", "must be a whole number"},
        RefusedCase{R"({"name": "a", "snippets": {}})", "snippets", "must be a list"},
        RefusedCase{R"({"name": "a", "snippets": [1]})", "snippets.0", "must be an object"},
        RefusedCase{R"({"name": "a", "snippets": [{}, {}, {}]})", "snippets", "must have at most 2 items"},
        RefusedCase{R"({"name": "a", "snippets": [{"start": 1e999, "end": 1}]})", "snippets.0.start",
                    "must be a finite number"}));

TEST(FromJson, CountsCharactersNotBytes) {
    EXPECT_TRUE(from_json<Body>(R"({"name": "Giảng", "snippets": []})"));
}

TEST(FromJson, ListsAndTimesThatMayBeAbsent) {
    for (const char* text : {"{}", R"({"names": null, "items": null, "since": null})"}) {
        const auto body = from_json<Optional>(text);
        ASSERT_TRUE(body) << text;
        EXPECT_TRUE(body->names.empty());
        EXPECT_FALSE(body->since);
    }
    const auto body = from_json<Optional>(R"({"names": [" a ", "b"], "since": "2026-01-08T07:00:00+07:00"})");
    ASSERT_TRUE(body);
    EXPECT_THAT(body->names, testing::ElementsAre("a", "b"));
    EXPECT_EQ(to_json(*body), R"({"names":["a","b"],"items":[],"since":"2026-01-08T00:00:00.000Z"})");
}

TEST(FromJson, ListsOfTextsTellEachMistake) {
    using testing::Pair;
    const auto all = [](std::string_view text) {
        std::map<std::string, std::string> found;
        const auto body = from_json<Optional>(text);
        if (!body)
            for (const FieldError& error : body.error().fields)
                found[error.path] = error.message;
        return found;
    };
    EXPECT_THAT(
        all(R"({"names": ["", 7], "since": "yesterday"})"),
        testing::UnorderedElementsAre(Pair("names.0", "must not be empty"), Pair("names.1", "must be text"),
                                      Pair("since", "must be a time such as 2026-01-08T00:00:00Z")));
    EXPECT_THAT(all(R"({"names": []})"), testing::ElementsAre(Pair("names", "must have at least 1 item")));
    EXPECT_THAT(all(R"({"names": ["a", "b", "c"]})"),
                testing::ElementsAre(Pair("names", "must have at most 2 items")));
    EXPECT_THAT(all(R"({"names": "a"})"), testing::ElementsAre(Pair("names", "must be a list")));
}

TEST(FromJson, ObjectsInObjects) {
    const auto outer = from_json<Outer>(R"({"item": {"start": 1, "end": 2}})");
    ASSERT_TRUE(outer);
    EXPECT_EQ(to_json(*outer), R"({"item":{"start":1,"end":2}})");
    const auto path = [](std::string_view text) { return from_json<Outer>(text).error().fields.at(0).path; };
    EXPECT_EQ(path(R"({"item": {"start": 1}})"), "item.end");
    EXPECT_EQ(path(R"({"item": [1]})"), "item");
    EXPECT_EQ(path("{}"), "item");
    Outer body;
    const boost::json::object schema = schema_of([&](Fields& fields) { body.describe(fields); });
    EXPECT_EQ(schema.at("properties").at("item").at("$ref"), "#/components/schemas/Item");
}

TEST(FromJson, ObjectsThatMayBeAbsent) {
    struct Maybe {
        std::optional<Item> item;
        void describe(Fields& f) { f.object("item", item); }
    };
    EXPECT_EQ(from_json<Maybe>(R"({"item": {"start": 1, "end": 2}})")->item->end, 2);
    for (const char* text : {"{}", R"({"item": null})"}) {
        const auto absent = from_json<Maybe>(text);
        ASSERT_TRUE(absent) << text;
        EXPECT_FALSE(absent->item) << text;
        EXPECT_EQ(to_json(*absent), R"({"item":null})");
    }
    EXPECT_EQ(from_json<Maybe>(R"({"item": {"end": 2}})").error().fields.front().path, "item.start");
    EXPECT_EQ(from_json<Maybe>(R"({"item": 5})").error().fields.front().path, "item");
    Maybe blank;
    const auto schema = schema_of([&](Fields& fields) { blank.describe(fields); });
    EXPECT_FALSE(schema.contains("required"));
    EXPECT_EQ(boost::json::serialize(schema.at("properties").at("item")),
              R"({"allOf":[{"$ref":"#/components/schemas/Item"}],"nullable":true})");
}

TEST(FromJson, ListsThatMayBeAbsentOfTextsThatMayBeNull) {
    struct Holes {
        std::optional<std::vector<std::optional<std::string>>> names;
        void describe(Fields& f) { f.texts("names", names, {.max = 3}, {.min = 1}); }
    };
    EXPECT_FALSE(from_json<Holes>("{}")->names);
    EXPECT_FALSE(from_json<Holes>(R"({"names": null})")->names);
    EXPECT_TRUE(from_json<Holes>(R"({"names": []})")->names->empty());
    const auto body = from_json<Holes>(R"({"names": [" a ", null]})");
    ASSERT_TRUE(body);
    EXPECT_EQ(to_json(*body), R"({"names":["a",null]})");
    EXPECT_EQ(to_json(Holes{}), R"({"names":null})");
    const auto bad = from_json<Holes>(R"({"names": ["", null, 1]})");
    ASSERT_EQ(bad.error().fields.size(), 2u);
    EXPECT_EQ(bad.error().fields[0].path, "names.0");
    EXPECT_EQ(bad.error().fields[1].path, "names.2");
}

TEST(FromJson, RefusesWhatIsNoObject) {
    for (const char* text : {"", "{", "[]", "1", "{} {}", "{\"name\": \"\xff\"}"}) {
        const auto body = from_json<Body>(text);
        ASSERT_FALSE(body) << text;
        EXPECT_EQ(body.error().code, ErrorCode::invalid);
        EXPECT_FALSE(body.error().message.empty());
    }
    const std::string deep = "{\"name\": \"a\", \"snippets\": " + std::string(100000, '[');
    EXPECT_FALSE(from_json<Body>(deep));
}

TEST(ToJson, WritesPlainNumbersNullsAndEscapes) {
    Body body;
    body.name = "a\"\n";
    body.width = 70;
    body.snippets = {{120.5, 300}};
    EXPECT_EQ(
        to_json(body),
        R"({"name":"a\"\n","module":null,"mode":null,"width":70,"snippets":[{"start":120.5,"end":300}]})");
    EXPECT_EQ(to_json_array(std::vector<Item>{{0, 1}, {1, 2}}),
              R"([{"start":0,"end":1},{"start":1,"end":2}])");
}

TEST(SchemaOf, NamesRequiredMembersAndLimits) {
    Body body;
    const boost::json::object schema = schema_of([&](Fields& fields) { body.describe(fields); });
    EXPECT_EQ(boost::json::serialize(schema.at("required")), R"(["name","snippets"])");
    const auto& properties = schema.at("properties").as_object();
    EXPECT_EQ(properties.at("name").at("maxLength").as_uint64(), 5u);
    EXPECT_TRUE(properties.at("module").at("nullable").as_bool());
    EXPECT_EQ(boost::json::serialize(properties.at("mode").at("enum")), R"(["fast","exact",null])");
    EXPECT_EQ(properties.at("snippets").at("items").at("$ref"), "#/components/schemas/Item");

    Optional optional;
    const boost::json::object other = schema_of([&](Fields& fields) { optional.describe(fields); });
    EXPECT_FALSE(other.contains("required"));
    EXPECT_EQ(other.at("properties").at("names").at("items").at("maxLength").as_uint64(), 3u);
    EXPECT_EQ(other.at("properties").at("since").at("format"), "date-time");
}

}  // namespace
}  // namespace lectern::wire

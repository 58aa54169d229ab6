#include "storage/sql/columns.hpp"

#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

enum class Color { red, green };
std::string_view to_text(Color color) {
    return color == Color::red ? "red" : "green";
}
std::optional<Color> parse_color(std::string_view text) {
    if (text == "red") return Color::red;
    if (text == "green") return Color::green;
    return std::nullopt;
}

struct Place {
    double x = 0;
    std::string note;
    bool operator==(const Place&) const = default;
};
struct Deep {
    Place place;
    bool operator==(const Deep&) const = default;
};

struct Thing {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> nick;
    int size = 0;
    bool open = false;
    Color color = Color::red;
    Timestamp made_at{};
    std::optional<Timestamp> sold_at;
    std::optional<Place> place;
    Deep deep;
    bool operator==(const Thing&) const = default;
};

constexpr Columns<Thing> thing_columns{
    column<&Thing::id>("id", filled_by_database),
    column<&Thing::name>("name"),
    column<&Thing::nick>("nick"),
    column<&Thing::size>("size"),
    column<&Thing::open>("open"),
    word_column<parse_color, &Thing::color>("color"),
    column<&Thing::made_at>("made_at"),
    column<&Thing::sold_at>("sold_at"),
    column<&Thing::place, &Place::x>("place_x"),
    column<&Thing::place, &Place::note>("place_note"),
    column<&Thing::deep, &Deep::place, &Place::note>("deep_note"),
};

constexpr Columns<Place> place_columns{
    column<&Place::x>("x"),
    column<&Place::note>("note"),
};

class ColumnsTest : public StoreTest {
protected:
    ColumnsTest() {
        const std::string key =
            GetParam() == Driver::sqlite ? "INTEGER PRIMARY KEY" : "BIGSERIAL PRIMARY KEY";
        const std::string real = GetParam() == Driver::sqlite ? "REAL" : "DOUBLE PRECISION";
        database->write([&](Transaction& tx) {
            tx.query({"test.create", "CREATE TABLE things (id " + key +
                                         ", name TEXT NOT NULL, nick TEXT, size BIGINT, open "
                                         "SMALLINT, color TEXT, made_at BIGINT, sold_at BIGINT, place_x " +
                                         real + ", place_note TEXT, deep_note TEXT)"});
        });
    }

    Thing insert(const Thing& thing) {
        Thing stored;
        database->write([&](Transaction& tx) {
            const Statement statement{
                "test.insert", thing_columns.insert_into("things") + " RETURNING " + thing_columns.list()};
            stored = thing_columns.read(tx.query(statement, thing_columns.values(thing)).front());
        });
        return stored;
    }

    std::vector<Row> all() { return database->query({"test.all", "SELECT * FROM things ORDER BY id"}); }

    Thing full() {
        Thing thing;
        thing.name = "lamp";
        thing.nick = "l";
        thing.size = -7;
        thing.open = true;
        thing.color = Color::green;
        thing.made_at = now;
        thing.sold_at = now + 1h;
        thing.place = Place{2, "here"};
        thing.deep.place.note = "down";
        return thing;
    }
};
LECTERN_ON_BOTH_DRIVERS(ColumnsTest);

TEST_P(ColumnsTest, InsertedValuesAreReadBack) {
    Thing thing = full();
    thing.id = insert(thing).id;
    EXPECT_GT(thing.id, 0);
    EXPECT_THAT(thing_columns.read_all(all()), ElementsAre(thing));
    EXPECT_EQ(thing_columns.read_first(all()), thing);
}

TEST_P(ColumnsTest, OptionalMembersAndWholePartsAreNull) {
    Thing thing;
    thing.name = "nothing";
    thing.id = insert(thing).id;
    const Row row = all().front();
    for (const char* column : {"nick", "sold_at", "place_x", "place_note"})
        EXPECT_TRUE(row.is_null(column)) << column;
    EXPECT_FALSE(row.is_null("deep_note")) << "a member that is not optional";
    EXPECT_EQ(thing_columns.read(row), thing);
}

TEST_P(ColumnsTest, AnUpdateWritesAllButTheKey) {
    Thing thing = full();
    thing.id = insert(thing).id;
    const auto other = insert(full());
    constexpr Columns<Thing> changed{
        column<&Thing::id>("id"),
        column<&Thing::name>("name"),
        column<&Thing::sold_at>("sold_at"),
        column<&Thing::place, &Place::x>("place_x"),
        column<&Thing::place, &Place::note>("place_note"),
    };
    thing.name = "torch";
    thing.sold_at.reset();
    thing.place.reset();
    database->write([&](Transaction& tx) {
        tx.query({"test.update", "UPDATE things SET " + changed.assignments() + " WHERE id = $1"},
                 changed.values(thing));
    });
    EXPECT_THAT(thing_columns.read_all(all()), ElementsAre(thing, other));
}

TEST_P(ColumnsTest, JoinedRowsAreReadByTheirAliases) {
    Thing thing = full();
    thing.id = insert(thing).id;
    const auto rows =
        database->query({"test.join", "SELECT p.x AS \"p.x\", p.note AS \"p.note\", " +
                                          thing_columns.list("a") + ", " + thing_columns.list("b") +
                                          ", 'c' AS name FROM things AS a LEFT JOIN things AS b ON b.id = "
                                          "a.id CROSS JOIN (SELECT 0.5 * 3 AS x, 'third' AS note) AS p"});
    EXPECT_EQ(thing_columns.read(rows.front(), "a"), thing);
    EXPECT_EQ(thing_columns.read(rows.front(), "b"), thing);
    EXPECT_EQ(rows.front().text("name"), "c");
    EXPECT_EQ(rows.front().text("a.name"), "lamp");
    EXPECT_EQ(rows.front().text("p.note"), "third");
}

TEST_P(ColumnsTest, ColumnsMayHaveAnyOrder) {
    const auto rows = database->query({"test.swapped", "SELECT 'n' AS note, 7 AS other, 1 AS x"});
    EXPECT_EQ(place_columns.read(rows.front()), (Place{1, "n"}));
}

TEST_P(ColumnsTest, MistakesOfStatementsAreToldByName) {
    const auto text_of = [&](const Statement& statement) -> std::string {
        try {
            place_columns.read(database->query(statement).front());
        } catch (const std::logic_error& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_THAT(text_of({"test.a", "SELECT 1 AS x"}), HasSubstr("no column note"));
    EXPECT_THAT(text_of({"test.b", "SELECT 1 AS x, 2 AS note"}), HasSubstr("column note has another type"));
    EXPECT_THAT(text_of({"test.c", "SELECT NULL AS x, 'n' AS note"}), HasSubstr("column x has another type"));
    EXPECT_THROW(database->query({"test.a", "SELECT 1 AS x"}).front().integer("y"), std::logic_error);
}

TEST_P(ColumnsTest, UnknownWordsAreRefused) {
    insert(full());
    database->write([](Transaction& tx) { tx.query({"test.paint", "UPDATE things SET color = 'mauve'"}); });
    EXPECT_THROW(thing_columns.read_all(all()), std::runtime_error);
}

TEST(Columns, GiveTheListsOfStatements) {
    EXPECT_EQ(place_columns.list(), "x, note");
    EXPECT_EQ(place_columns.list("p"), "p.x AS \"p.x\", p.note AS \"p.note\"");
    EXPECT_EQ(place_columns.insert_into("t"), "INSERT INTO t (x, note) VALUES ($1, $2)");
    EXPECT_EQ(place_columns.assignments(), "note = $2");
    constexpr Columns<Thing> few{
        column<&Thing::id>("id", filled_by_database),
        column<&Thing::name>("name"),
    };
    EXPECT_EQ(few.list(), "id, name");
    EXPECT_EQ(few.insert_into("t"), "INSERT INTO t (name) VALUES ($1)");
    constexpr Columns<Place> swapped({column<&Place::note>("note")}, {column<&Place::x>("x")});
    EXPECT_EQ(swapped.list(), "note, x");
    EXPECT_EQ(few.values({3, "lamp", {}, 0, false, Color::red, {}, {}, {}, {}}).size(), 1);
}

}  // namespace
}  // namespace lectern::storage::test

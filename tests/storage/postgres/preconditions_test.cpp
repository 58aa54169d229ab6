#include "storage/sql/database_unfit.hpp"
#include "tests/storage/postgres_cluster.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::HasSubstr;

class PreconditionsTest : public StoreTest {
protected:
    ~PreconditionsTest() override {
        for (const std::string& undo : undo_)
            admin->query({"test", undo});
    }

    void with(const std::string& change, const std::string& undo) {
        admin->query({"test", change});
        undo_.insert(undo_.begin(), undo);
    }
    // The URL of the tests with another part.
    std::string url(const std::string& part, const std::string& other) const {
        std::string text = options.url;
        return text.replace(text.find(part), part.size(), other);
    }
    static std::string refusal_of(const std::string& url) {
        DatabaseOptions options;
        options.url = url;
        try {
            open_database(options)->migrate();
        } catch (const DatabaseUnfit& error) {
            return error.what();
        }
        return "";
    }

    std::unique_ptr<Database> admin = open_again(1);

private:
    std::vector<std::string> undo_;
};
INSTANTIATE_TEST_SUITE_P(On, PreconditionsTest, testing::Values(Driver::postgresql));

TEST_P(PreconditionsTest, ADatabaseInAnotherEncodingIsRefused) {
    for (const std::string encoding : {"LATIN1", "SQL_ASCII"}) {
        with("CREATE DATABASE other_" + encoding + " ENCODING '" + encoding +
                 "' LOCALE 'C' TEMPLATE template0",
             "DROP DATABASE other_" + encoding);
        std::string name = "other_" + encoding;
        for (char& c : name)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        const std::string text = refusal_of(url("///postgres?", "///" + name + "?"));
        EXPECT_THAT(text, HasSubstr("Its encoding is " + encoding));
        EXPECT_THAT(text, HasSubstr("ENCODING 'UTF8'"));
    }
}

TEST_P(PreconditionsTest, ASearchPathWithoutASchemaIsRefused) {
    EXPECT_THAT(refusal_of(url("search_path%3D", "search_path%3Dno_such_")), HasSubstr("There is no schema"));
}

TEST_P(PreconditionsTest, ARoleThatMayNotCreateTablesIsRefused) {
    with("CREATE ROLE \"other role\" LOGIN", "DROP ROLE \"other role\"");
    with("CREATE SCHEMA empty_schema", "DROP SCHEMA empty_schema CASCADE");
    with("GRANT USAGE ON SCHEMA empty_schema TO \"other role\"", "SELECT 1");
    const std::string as_other =
        "postgresql:///postgres?options=-csearch_path%3Dempty_schema&user=other%20role&host=" +
        PostgresCluster::instance().socket_folder();
    EXPECT_THAT(refusal_of(as_other), HasSubstr("GRANT CREATE ON SCHEMA \"empty_schema\" TO \"other role\""));
    admin->query({"test", "GRANT CREATE ON SCHEMA empty_schema TO \"other role\""});
    EXPECT_EQ(refusal_of(as_other), "");
}

TEST_P(PreconditionsTest, ARoleThatMayNotUseTheTablesIsRefused) {
    with("CREATE ROLE other LOGIN", "DROP ROLE other");
    const std::string schema =
        admin->query({"test", "SELECT CAST(current_schema() AS TEXT) AS name"}).front().text("name");
    with("GRANT USAGE ON SCHEMA " + schema + " TO other", "DROP OWNED BY other");
    const std::string as_other = url("user=postgres", "user=other");
    const std::string text = refusal_of(as_other);
    EXPECT_THAT(text, HasSubstr("may not read and write these tables: "));
    EXPECT_THAT(text, HasSubstr("lectures, "));
    EXPECT_THAT(text, HasSubstr("may not create tables"));
    EXPECT_THAT(text, HasSubstr("GRANT \"postgres\" TO \"other\""));

    admin->query(
        {"test", "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO other"});
    EXPECT_EQ(refusal_of(as_other), "") << "nothing is left to migrate, so that no more rights are needed";
    admin->query({"test", "DELETE FROM schema_migrations WHERE version > 1"});
    EXPECT_THAT(refusal_of(as_other), HasSubstr("lectern migrate"));
}

TEST_P(PreconditionsTest, AReadOnlyDatabaseIsRefusedAtTheStart) {
    with("ALTER DATABASE postgres SET default_transaction_read_only = on",
         "ALTER DATABASE postgres RESET ALL");
    EXPECT_THAT(refusal_of(options.url),
                HasSubstr("ALTER DATABASE \"postgres\" RESET default_transaction_read_only"));
}

}  // namespace
}  // namespace lectern::storage::test

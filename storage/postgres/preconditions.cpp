#include "storage/postgres/preconditions.hpp"

#include "storage/sql/database_unfit.hpp"

#include <string>
#include <vector>

namespace lectern::storage::postgres {
namespace {

constexpr std::int64_t oldest_version = 130000;

const Statement server_facts{
    "database.server_facts",
    "SELECT CAST(current_setting('server_version_num') AS INTEGER) AS version_number, "
    "current_setting('server_version') AS version, current_setting('server_encoding') AS encoding, "
    "current_setting('search_path') AS search_path, "
    "coalesce(CAST(current_schema() AS TEXT), '') AS schema"};

const Statement session_rights{
    "database.session_rights",
    "SELECT CAST(current_user AS TEXT) AS role, CAST(current_database() AS TEXT) AS database, "
    "CAST(current_schema() AS TEXT) AS schema, pg_is_in_recovery() AS standby, "
    "current_setting('transaction_read_only') = 'on' AS read_only, "
    "has_schema_privilege(current_schema(), 'CREATE') AS may_create"};

// The tables that belong to the owner of schema_migrations. A schema may also have tables of others.
const Statement table_rights{
    "database.table_rights",
    "SELECT CAST(t.relname AS TEXT) AS name, CAST(pg_get_userbyid(t.relowner) AS TEXT) AS owner, "
    "pg_has_role(t.relowner, 'USAGE') AS is_owner, has_table_privilege(t.oid, 'SELECT') AND "
    "has_table_privilege(t.oid, 'INSERT') AND has_table_privilege(t.oid, 'UPDATE') AND "
    "has_table_privilege(t.oid, 'DELETE') AS may_use "
    "FROM pg_class AS t JOIN pg_class AS m ON m.relnamespace = t.relnamespace AND m.relowner = t.relowner "
    "WHERE t.relnamespace = CAST(current_schema() AS regnamespace) AND t.relkind = 'r' AND "
    "m.relkind = 'r' AND m.relname = 'schema_migrations' ORDER BY t.relname"};
const Statement count_applied{"database.count_applied", "SELECT count(*) AS n FROM schema_migrations"};

class Faults {
public:
    void add(const std::string& fault) { text_ += "\n  - " + fault; }
    bool any() const { return !text_.empty(); }
    void refuse() const {
        if (any()) throw DatabaseUnfit("This PostgreSQL database cannot be used yet:" + text_);
    }

private:
    std::string text_;
};

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char c : name)
        text += c == '"' ? "\"\"" : std::string(1, c);
    return text + '"';
}

struct TableRights {
    std::string owner;
    bool is_owner = true;
    std::string not_usable;  // names
    bool may_count = true;   // the applied migrations
};

TableRights rights_on_tables(Database& database) {
    TableRights rights;
    for (const Row& row : database.query(table_rights)) {
        rights.owner = row.text("owner");
        rights.is_owner = row.integer("is_owner") == 1;
        if (row.integer("may_use") == 1) continue;
        rights.not_usable += (rights.not_usable.empty() ? "" : ", ") + row.text("name");
        if (row.text("name") == "schema_migrations") rights.may_count = false;
    }
    return rights;
}

}  // namespace

void require_text_and_schema(Database& database) {
    const Row facts = database.query(server_facts).front();
    Faults faults;
    if (facts.integer("version_number") < oldest_version)
        faults.add("The server is PostgreSQL " + facts.text("version") + ". Use version 13 or a newer one.");
    if (facts.text("encoding") != "UTF8")
        faults.add("Its encoding is " + facts.text("encoding") +
                   ", which cannot hold all texts. Make a database with UTF-8: CREATE DATABASE lectern "
                   "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0");
    if (facts.text("schema").empty())
        faults.add("There is no schema for the tables: the search_path (" + facts.text("search_path") +
                   ") names none that exists and may be used. Create one (CREATE SCHEMA lectern "
                   "AUTHORIZATION CURRENT_USER) and set it (ALTER ROLE ... SET search_path = lectern).");
    faults.refuse();
}

bool require_rights(Database& database, std::span<const Migration> migrations) {
    const Row session = database.query(session_rights).front();
    const std::string role = quoted(session.text("role")), schema = quoted(session.text("schema"));
    Faults faults;
    if (session.integer("standby") == 1)
        faults.add(
            "The server is a standby, which accepts no writes. Give the address of the primary, or of "
            "all of them: postgresql://HOST,HOST/DATABASE");
    else if (session.integer("read_only") == 1)
        faults.add("It is read-only for " + role +
                   ". Set default_transaction_read_only to off where it is "
                   "on: ALTER DATABASE " +
                   quoted(session.text("database")) +
                   " RESET default_transaction_read_only, the same with ALTER ROLE " + role +
                   ", or in postgresql.conf.");
    const TableRights tables = rights_on_tables(database);
    const bool outdated =
        tables.owner.empty() || !tables.may_count ||
        database.query(count_applied).front().integer("n") < static_cast<std::int64_t>(migrations.size());
    if (!tables.not_usable.empty())
        faults.add("The role " + role + " may not read and write these tables: " + tables.not_usable +
                   ". GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " +
                   role + " and GRANT USAGE ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + role +
                   "; or connect as " + quoted(tables.owner) + ", to whom they belong.");
    if (outdated && session.integer("may_create") == 0)
        faults.add("The role " + role + " may not create tables. GRANT CREATE ON SCHEMA " + schema + " TO " +
                   role + "; or make it the owner of the database.");
    if (outdated && !tables.is_owner)
        faults.add("The tables are of an older version, and belong to " + quoted(tables.owner) +
                   ". Run lectern migrate as that role, or GRANT " + quoted(tables.owner) + " TO " + role +
                   ".");
    faults.refuse();
    return outdated;
}

}  // namespace lectern::storage::postgres

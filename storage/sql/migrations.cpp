#include "storage/sql/migrations.hpp"

#include <string>

namespace lectern::storage {
namespace {

const Statement applied_version{
    "schema.version", "SELECT CAST(coalesce(max(version), 0) AS BIGINT) AS version FROM schema_migrations"};
const Statement insert_version{"schema.insert_version",
                               "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)"};

void refuse_newer(std::int64_t current, std::size_t newest) {
    if (current <= static_cast<std::int64_t>(newest)) return;
    throw SchemaTooNew("the database has schema version " + std::to_string(current) +
                       ", this program knows up to " + std::to_string(newest) + ": use a newer program");
}

}  // namespace

void apply_migrations(MigrationTarget& target, std::span<const Migration> migrations) {
    target.run_script(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    Transaction& tx = target.transaction();
    const auto current = tx.query(applied_version).front().integer("version");
    refuse_newer(current, migrations.size());
    for (const Migration& migration : migrations.subspan(static_cast<std::size_t>(current))) {
        target.run_script(migration.sql);
        tx.query(insert_version, {std::int64_t{migration.version}, std::string(migration.name)});
    }
}

void require_migrations(Database& database, std::span<const Migration> migrations) {
    std::int64_t current = 0;
    try {
        current = database.query(applied_version).front().integer("version");
    } catch (const StoreUnavailable&) {
        throw;
    } catch (const std::runtime_error& error) {  // the table is missing
        throw SchemaMissing(std::string("this is no database of Lectern: ") + error.what());
    }
    refuse_newer(current, migrations.size());
    if (current < static_cast<std::int64_t>(migrations.size()))
        throw SchemaMissing("the database schema is older than this program: run lectern migrate");
}

}  // namespace lectern::storage

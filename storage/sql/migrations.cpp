#include "storage/sql/migrations.hpp"

namespace lectern::storage {

void apply_migrations(MigrationTarget& target, std::span<const Migration> migrations) {
    target.run_script(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    Transaction& tx = target.transaction();
    const auto rows = tx.query("SELECT CAST(coalesce(max(version), 0) AS BIGINT) FROM schema_migrations", {});
    const auto current = rows.front().integer(0);
    const auto newest = static_cast<std::int64_t>(migrations.size());
    if (current > newest) {
        throw SchemaTooNew("the database has schema version " + std::to_string(current) +
                           ", this program knows up to " + std::to_string(newest) + ": use a newer program");
    }
    for (const Migration& migration : migrations.subspan(static_cast<std::size_t>(current))) {
        target.run_script(migration.sql);
        tx.query("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
                 {std::int64_t{migration.version}, std::string(migration.name)});
    }
}

}  // namespace lectern::storage

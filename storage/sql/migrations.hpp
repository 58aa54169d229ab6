#pragma once

#include "storage/sql/database.hpp"

#include <span>
#include <string_view>

namespace lectern::storage {

// One numbered step of the schema, compiled into the program from <driver>/migrations/NNNN_name.sql.
struct Migration {
    int version;  // from 1, without gaps
    std::string_view name;
    std::string_view sql;  // several statements
};

std::span<const Migration> sqlite_migrations();
std::span<const Migration> postgres_migrations();

// What a driver gives to a migration. All of it happens inside one transaction.
class MigrationTarget {
public:
    virtual ~MigrationTarget() = default;
    virtual void run_script(std::string_view sql) = 0;  // several statements, no parameters
    virtual Transaction& transaction() = 0;
};

// Applies the migrations that are missing and notes them in schema_migrations. Throws SchemaTooNew.
void apply_migrations(MigrationTarget& target, std::span<const Migration> migrations);

// Throws SchemaMissing or SchemaTooNew unless exactly these migrations have been applied.
void require_migrations(Database& database, std::span<const Migration> migrations);

}  // namespace lectern::storage

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

// What a driver lends to the migration: everything happens inside its one transaction.
class MigrationTarget {
public:
    virtual ~MigrationTarget() = default;
    virtual void run_script(std::string_view sql) = 0;  // several statements, no parameters
    virtual Transaction& transaction() = 0;
};

// Applies what is missing and writes it down in schema_migrations. Throws SchemaTooNew.
void apply_migrations(MigrationTarget& target, std::span<const Migration> migrations);

// Throws SchemaMissing or SchemaTooNew unless all of them and no others have been applied.
void require_migrations(Database& database, std::span<const Migration> migrations);

}  // namespace lectern::storage

#pragma once

#include "storage/sql/database.hpp"
#include "storage/sql/migrations.hpp"

#include <span>

namespace lectern::storage::postgres {

// What Lectern needs of a PostgreSQL database. Both throw DatabaseUnfit; what() lists all that is missing and
// says what to do.

// The version of the server, the encoding of texts, a schema for the tables.
void require_text_and_schema(Database& database);

// The rights to apply those of the migrations that are missing, and to write to the tables. Returns whether
// one is missing.
bool require_rights(Database& database, std::span<const Migration> migrations);

}  // namespace lectern::storage::postgres

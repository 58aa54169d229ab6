#pragma once

#include <string>

namespace lectern::storage::postgres {

inline constexpr const char* transaction_pooling_text =
    "The connection pooler before PostgreSQL gives each transaction another session of the server. Lectern "
    "needs a session of its own for each connection. In pgbouncer, set pool_mode = session for this database "
    "or user; or connect to PostgreSQL directly.";

// Finds out whether a pooler shares its sessions of the server between transactions. `conninfo` leads to the
// pooler. Opens two sessions for a moment. Throws DatabaseUnfit with the text above if it does, and if it has
// no free session; StoreUnavailable if the database is away.
void refuse_transaction_pooling(const std::string& conninfo);

}  // namespace lectern::storage::postgres

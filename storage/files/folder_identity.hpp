#pragma once

#include "storage/files/state_folder.hpp"
#include "storage/sql/database.hpp"

#include <stdexcept>
#include <string>

namespace lectern::storage {

// A database and a state folder belong together: rows name files, and the numbers of rows begin anew in
// another database. So both carry the same identity, a UUID: the database as a secret, the folder in the file
// "database-identity". A pair of an earlier version gets one when it is first opened.

// The text says what a person can do.
struct StrangeFolder : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Throws StrangeFolder unless they belong together. Changes nothing.
void check_pair(Database& database, const StateFolder& folder);

// The same, for the process that owns both: a new pair gets its identity.
void claim_pair(Database& database, const StateFolder& folder);

// Makes them a pair from now on, whatever they belonged to. The identity is new, so that their former
// partners are strangers.
void adopt(Database& database, const StateFolder& folder);

}  // namespace lectern::storage

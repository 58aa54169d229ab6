#pragma once

#include <cstdint>
#include <string>

#include "domain/base/time.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/sql/database.hpp"

namespace lectern::storage {

// File operations that a transaction decided: written with it, carried out after it, again if interrupted.
// `path` is relative to the state folder: a file, or a folder with all that is in it.
void put_trash(Transaction& tx, const std::string& path, Timestamp now);

class Outbox {
public:
    Outbox(Database& database, const StateFolder& folder) : database_(database), folder_(folder) {}

    // Carries out what is pending, oldest first; an operation that fails stays and is reported. Returns how many were
    // done. Blocks.
    std::int64_t drain();

private:
    Database& database_;
    const StateFolder& folder_;
};

}  // namespace lectern::storage

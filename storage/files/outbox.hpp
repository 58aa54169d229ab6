#pragma once

#include "domain/base/time.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace lectern::storage {

// File operations that a transaction decided: written with it, carried out after it, again if interrupted.
// `path` is relative to the state folder: a file, or a folder with all that is in it.
void put_trash(Transaction& tx, const std::string& path, Timestamp now);

class Outbox {
public:
    // `report` gets a line for the log for each operation that fails.
    using Report = std::function<void(const std::string& line)>;

    Outbox(Database& database, const StateFolder& folder, Report report = {})
        : database_(database), folder_(folder), report_(std::move(report)) {}

    // Carries out what is pending, oldest first; an operation that fails is reported and stays for the next
    // call. Returns how many were done. Several threads may call it. Blocks.
    std::int64_t drain();

private:
    Database& database_;
    const StateFolder& folder_;
    Report report_;
};

}  // namespace lectern::storage

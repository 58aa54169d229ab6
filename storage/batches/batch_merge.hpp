#pragma once

#include "domain/base/time.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {

struct BatchName {
    std::int64_t id;
    std::string session_id;
};

// Puts the tasks and files of the batch `from` behind those of `into` and deletes `from`; the files move by
// the outbox. For a client that the transaction has locked.
void merge_batches(Transaction& tx, const std::string& client_id, const BatchName& into,
                   const BatchName& from, Timestamp now);

}  // namespace lectern::storage

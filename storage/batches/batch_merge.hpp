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

// Moves the tasks and files of the batch `from` to the end of the batch `into` and deletes `from`. The outbox
// moves the files. The transaction has locked the client.
void merge_batches(Transaction& tx, const std::string& client_id, const BatchName& into,
                   const BatchName& from, Timestamp now);

}  // namespace lectern::storage

#pragma once

#include "domain/base/time.hpp"
#include "storage/scrub/scrub.hpp"

#include <functional>
#include <string>

namespace lectern::storage {

// Makes rows and files agree again, without deleting a file that may be the last copy. Orphans, and files
// that differ from their row, are set aside (StateFolder::set_aside). The row of a lost file is changed so
// that a person can act: the lecture has failed and can be tried again, the clip can be cut again, the upload
// continues after the bytes that exist, the download can be started again. A file that cannot be read is left
// as it is: another process may be able to read it.
//
// Carries out the outbox, looks for faults and repairs them; Fault::repair says what was done. The state
// folder must be owned, and the caller has claimed the database (Database::claim_server). `new_id` makes
// UUIDs. Blocks. Throws StoreUnavailable and std::system_error; earlier repairs stay.
ScrubReport repair(Database& database, const StateFolder& folder, const ScrubOptions& options, Timestamp now,
                   const std::function<std::string()>& new_id);

}  // namespace lectern::storage

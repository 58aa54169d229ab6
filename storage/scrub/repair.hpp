#pragma once

#include "domain/base/time.hpp"
#include "storage/scrub/scrub.hpp"

#include <functional>
#include <string>

namespace lectern::storage {

// Makes rows and files agree again, without destroying anything that may be a last copy: orphans and files
// that are not what their row says are set aside (StateFolder::set_aside); rows whose file is lost say so, in
// a way that a person can act on: the lecture has failed and can be tried again, the clip can be cut again,
// the upload goes on after what is there, the download can be started again. What cannot be read is left as
// it is: it may be readable for somebody else.
//
// Carries out the outbox, looks, repairs; the answer says of each fault in Fault::repair what was done. For a
// folder that is owned; the caller has the database for itself too (Database::claim_server). `new_id` makes
// UUIDs. Blocks; throws StoreUnavailable and std::system_error, with what was repaired before kept.
ScrubReport repair(Database& database, const StateFolder& folder, const ScrubOptions& options, Timestamp now,
                   const std::function<std::string()>& new_id);

}  // namespace lectern::storage

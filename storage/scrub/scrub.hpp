#pragma once

#include "storage/files/state_folder.hpp"
#include "storage/scrub/claims.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::storage {

// Rows and files that do not agree.
struct Fault {
    enum class Kind {
        missing,        // a row names it, it is not there
        wrong_size,     // it has another size than the row says
        wrong_content,  // it has another SHA-256 than the row says
        unreadable,     // it cannot be opened or read to its end
        orphan,         // it is there, nothing names it
    };
    Kind kind;
    std::string path;            // relative to the state folder
    std::optional<Claim> claim;  // what the row says; nothing for an orphan
    std::int64_t bytes = 0;      // that are there
    std::string detail;          // for the person: "30 bytes, 40 expected"
    std::string repair;          // what was done about it, for the person; "" = nothing
    bool operator==(const Fault& other) const { return kind == other.kind && path == other.path; }
};
std::string_view to_text(Fault::Kind kind);

struct ScrubReport {
    bool beside_server = false;  // a server worked on the state folder meanwhile
    std::vector<Fault> faults;   // by path
    std::int64_t files = 0;      // that rows name
    std::int64_t bytes = 0;      // that were read and compared

    // These are no faults. The server takes care of them when it starts and from time to time.
    std::vector<PendingOperation> pending;
    std::int64_t in_trash = 0;           // files
    std::vector<std::string> leftovers;  // files in work/ that no job wants any more

    std::int64_t in_lost_and_found = 0;  // files that an earlier repair put there

    bool clean() const { return faults.empty(); }
};

struct ScrubOptions {
    bool read_contents = true;  // compare SHA-256, which reads every file; else sizes only
    // Between two looks at what seems wrong beside a running server.
    std::function<void()> wait_between_looks = [] {};
    // Beside a running server: files that have changed since then are no orphans.
    std::chrono::sys_time<std::chrono::nanoseconds> settled{};
};

// Compares rows with files and changes nothing. If the folder is not owned (see StateFolder), a server may be
// at work: then a fault is reported only if two looks find it. Blocks; throws StoreUnavailable and
// std::system_error.
ScrubReport scrub(Database& database, const StateFolder& folder, const ScrubOptions& options);

}  // namespace lectern::storage

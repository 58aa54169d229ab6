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

// A disagreement between the rows and a file.
struct Fault {
    enum class Kind {
        missing,        // a row names the file, but it does not exist
        wrong_size,     // its size is not the size in the row
        wrong_content,  // its SHA-256 is not the one in the row
        unreadable,     // it cannot be opened or read to its end
        orphan,         // the file exists, but no row names it
    };
    Kind kind;
    std::string path;            // relative to the state folder
    std::optional<Claim> claim;  // what the row says; nothing for an orphan
    std::int64_t bytes = 0;      // size of the file
    std::string detail;          // for the person: "30 bytes, 40 expected"
    std::string repair;          // what was done about it, for the person; "" = nothing
    bool operator==(const Fault& other) const { return kind == other.kind && path == other.path; }
};
std::string_view to_text(Fault::Kind kind);

struct ScrubReport {
    bool beside_server = false;  // a server may have worked on the state folder meanwhile
    std::vector<Fault> faults;   // by path
    std::int64_t files = 0;      // number of files that rows name
    std::int64_t bytes = 0;      // number of bytes that were read and compared

    // These are no faults. The server takes care of them when it starts and from time to time.
    std::vector<PendingOperation> pending;
    std::int64_t in_trash = 0;           // files
    std::vector<std::string> leftovers;  // files in work/ that no job wants any more

    std::int64_t in_lost_and_found = 0;  // files that an earlier repair put there

    bool clean() const { return faults.empty(); }
};

struct ScrubOptions {
    bool read_contents = true;  // compare SHA-256, which reads every file; false: compare only sizes
    // Called between the two looks if a server may be running.
    std::function<void()> wait_between_looks = [] {};
    // If a server may be running, a file that has changed since this time is not reported as an orphan.
    std::chrono::sys_time<std::chrono::nanoseconds> settled{};
};

// Compares rows with files and changes nothing. If the folder is not owned (see StateFolder), a server may be
// at work: then a fault is reported only if two looks find it. Blocks; throws StoreUnavailable and
// std::system_error.
ScrubReport scrub(Database& database, const StateFolder& folder, const ScrubOptions& options);

}  // namespace lectern::storage

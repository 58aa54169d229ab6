#pragma once

#include "domain/base/time.hpp"
#include "domain/job/job.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// The words of the API: "created", "queued", "running", "done", "failed", "cancelled".
enum class DownloadStatus { created, queued, running, done, failed, cancelled };

std::string_view to_text(DownloadStatus status);

// A task's run is a job; one that was never started has none.
DownloadStatus status_of(std::optional<JobState> job);

inline bool may_start(DownloadStatus status) {
    return status == DownloadStatus::created || status == DownloadStatus::failed ||
           status == DownloadStatus::cancelled;
}
// As starting, but not for the first time.
inline bool may_retry(DownloadStatus status) {
    return status != DownloadStatus::created && may_start(status);
}

// Ids that clients choose for themselves and for their batches: 1..64 of [A-Za-z0-9._-], not "." or "..".
bool is_chosen_id(std::string_view text);

struct Client {
    std::string id;
    std::optional<std::string> name;
    Timestamp created_at{};
    Timestamp updated_at{};
};

// The finished file of a task. It never changes; a merge may give it another name.
struct DownloadedFile {
    std::string name;  // in the folder of its batch
    std::int64_t bytes = 0;
    std::string sha256;  // hex
    Timestamp made_at{};
};

// One file that a client wants.
struct DownloadTask {
    std::string id;  // UUID, the same as its job's
    std::string client_id;
    std::string session_id;  // of its batch, as it is now
    std::string source_id;   // what the client calls the recording: its "id"
    std::string name;
    std::string batch_name;
    std::optional<std::string> topic_name;
    std::optional<std::string> lecture_url;
    DownloadStatus status = DownloadStatus::created;
    double progress = 0;  // 0..1
    std::string error;    // for the person; "" while none; also the last failure of a try that is repeated
    int attempt = 0;
    std::optional<DownloadedFile> file;  // once done
    Timestamp created_at{};
};

// A named batch of downloads: a "session" in the API.
struct Batch {
    std::string session_id;
    Timestamp created_at{};
    Timestamp updated_at{};
    std::vector<DownloadTask> tasks;  // in the order in which they were given
};

struct ClientWithBatches {
    Client client;
    std::vector<Batch> batches;  // oldest first
};

}  // namespace lectern

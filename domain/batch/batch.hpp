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

// The status of a task follows the state of its job. A task that was never started has no job.
DownloadStatus status_of(std::optional<JobState> job);

inline bool may_start(DownloadStatus status) {
    return status == DownloadStatus::created || status == DownloadStatus::failed ||
           status == DownloadStatus::cancelled;
}
// A retry is a start that is not the first one.
inline bool may_retry(DownloadStatus status) {
    return status != DownloadStatus::created && may_start(status);
}

// Whether a client may choose this text as its own id or as the id of a batch: 1..64 characters of
// [A-Za-z0-9._-], not "." and not "..".
bool is_chosen_id(std::string_view text);

struct Client {
    std::string id;
    std::optional<std::string> name;
    Timestamp created_at{};
    Timestamp updated_at{};
};

// The finished file of a task. Its bytes never change; a merge may give it another name.
struct DownloadedFile {
    std::string name;  // in the folder of its batch
    std::int64_t bytes = 0;
    std::string sha256;  // hex
    Timestamp made_at{};
};

// One file that a client wants to be downloaded.
struct DownloadTask {
    std::string id;  // UUID, the same as its job's
    std::string client_id;
    std::string session_id;  // of the batch that has the task now: a merge changes it
    std::string source_id;   // the client's own name for the recording: "id" in the API
    std::string name;
    std::string batch_name;
    std::optional<std::string> topic_name;
    std::optional<std::string> lecture_url;
    DownloadStatus status = DownloadStatus::created;
    double progress = 0;  // 0..1
    std::string error;    // of the last attempt, a sentence for the person; "" if it did not fail
    int attempt = 0;
    std::optional<DownloadedFile> file;  // none before the task is done
    Timestamp created_at{};
};

// A named batch of downloads. The API calls it a session.
struct Batch {
    std::string session_id;
    Timestamp created_at{};
    Timestamp updated_at{};
    std::vector<DownloadTask> tasks;  // in the order of the requests that added them
};

struct ClientWithBatches {
    Client client;
    std::vector<Batch> batches;  // oldest first
};

}  // namespace lectern

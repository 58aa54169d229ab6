#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"
#include "storage/jobs/lease.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

struct LectureWithProxy {
    Lecture lecture;
    std::optional<Proxy> proxy;  // none if nobody has asked for it
};

// The proxies of lectures. Every method is one transaction and blocks.
class ProxyStore {
public:
    ProxyStore(Database& database, int max_open_jobs) : database_(database), max_open_jobs_(max_open_jobs) {}

    std::optional<LectureWithProxy> find(std::int64_t lecture_id);

    // Queues the job that makes it, and returns the job's id; that of the present one if it is made already
    // or will be. Errors: not_found; conflict before the recording has arrived, or if browsers play the
    // recording as it is; busy.
    Result<std::string> order(std::int64_t lecture_id, const std::string& new_job_id, Timestamp now);

    // Writes the result of the job and ends it. If another job has taken its place, the file goes to the
    // trash. Throws LeaseLost.
    void finish(const Lease& lease, const RecordingFile& file, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage

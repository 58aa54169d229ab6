#pragma once

#include "domain/base/time.hpp"
#include "server/work/executor.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs.hpp"
#include "storage/uploads.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace lectern::work {

// Tidies up beside the jobs: leases that ran out, files that have to go, uploads that nobody used, jobs long
// ended, work files of jobs that are no more. One thread, which hands the work to the executor; a full
// executor is asked again later.
class Housekeeping {
public:
    struct Stores {
        storage::JobStore& jobs;
        storage::UploadStore& uploads;
        storage::Outbox& outbox;
        storage::StateFolder& folder;
    };
    // Whether a file in work/ may still be used, given the ids of open jobs.
    using WorkFileWanted =
        std::function<bool(const std::set<std::string>& open_jobs, const std::string& name)>;

    Housekeeping(Executor& executor, Stores stores, std::chrono::hours uploads_expire_after,
                 WorkFileWanted work_file_wanted, std::function<Timestamp()> now)
        : executor_(executor),
          stores_(stores),
          uploads_expire_after_(uploads_expire_after),
          work_file_wanted_(std::move(work_file_wanted)),
          now_(std::move(now)) {}
    ~Housekeeping() { stop(); }

    void start();
    void wake();  // thread-safe: there are files to remove now
    void stop();  // joins

private:
    void run(std::stop_token stop);
    void remove_files();
    void forget_old();

    Executor& executor_;
    Stores stores_;
    std::chrono::hours uploads_expire_after_;
    WorkFileWanted work_file_wanted_;
    std::function<Timestamp()> now_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool wanted_ = false;
    std::jthread thread_;
};

}  // namespace lectern::work

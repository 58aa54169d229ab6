#pragma once

#include "domain/base/time.hpp"
#include "server/jobs/executor.hpp"
#include "storage/access/login_store.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/uploads/upload_store.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace lectern::pipeline {

// Regular work besides the jobs: carries out the outbox, empties the trash, and deletes uploads that nobody
// used, jobs that ended long ago, logins that have expired and work files that are not wanted any more.
// Queues jobs that wait for disk space again when there is some. It has two workers of its own, so that file
// operations do not wait for downloads and cuts. Work that does not fit into their queue is done in a later
// round; there is a round every 30 s.
class Housekeeping {
public:
    struct Stores {
        storage::JobStore& jobs;
        storage::UploadStore& uploads;
        storage::LoginStore& logins;
        storage::Outbox& outbox;
        storage::StateFolder& folder;
    };
    // Whether a file in work/ may still be used.
    using WorkFileWanted = std::function<bool(const std::string& name)>;

    // Whether a step may be running for this lecture. The files of the lecture are deleted only when no step
    // can publish another one.
    using MayWorkFor = std::function<bool(std::int64_t lecture_id)>;

    Housekeeping(Stores stores, std::chrono::hours uploads_expire_after, WorkFileWanted work_file_wanted,
                 MayWorkFor may_work_for, std::function<Timestamp()> now)
        : stores_(stores),
          uploads_expire_after_(uploads_expire_after),
          work_file_wanted_(std::move(work_file_wanted)),
          may_work_for_(std::move(may_work_for)),
          now_(std::move(now)) {}
    ~Housekeeping() { stop(); }

    void start();
    void wake();  // any thread; call it when the outbox has new operations
    void stop();  // final; waits for the threads

private:
    void run(std::stop_token stop);
    void carry_out_file_ops();
    void drain(const std::string& serial_key);
    void empty_trash();
    void look_at_space();
    void delete_expired(const std::stop_token& stop);

    Stores stores_;
    std::chrono::hours uploads_expire_after_;
    WorkFileWanted work_file_wanted_;
    MayWorkFor may_work_for_;
    std::function<Timestamp()> now_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool wanted_ = false;
    std::jthread thread_;
    jobs::Executor executor_{{.workers = 2, .capacity = 256}};
};

}  // namespace lectern::pipeline

#include "storage/lectures/proxy_store.hpp"

#include "domain/job/job.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/proxy_rows.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement find_proxy{"proxy.find", "SELECT " + lecture_columns.list("l") + ", " + columns_of_proxy() +
                                             " FROM lectures AS l" + join_proxy() + "WHERE l.id = $1"};

std::optional<LectureWithProxy> read_with_proxy(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    return LectureWithProxy{lecture_columns.read(rows.front(), "l"), read_proxy(rows.front())};
}

}  // namespace

std::optional<LectureWithProxy> ProxyStore::find(std::int64_t lecture_id) {
    return read_with_proxy(database_.query(find_proxy, {lecture_id}));
}

Result<std::string> ProxyStore::order(std::int64_t lecture_id, const std::string& new_job_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<std::string> {
        if (!lock_lecture(tx, lecture_id)) return no_lecture();
        const LectureWithProxy found = read_with_proxy(tx.query(find_proxy, {lecture_id})).value();
        if (!found.lecture.recording) return no_recording_yet();
        if (found.lecture.playback && found.lecture.playback->direct())
            return Error::conflict("Browsers play this recording as it is.");
        if (found.proxy && (found.proxy->file || is_open(found.proxy->state))) return found.proxy->job_id;
        NewJob job{new_job_id, JobKind::proxy};
        job.lecture_id = lecture_id;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_); !queued) return queued.error();
        begin_proxy(tx, lecture_id, new_job_id);
        return new_job_id;
    });
}

void ProxyStore::finish(const Lease& lease, const RecordingFile& file, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Job job = lock_leased_job(tx, lease);
        if (!job.lecture_id) throw LeaseLost();
        if (!put_proxy(tx, *job.lecture_id, job.id, file)) put_trash(tx, file.file, now);
        succeed_job(tx, job.id, "", now);
    });
}

}  // namespace lectern::storage

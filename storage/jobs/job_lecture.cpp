#include "storage/jobs/job_lecture.hpp"

#include "domain/lecture/lecture.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

const Statement lock{"lecture.lock", "SELECT 1 FROM lectures WHERE id = $1 FOR UPDATE"};
const Statement find_file_key{"lecture.file_key", "SELECT file_key FROM lectures WHERE id = $1"};
const Statement fail{"lecture.fail",
                     "UPDATE lectures SET status = $2, error = $3, updated_at = $4 WHERE id = $1"};

}  // namespace

bool lock_lecture(Transaction& tx, std::int64_t lecture_id) {
    tx.touch(Topic::lecture, lecture_id);
    return !tx.query(lock, {lecture_id}).empty();
}

std::string folder_name_of_lecture(Transaction& tx, std::int64_t lecture_id) {
    return lecture_folder_name(lecture_id, tx.query(find_file_key, {lecture_id}).at(0).text("file_key"));
}

void fail_lecture(Transaction& tx, std::int64_t lecture_id, const std::string& error, Timestamp now) {
    tx.query(fail, {lecture_id, std::string(to_text(LectureStatus::failed)), error, to_value(now)});
}

}  // namespace lectern::storage

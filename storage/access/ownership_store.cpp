#include "storage/access/ownership_store.hpp"

#include "storage/jobs/job_rows.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement own_lecture{"ownership.lecture", "SELECT 1 FROM lectures WHERE id = $2 AND client_id = $1"};
const Statement lecture_owner{"ownership.owner_of_lecture", "SELECT client_id FROM lectures WHERE id = $1"};
const Statement own_snippet{"ownership.snippet",
                            "SELECT 1 FROM lectures AS l JOIN snippets AS s ON s.lecture_id = l.id "
                            "WHERE s.id = $2 AND l.client_id = $1"};
const Statement own_cut{"ownership.cut",
                        "SELECT 1 FROM jobs AS j JOIN lectures AS l ON l.id = j.lecture_id "
                        "WHERE j.id = $2 AND l.client_id = $1 AND j." +
                            scope_is(JobScope::clip)};
const Statement own_upload{"ownership.upload", "SELECT 1 FROM uploads WHERE id = $2 AND client_id = $1"};

}  // namespace

std::optional<std::string> OwnershipStore::owner_of_lecture(std::int64_t id) {
    const auto row = first_row(database_.query(lecture_owner, {id}));
    return row ? row->optional_text("client_id") : std::nullopt;
}

bool OwnershipStore::has_lecture(const std::string& client_id, std::int64_t id) {
    return !database_.query(own_lecture, {client_id, id}).empty();
}

bool OwnershipStore::has_snippet(const std::string& client_id, std::int64_t id) {
    return !database_.query(own_snippet, {client_id, id}).empty();
}

bool OwnershipStore::has_cut(const std::string& client_id, const std::string& job_id) {
    return !database_.query(own_cut, {client_id, job_id}).empty();
}

bool OwnershipStore::has_upload(const std::string& client_id, const std::string& id) {
    return !database_.query(own_upload, {client_id, id}).empty();
}

}  // namespace lectern::storage

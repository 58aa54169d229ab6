#include "storage/lectures/proxy_rows.hpp"

#include "domain/job/job.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement begin{"proxy.begin",
                      "INSERT INTO proxies (lecture_id, job_id) VALUES ($1, $2) ON CONFLICT (lecture_id) DO "
                      "UPDATE SET job_id = excluded.job_id"};
const Statement put{
    "proxy.put",
    "UPDATE proxies SET file = $3, bytes = $4, sha256 = $5, made_at = $6 WHERE lecture_id = $1 "
    "AND job_id = $2 RETURNING lecture_id"};
const Statement forget{"proxy.forget", "DELETE FROM proxies WHERE lecture_id = $1 RETURNING file"};

}  // namespace

const std::string& join_proxy() {
    static const std::string text =
        " LEFT JOIN proxies AS x ON x.lecture_id = l.id LEFT JOIN jobs AS xj ON xj.id = x.job_id ";
    return text;
}

const std::string& columns_of_proxy() {
    static const std::string text =
        proxy_columns.list("x") +
        R"(, x.job_id AS "x.job_id", xj.state AS "xj.state", xj.attempt AS "xj.attempt", )"
        R"(xj.progress AS "xj.progress", xj.error AS "xj.error")";
    return text;
}

std::optional<Proxy> read_proxy(const Row& row) {
    if (row.is_null("x.job_id")) return std::nullopt;
    Proxy proxy{row.text("x.job_id")};
    if (!row.is_null("x.file")) proxy.file = proxy_columns.read(row, "x");
    // Jobs that ended long ago are deleted.
    proxy.state = proxy.file ? JobState::succeeded : JobState::failed;
    if (row.is_null("xj.state")) return proxy;
    proxy.state = parse_job_state(row.text("xj.state")).value();
    proxy.attempt = static_cast<int>(row.integer("xj.attempt"));
    proxy.progress = row.real("xj.progress");
    proxy.error = row.text("xj.error");
    return proxy;
}

void begin_proxy(Transaction& tx, std::int64_t lecture_id, const std::string& job_id) {
    tx.query(begin, {lecture_id, job_id});
}

bool put_proxy(Transaction& tx, std::int64_t lecture_id, const std::string& job_id,
               const RecordingFile& file) {
    return !tx.query(put, proxy_columns.values({lecture_id, job_id}, file)).empty();
}

std::optional<std::string> forget_proxy(Transaction& tx, std::int64_t lecture_id) {
    const auto row = first_row(tx.query(forget, {lecture_id}));
    return row ? row->optional_text("file") : std::nullopt;
}

}  // namespace lectern::storage

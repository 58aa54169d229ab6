#include "storage/uploads/upload_store.hpp"

#include "storage/files/outbox.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

constexpr Columns<Upload> upload_columns{
    column<&Upload::id>("id"),
    column<&Upload::file_name>("file_name"),
    column<&Upload::file>("file"),
    column<&Upload::total>("total"),
    column<&Upload::received>("received"),
    column<&Upload::complete>("complete"),
    column<&Upload::created_at>("created_at"),
    column<&Upload::updated_at>("updated_at"),
    column<&Upload::client_id>("client_id"),
};

const Statement insert_upload{"upload.insert", upload_columns.insert_into("uploads")};
const Statement find_upload{
    "upload.find", "SELECT " + upload_columns.list() +
                       " FROM uploads WHERE id = $1 AND (file <> '' OR EXISTS (SELECT 1 FROM lectures "
                       "WHERE lectures.source_key = 'upload:' || uploads.id))"};
const Statement lock_upload{"upload.lock",
                            "SELECT " + upload_columns.list() + " FROM uploads WHERE id = $1 FOR UPDATE"};
const Statement update_upload{"upload.update",
                              "UPDATE uploads SET " + upload_columns.assignments() + " WHERE id = $1"};
const Statement remove_upload{"upload.delete", "DELETE FROM uploads WHERE id = $1"};
const std::string expired =
    " FROM uploads WHERE updated_at < $1 AND NOT EXISTS (SELECT 1 FROM lectures WHERE "
    "lectures.source_key = 'upload:' || uploads.id)";
const Statement lock_expired{"upload.lock_expired", "SELECT id" + expired + " ORDER BY id FOR UPDATE"};
const Statement delete_expired{"upload.delete_expired", "DELETE" + expired + " RETURNING file"};

// Why this progress cannot be recorded; nullopt if it can.
std::optional<Error> objection(const Upload& upload, std::int64_t received, std::int64_t total,
                               bool complete) {
    if (total >= 0 && total != upload.total)
        return Error::conflict("The total differs from the one announced before.");
    if (upload.complete && !(complete && received == upload.received))
        return Error::conflict("The upload is complete already.");
    if (received < upload.received) return Error::conflict("Another request has sent these bytes already.");
    if (upload.total >= 0 && received > upload.total)
        return Error::conflict("More bytes were sent than announced.");
    if (complete && upload.total >= 0 && received != upload.total)
        return Error::conflict("Fewer bytes were sent than announced.");
    return std::nullopt;
}

}  // namespace

void UploadStore::create(const Upload& upload) {
    database_.write([&](Transaction& tx) { tx.query(insert_upload, upload_columns.values(upload)); });
}

std::optional<Upload> UploadStore::get(const std::string& id) {
    return upload_columns.read_first(database_.query(find_upload, {id}));
}

Result<Upload> UploadStore::record(const std::string& id, std::int64_t received, std::int64_t total,
                                   bool ended, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Upload> {
        auto upload = upload_columns.read_first(tx.query(lock_upload, {id}));
        if (!upload) return Error::not_found("There is no such upload.");
        if (upload->total < 0) upload->total = total;
        const bool complete = ended || received == upload->total;
        if (auto error = objection(*upload, received, total, complete)) return *std::move(error);
        upload->received = received;
        upload->complete = complete;
        upload->updated_at = now;
        if (complete) upload->total = received;
        tx.query(update_upload, upload_columns.values(*upload));
        return *std::move(upload);
    });
}

Page<Upload> UploadStore::list(std::int64_t skip, std::int64_t limit,
                               const std::optional<std::string>& only_client) {
    PagedRows rows{.count = "upload.count",
                   .list = "upload.list",
                   .from = " FROM uploads WHERE file <> ''",
                   .order = " ORDER BY created_at DESC, id"};
    if (only_client) {
        rows.from += " AND client_id = $1";
        rows.values = {*only_client};
    }
    return read_page(database_, upload_columns, rows, skip, limit);
}

Result<> UploadStore::remove(const std::string& id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        const auto upload = upload_columns.read_first(tx.query(lock_upload, {id}));
        const bool used = !tx.query(lecture_of_source, {"upload:" + id}).empty();
        if (!upload || (upload->file.empty() && !used)) return Error::not_found("There is no such upload.");
        if (used) return Error::conflict("A lecture uses this upload: delete the lecture.");
        tx.query(remove_upload, {id});
        put_trash(tx, upload->file, now);
        return {};
    });
}

std::int64_t UploadStore::expire(Timestamp before, Timestamp now) {
    std::int64_t count = 0;
    database_.write([&](Transaction& tx) {
        // A lecture may be made of one of them just now: it is there when its transaction has ended.
        tx.query(lock_expired, {to_value(before)});
        const auto rows = tx.query(delete_expired, {to_value(before)});
        for (const Row& row : rows)
            if (!row.text("file").empty()) put_trash(tx, row.text("file"), now);
        count = static_cast<std::int64_t>(rows.size());
    });
    return count;
}

}  // namespace lectern::storage

#include "storage/uploads/upload_store.hpp"

#include "storage/files/outbox.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

const std::string upload_columns =
    "id, file_name, file, total, received, complete, created_at, updated_at, client_id";

Upload to_upload(const Row& row) {
    Upload upload;
    upload.id = row.text(0);
    upload.file_name = row.text(1);
    upload.file = row.text(2);
    upload.total = row.integer(3);
    upload.received = row.integer(4);
    upload.complete = row.integer(5) != 0;
    upload.created_at = to_timestamp(row.integer(6));
    upload.updated_at = to_timestamp(row.integer(7));
    upload.client_id = row.optional_text(8);
    return upload;
}

// What a person would have to do differently for this progress to be possible; nullopt if it is.
std::optional<Error> objection(const Upload& upload, std::int64_t received, std::int64_t total,
                               bool complete) {
    if (total >= 0 && total != upload.total)
        return refusal(ErrorCode::conflict, "The total differs from the one announced before.");
    if (upload.complete && !(complete && received == upload.received)) {
        return refusal(ErrorCode::conflict, "The upload is complete already.");
    }
    if (received < upload.received)
        return refusal(ErrorCode::conflict, "Another request has sent these bytes already.");
    if (upload.total >= 0 && received > upload.total) {
        return refusal(ErrorCode::conflict, "More bytes were sent than announced.");
    }
    if (complete && upload.total >= 0 && received != upload.total) {
        return refusal(ErrorCode::conflict, "Fewer bytes were sent than announced.");
    }
    return std::nullopt;
}

}  // namespace

void UploadStore::create(const Upload& upload) {
    database_.write([&](Transaction& tx) {
        tx.query("INSERT INTO uploads (" + upload_columns + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                 {upload.id, upload.file_name, upload.file, upload.total, upload.received,
                  std::int64_t{upload.complete}, to_value(upload.created_at), to_value(upload.updated_at),
                  to_value(upload.client_id)});
    });
}

std::optional<Upload> UploadStore::get(const std::string& id) {
    const auto row = first_row(
        database_.query("SELECT " + upload_columns +
                            " FROM uploads WHERE id = $1 AND (file <> '' OR EXISTS (SELECT 1 FROM lectures "
                            "WHERE lectures.source_key = 'upload:' || uploads.id))",
                        {id}));
    if (!row) return std::nullopt;
    return to_upload(*row);
}

Result<Upload> UploadStore::record(const std::string& id, std::int64_t received, std::int64_t total,
                                   bool ended, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Upload> {
        const auto row = first_row(tx.query(
            "SELECT " + upload_columns + " FROM uploads WHERE id = $1" + std::string(tx.for_update()), {id}));
        if (!row) return refusal(ErrorCode::not_found, "There is no such upload.");
        Upload upload = to_upload(*row);
        if (upload.total < 0) upload.total = total;
        const bool complete = ended || received == upload.total;
        if (auto error = objection(upload, received, total, complete)) return *std::move(error);
        upload.received = received;
        upload.complete = complete;
        upload.updated_at = now;
        if (complete) upload.total = received;
        tx.query("UPDATE uploads SET received = $2, complete = $3, total = $4, updated_at = $5 WHERE id = $1",
                 {id, received, std::int64_t{complete}, upload.total, to_value(now)});
        return upload;
    });
}

std::int64_t UploadStore::expire(Timestamp before, Timestamp now) {
    std::int64_t expired = 0;
    database_.write([&](Transaction& tx) {
        const auto rows = tx.query(
            "DELETE FROM uploads WHERE updated_at < $1 AND NOT EXISTS (SELECT 1 FROM lectures "
            "WHERE lectures.source_key = 'upload:' || uploads.id) RETURNING file",
            {to_value(before)});
        for (const Row& row : rows)
            if (!row.text(0).empty()) put_trash(tx, row.text(0), now);
        expired = static_cast<std::int64_t>(rows.size());
    });
    return expired;
}

}  // namespace lectern::storage

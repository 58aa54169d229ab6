#pragma once

#include "domain/base/error.hpp"
#include "domain/base/time.hpp"
#include "storage/sql/page.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

// A file that a client sends in one or several requests.
struct Upload {
    std::string id;           // UUID; the link is "upload://{id}"
    std::string file_name;    // as the client called it; a label only
    std::string file;         // relative to the state folder; "" once it is a lecture's recording
    std::int64_t total = -1;  // bytes that the client has announced; -1 = not known yet
    std::int64_t received = 0;
    bool complete = false;
    Timestamp created_at{};
    Timestamp updated_at{};
    std::optional<std::string> client_id;  // the client that owns it; none: no client
};

// Uploads. Every method is one transaction and blocks.
class UploadStore {
public:
    explicit UploadStore(Database& database) : database_(database) {}

    void create(const Upload& upload);
    // nullopt if there is no such upload, or if its file became the recording of a lecture that has been
    // deleted.
    std::optional<Upload> get(const std::string& id);

    // Stores that `received` bytes have arrived. Call it when they are durable in the file. `total` is the
    // number of bytes that the client announces, or -1; a later announcement must be the same. `ended`: the
    // client says that no more bytes follow. An upload is complete when it has ended or has all announced
    // bytes. To record the same again is no error. Errors: not_found; conflict if the upload is complete
    // already, if `received` is less than before, or if it does not match the announced total.
    Result<Upload> record(const std::string& id, std::int64_t received, std::int64_t total, bool ended,
                          Timestamp now);

    // The uploads whose files are still uploads, the newest first; with `only_client`, its alone.
    Page<Upload> list(std::int64_t skip, std::int64_t limit, const std::optional<std::string>& only_client);

    // The outbox removes its file. not_found; conflict if a lecture uses it.
    Result<> remove(const std::string& id, Timestamp now);

    // Deletes the uploads that no lecture uses (source_key "upload:{id}") and that have not changed since
    // `before`. The outbox removes their files. Returns the number of deleted uploads.
    std::int64_t expire(Timestamp before, Timestamp now);

private:
    Database& database_;
};

}  // namespace lectern::storage

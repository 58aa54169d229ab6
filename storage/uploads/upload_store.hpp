#pragma once

#include "domain/base/error.hpp"
#include "domain/base/time.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// A file on its way from a client's disk, in one or several requests.
struct Upload {
    std::string id;           // UUID; the link is "upload://{id}"
    std::string file_name;    // as the client called it; a label only
    std::string file;         // relative to the state folder; "" once it is a lecture's recording
    std::int64_t total = -1;  // bytes announced; -1 = not known before the end
    std::int64_t received = 0;
    bool complete = false;
    Timestamp created_at{};
    Timestamp updated_at{};
    std::optional<std::string> client_id;  // whose it is; none: of no client
};

class UploadStore {
public:
    explicit UploadStore(Database& database) : database_(database) {}

    void create(const Upload& upload);
    // Also nullopt when its file became the recording of a lecture that has been deleted: nothing is left of
    // it.
    std::optional<Upload> get(const std::string& id);

    // Call it when the bytes are durable in the file. `total` is the number of bytes that the client
    // announces, or -1; the first announcement counts. `ended`: the client says that these are all. An upload
    // is complete when it has ended or has its total. To record the same again is no error. not_found;
    // conflict if it is complete already, goes backwards or does not fit the announced total.
    Result<Upload> record(const std::string& id, std::int64_t received, std::int64_t total, bool ended,
                          Timestamp now);

    // Deletes the uploads that no lecture uses (source_key "upload:{id}") and that nobody has touched since
    // `before`; their files go by the outbox. Returns how many.
    std::int64_t expire(Timestamp before, Timestamp now);

private:
    Database& database_;
};

}  // namespace lectern::storage

#pragma once

#include "domain/base/unique_fd.hpp"
#include "server/api/uploads/upload_routes.hpp"
#include "storage/uploads/upload_store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::api {

// Appends the body of one request to the file of an upload. Used on the io thread of the connection. The
// caller holds the upload (UploadsInProgress).
class UploadReceiver {
public:
    // `file` is open for writing and has `upload.received` bytes. `resumable`: the client knows the upload,
    // so what has arrived of a request that breaks is kept.
    UploadReceiver(const UploadServices& services, storage::Upload upload, UniqueFd file, bool resumable)
        : services_(services),
          upload_(std::move(upload)),
          file_(std::move(file)),
          resumable_(resumable),
          recorded_(upload_.received) {}

    // Reads the body to its end and returns the upload after that. `length`: the announced length of the
    // part, if any. If the client disconnects or stalls, the exception is passed on.
    http::awaitable<Result<storage::Upload>> receive(http::BodyReader& body,
                                                     std::optional<std::int64_t> length);

private:
    Result<> check_size(std::int64_t size, std::int64_t first, std::optional<std::int64_t> length) const;
    http::awaitable<void> write(std::string& pending);
    http::awaitable<Result<storage::Upload>> record(bool ended);

    const UploadServices& services_;
    storage::Upload upload_;
    UniqueFd file_;
    const bool resumable_;
    std::int64_t recorded_;  // bytes that are recorded in the database
};

// Error::too_large if the server does not accept a file of `total` bytes. -1 (not known yet) is accepted.
Result<> check_upload_size(const UploadServices& services, std::int64_t total);

}  // namespace lectern::api

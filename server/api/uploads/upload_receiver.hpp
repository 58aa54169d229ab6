#pragma once

#include "domain/base/unique_fd.hpp"
#include "server/api/uploads/upload_routes.hpp"
#include "storage/uploads/upload_store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::api {

// Writes the body of one request behind what is there of an upload. Lives on the connection's io thread; the
// caller holds the upload.
class UploadReceiver {
public:
    // `file` is open for writing and ends where `upload` does.
    UploadReceiver(const UploadServices& services, storage::Upload upload, UniqueFd file)
        : services_(services),
          upload_(std::move(upload)),
          file_(std::move(file)),
          recorded_(upload_.received) {}

    // Reads the body to its end and gives the upload as it is then. `length` of the part, where it was
    // announced. What arrived before the client went or stalled is kept for a resume; the exception passes.
    http::awaitable<Result<storage::Upload>> receive(http::BodyReader& body,
                                                     std::optional<std::int64_t> length);

private:
    Result<> check_size(std::int64_t size, std::int64_t first, std::optional<std::int64_t> length) const;
    http::awaitable<void> write(std::string& pending);
    http::awaitable<Result<storage::Upload>> record(bool ended);

    const UploadServices& services_;
    storage::Upload upload_;
    UniqueFd file_;
    std::int64_t recorded_;  // bytes that the database knows of
};

// Error::too_large unless the server takes a file of so many bytes; -1 is not known yet, and good.
Result<> check_upload_size(const UploadServices& services, std::int64_t total);

}  // namespace lectern::api

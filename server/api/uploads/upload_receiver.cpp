#include "server/api/uploads/upload_receiver.hpp"

#include "server/http/run_blocking.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/state_folder.hpp"

#include <cerrno>
#include <exception>
#include <string>
#include <system_error>

#include <unistd.h>

namespace lectern::api {
namespace {

using http::awaitable;
using http::run_blocking;
using storage::Upload;

// Bytes that are collected in memory before they are written to the file; and bytes that are written before
// they are recorded in the database for a resume.
constexpr std::size_t write_bytes = 1 << 20;
constexpr std::int64_t record_bytes = 64 << 20;

}  // namespace

Result<> check_upload_size(const UploadServices& services, std::int64_t total) {
    if (total > services.max_bytes)
        return Error::too_large("The file is larger than this server accepts: it has at least " +
                                std::to_string(total) + " bytes, the limit is " +
                                std::to_string(services.max_bytes) + " bytes.");
    return {};
}

awaitable<Result<Upload>> UploadReceiver::receive(http::BodyReader& body,
                                                  std::optional<std::int64_t> length) {
    const std::int64_t first = upload_.received;
    std::string pending;
    std::exception_ptr broken;
    try {
        for (auto piece = co_await body.read(); !piece.empty(); piece = co_await body.read()) {
            pending.append(piece.data(), piece.size());
            const std::int64_t size = upload_.received + static_cast<std::int64_t>(pending.size());
            if (const auto fits = check_size(size, first, length); !fits) co_return fits.error();
            if (pending.size() >= write_bytes) co_await write(pending);
        }
    } catch (const http::ClientGone&) {
        broken = std::current_exception();
    } catch (const http::BodyError&) {
        broken = std::current_exception();
    }
    if (broken && !resumable_) std::rethrow_exception(broken);
    co_await write(pending);
    const std::int64_t got = upload_.received - first;
    const bool whole = !broken && (!length || got == *length);
    // Without a Content-Range the end of the body is the end of the file. With a known total the store
    // completes the upload when all bytes have arrived, even if the end of the body is missing.
    auto recorded = co_await record(whole && !length);
    if (broken) std::rethrow_exception(broken);
    if (!whole) co_return Error::invalid("Content-Range", "does not fit the length of the body");
    co_return recorded;
}

// An error if a file of `size` bytes, in which the bytes of this request begin at `first`, is larger than
// allowed or announced.
Result<> UploadReceiver::check_size(std::int64_t size, std::int64_t first,
                                    std::optional<std::int64_t> length) const {
    if (auto fits = check_upload_size(services_, size); !fits) return fits;
    if ((length && size - first > *length) || (upload_.total >= 0 && size > upload_.total))
        return Error::invalid("Content-Range", "more bytes came than were announced");
    return {};
}

awaitable<void> UploadReceiver::write(std::string& pending) {
    if (pending.empty()) co_return;
    co_await run_blocking(services_.disk, [&] {
        services_.folder.reserve(static_cast<std::int64_t>(pending.size()));
        storage::write_at(file_.get(), pending, upload_.received);
    });
    upload_.received += static_cast<std::int64_t>(pending.size());
    pending.clear();
    if (upload_.received - recorded_ >= record_bytes) co_await record(false);
}

awaitable<Result<Upload>> UploadReceiver::record(bool ended) {
    auto result = co_await run_blocking(services_.disk, [&] {
        if (::fsync(file_.get()) != 0) throw std::system_error(errno, std::generic_category(), "fsync");
        return services_.uploads.record(upload_.id, upload_.received, upload_.total, ended, services_.now());
    });
    recorded_ = upload_.received;
    co_return result;
}

}  // namespace lectern::api

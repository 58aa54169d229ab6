#include "server/api/uploads/new_upload.hpp"

#include "domain/base/random.hpp"
#include "server/api/uploads/form_file.hpp"
#include "server/api/uploads/upload_part.hpp"
#include "server/api/uploads/upload_receiver.hpp"
#include "server/api/uploads/uploads_in_progress.hpp"
#include "server/http/run_blocking.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/files/state_folder.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace lectern::api {
namespace {

using http::awaitable;
using http::run_blocking;
using storage::Upload;

Upload blank_upload(const UploadServices& services, const http::Request& request, const std::string& label,
                    std::int64_t total) {
    Upload upload;
    upload.id = random_uuid();
    upload.file_name = upload_label(label);
    upload.file = "uploads/" + upload.id;
    upload.total = total;
    upload.client_id = request.caller.client_id;
    upload.created_at = upload.updated_at = services.now();
    return upload;
}

// May block.
UniqueFd create(const UploadServices& services, const Upload& upload) {
    services.folder.reserve(std::max<std::int64_t>(0, upload.total));
    services.uploads.create(upload);  // first: a file without a row would never be removed
    try {
        return services.folder.open_upload(upload.id);
    } catch (...) {
        [[maybe_unused]] const auto removed = services.uploads.remove(upload.id, services.now());
        throw;
    }
}

awaitable<void> forget(const UploadServices& services, const std::string& id) {
    try {
        co_await run_blocking(services.disk, [&] { return services.uploads.remove(id, services.now()); });
        services.housekeeping.wake();
    } catch (...) {
        // The failure of the request itself is told. The upload expires.
    }
}

// Receives `part` of a new upload from `body`.
awaitable<Result<Upload>> receive_new(const UploadServices& services, Upload upload, http::BodyReader& body,
                                      std::optional<std::int64_t> length) {
    const auto hold = services.in_progress.hold(upload.id);
    auto file = co_await run_blocking(services.disk, [&] { return create(services, upload); });
    Result<Upload> received = Error::invalid("body", "is empty");
    std::exception_ptr broken;
    try {
        UploadReceiver receiver(services, upload, std::move(file), false);
        received = co_await receiver.receive(body, length);
    } catch (...) {
        broken = std::current_exception();
    }
    if (!broken && received && received->received == 0) received = Error::invalid("body", "is empty");
    if (broken || !received) co_await forget(services, upload.id);
    if (broken) std::rethrow_exception(broken);
    co_return received;
}

awaitable<Result<Upload>> receive_form(const UploadServices& services, http::Request& request,
                                       std::string label) {
    if (request.fields.find("Content-Range"))
        co_return Error::invalid("Content-Range",
                                 "does not go with a form: send the bytes of the file alone");
    const auto boundary = form_boundary(request);
    if (!boundary) co_return boundary.error();
    FormFile file(*request.stream, *boundary);
    auto opened = co_await file.open();
    if (!opened) co_return opened.error();
    if (label.empty()) label = *std::move(opened);
    co_return co_await receive_new(services, blank_upload(services, request, label, -1), file, std::nullopt);
}

}  // namespace

awaitable<Result<Upload>> begin_upload(const UploadServices& services, http::Request& request,
                                       std::string label) {
    if (const std::string* name = request.query_value("name")) label = *name;
    if (const auto plain = check_not_encoded(request); !plain) co_return plain.error();
    if (is_form(request)) co_return co_await receive_form(services, request, std::move(label));
    if (const auto total = asked_total(request)) {
        if (const auto fits = check_upload_size(services, *total); !fits) co_return fits.error();
        const Upload upload = blank_upload(services, request, label, *total);
        co_await run_blocking(services.disk, [&] { create(services, upload); });
        co_return upload;
    }
    if (const auto file = check_is_file(request); !file) co_return file.error();
    const auto part = parse_upload_part(request);
    if (!part) co_return part.error();
    if (part->first != 0) co_return Error::invalid("Content-Range", "must begin at 0 for a new upload");
    if (part->total == 0)
        co_return Error::invalid("body", "is empty; Content-Range: bytes */{size} announces an upload");
    if (const auto fits = check_upload_size(services, part->total); !fits) co_return fits.error();
    co_return co_await receive_new(services, blank_upload(services, request, label, part->total),
                                   *request.stream, part->length);
}

}  // namespace lectern::api

// Recordings that clients send, whole or in parts. An interrupted upload can be continued.
#include "domain/base/random.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/uploads/upload_bodies.hpp"
#include "server/api/uploads/upload_part.hpp"
#include "server/api/uploads/upload_receiver.hpp"
#include "server/api/uploads/upload_routes.hpp"
#include "server/api/uploads/uploads_in_progress.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/files/state_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <system_error>

#include <unistd.h>

namespace lectern::api {
namespace {

using http::awaitable;
using http::Request;
using http::run_blocking;
using storage::Upload;

struct NewUpload {
    std::string name;  // read by upload_label()

    void describe(wire::Fields& f) {
        f.text(
            "name", name,
            {.plain = false, .required = false, .about = "The name of the file; \"recording\" if absent."});
    }
};

struct UploadAddress {
    std::string upload_id;

    void describe(wire::Fields& f) { f.uuid("upload_id", upload_id, {.about = "The upload's UUID."}); }
};

// 409, with the bytes that have arrived in Range.
class UploadConflict {
public:
    UploadConflict(const Upload& upload, std::string message)
        : received_(upload.received), message_(std::move(message)) {}

    static constexpr AnswerType answer_type{409};
    http::Response response() const;

private:
    std::int64_t received_;
    std::string message_;
};

using UploadAnswer = std::variant<WithFields<UploadBody>, UploadConflict>;

constexpr const char* no_such_upload = "There is no such upload.";
constexpr const char* busy_upload = "Another request is sending this upload just now.";
constexpr const char* other_total = "The total differs from the one announced before.";

std::string range_of(std::int64_t received) {
    return "bytes=0-" + std::to_string(received - 1);
}

http::Response UploadConflict::response() const {
    http::Response response = http::problem(Error::conflict(message_));
    if (received_ > 0) response.fields.set("Range", range_of(received_));
    return response;
}

WithFields<UploadBody> described(const Upload& upload) {
    WithFields<UploadBody> answer{UploadBody(upload), {{"Location", "/api/v1/uploads/" + upload.id}}};
    if (upload.received > 0) answer.fields.emplace_back("Range", range_of(upload.received));
    return answer;
}

awaitable<Result<WithFields<Created<UploadBody>>>> begin_upload(const UploadServices& services,
                                                                const NewUpload&, Request& request) {
    if (const auto plain = check_not_encoded(request); !plain) co_return plain.error();
    const auto part = parse_upload_part(request);
    if (!part) co_return part.error();
    if (part->first != 0) co_return Error::invalid("Content-Range", "must begin at 0 for a new upload");
    if (const auto fits = check_upload_size(services, part->total); !fits) co_return fits.error();

    Upload upload;
    upload.id = random_uuid();
    upload.file_name = upload_label(request);
    upload.file = "uploads/" + upload.id;
    upload.total = part->total;
    upload.client_id = request.caller.client_id;
    upload.created_at = upload.updated_at = services.now();
    const auto hold = services.in_progress.hold(upload.id);
    auto file = co_await run_blocking(services.disk, [&] {
        services.folder.reserve(std::max<std::int64_t>(0, part->total));
        services.uploads.create(upload);  // first: a file without a row would never be deleted
        return services.folder.open_upload(upload.id);
    });
    UploadReceiver receiver(services, upload, std::move(file));
    const auto received = co_await receiver.receive(*request.stream, part->length);
    if (!received) co_return received.error();
    auto answer = described(*received);
    co_return WithFields<Created<UploadBody>>{{std::move(answer.answer)}, std::move(answer.fields)};
}

// The caller holds the upload. Cuts off bytes that were written but not recorded: if fewer bytes follow, the
// rest of them would stay at the end of the file.
UniqueFd open_to_go_on(const UploadServices& services, const Upload& upload) {
    UniqueFd file = services.folder.open_upload(upload.id);
    if (::ftruncate(file.get(), upload.received) != 0)
        throw std::system_error(errno, std::generic_category(), "ftruncate");
    return file;
}

awaitable<std::optional<Upload>> find_upload(const UploadServices& services, const std::string& id) {
    return run_blocking(services.database, [&services, &id] { return services.uploads.get(id); });
}

awaitable<Result<UploadAnswer>> answer_question(const UploadServices& services, const std::string& id,
                                                std::int64_t total) {
    if (const auto fits = check_upload_size(services, total); !fits) co_return fits.error();
    const auto hold = services.in_progress.hold(id);
    const auto upload = co_await find_upload(services, id);
    if (!upload) co_return Error::not_found(no_such_upload);
    if (total < 0 || upload->total == total) co_return described(*upload);
    if (upload->total >= 0) co_return UploadConflict(*upload, other_total);
    if (!hold) co_return UploadConflict(*upload, busy_upload);
    const auto recorded = co_await run_blocking(services.disk, [&] {
        open_to_go_on(services, *upload);
        return services.uploads.record(id, upload->received, total, false, services.now());
    });
    if (!recorded) co_return recorded.error();
    co_return described(*recorded);
}

awaitable<Result<UploadAnswer>> continue_upload(const UploadServices& services, const UploadAddress& address,
                                                Request& request) {
    if (const auto plain = check_not_encoded(request); !plain) co_return plain.error();
    if (const auto total = asked_total(request))
        co_return co_await answer_question(services, address.upload_id, *total);
    const auto part = parse_upload_part(request);
    if (!part) co_return part.error();
    if (!part->length) co_return Error::invalid("Content-Range", "is required");

    const auto hold = services.in_progress.hold(address.upload_id);
    if (!hold) co_return Error::conflict(busy_upload);
    auto upload = co_await find_upload(services, address.upload_id);
    if (!upload) co_return Error::not_found(no_such_upload);
    if (upload->complete) co_return UploadConflict(*upload, "This upload is complete.");
    if (upload->total >= 0 && part->total >= 0 && part->total != upload->total)
        co_return UploadConflict(*upload, other_total);
    if (part->first != upload->received)
        co_return UploadConflict(*upload, "Continue after the bytes that have arrived (see Range).");
    if (upload->total < 0) upload->total = part->total;
    if (const auto fits = check_upload_size(services, upload->total); !fits) co_return fits.error();
    auto file = co_await run_blocking(services.disk, [&] { return open_to_go_on(services, *upload); });
    UploadReceiver receiver(services, *upload, std::move(file));
    const auto received = co_await receiver.receive(*request.stream, part->length);
    if (!received) co_return received.error();
    co_return described(*received);
}

Result<WithFields<UploadBody>> get_upload(storage::UploadStore& uploads, const UploadAddress& address) {
    const auto upload = uploads.get(address.upload_id);
    if (!upload) return Error::not_found(no_such_upload);
    return described(*upload);
}

}  // namespace

void add_upload_routes(Routes& routes, const UploadServices& services, storage::OwnershipStore& owners) {
    using http::Method;
    using std::bind_front;
    const auto most = static_cast<std::uint64_t>(services.max_bytes);
    const std::string upload = "/api/v1/uploads/{upload_id}";
    routes.add({.method = Method::post,
                .pattern = "/api/v1/uploads",
                .client_owns = handler_keeps_to_client(),
                .body_limit = most,
                .streams_body = true,
                .summary = "Creates an upload. The body is a recording, or its first part (Content-Range)."},
               endpoint<NewUpload, NoBody, WithFields<Created<UploadBody>>>(
                   bind_front(begin_upload, std::cref(services))));
    routes.add(
        {.method = Method::put,
         .pattern = upload,
         .client_owns = owns_upload(owners),
         .body_limit = most,
         .streams_body = true,
         .summary = "Continues an upload after the bytes that have arrived (Content-Range)."},
        endpoint<UploadAddress, NoBody, UploadAnswer>(bind_front(continue_upload, std::cref(services))));
    routes.add({.method = Method::get,
                .pattern = upload,
                .client_owns = owns_upload(owners),
                .summary = "Returns how many bytes of an upload have arrived."},
               blocking_endpoint<UploadAddress, NoBody, WithFields<UploadBody>>(
                   services.database, bind_front(get_upload, std::ref(services.uploads))));
}

}  // namespace lectern::api

// Recordings that clients send, whole or in parts. An interrupted upload can be continued.
#include "domain/base/uuid.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/uploads/form_file.hpp"
#include "server/api/uploads/new_upload.hpp"
#include "server/api/uploads/upload_bodies.hpp"
#include "server/api/uploads/upload_part.hpp"
#include "server/api/uploads/upload_receiver.hpp"
#include "server/api/uploads/upload_routes.hpp"
#include "server/api/uploads/uploads_in_progress.hpp"
#include "server/http/run_blocking.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/files/state_folder.hpp"

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
    std::string name;  // read by begin_upload()

    void describe(wire::Fields& f) {
        f.text("name", name,
               {.plain = false,
                .required = false,
                .about = "The name of the file; if absent, the one in the form, else \"recording\"."});
    }
};

struct UploadAddress {
    std::string upload_id;

    void describe(wire::Fields& f) { f.uuid("upload_id", upload_id, {.about = "The upload's UUID."}); }
};

// Where PUT goes: to an upload, or to a name for a new one.
struct PutAddress {
    std::string upload_id;

    void describe(wire::Fields& f) {
        f.text("upload_id", upload_id,
               {.plain = false, .about = "The upload's UUID, or a name for a new one."});
    }
};

struct UploadList {
    Page page;

    void describe(wire::Fields& f) { page.describe(f); }
};

// 409, with the bytes that have arrived in Range.
class UploadConflict {
public:
    UploadConflict(const Upload& upload, std::string message)
        : received_(upload.received), message_(std::move(message)) {}

    static constexpr AnswerType answer_type{409};
    http::Response response(const http::Request& request) const;

private:
    std::int64_t received_;
    std::string message_;
};

using PutAnswer = std::variant<WithFields<UploadBody>, WithFields<Created<UploadBody>>, UploadConflict>;

constexpr const char* no_such_upload = "There is no such upload.";
constexpr const char* busy_upload = "Another request is sending this upload just now.";
constexpr const char* other_total = "The total differs from the one announced before.";

std::string range_of(std::int64_t received) {
    return "bytes=0-" + std::to_string(received - 1);
}

http::Response UploadConflict::response(const http::Request&) const {
    http::Response response = http::problem(Error::conflict(message_));
    if (received_ > 0) response.fields.set("Range", range_of(received_));
    return response;
}

WithFields<UploadBody> described(const Upload& upload) {
    WithFields<UploadBody> answer{UploadBody(upload), {{"Location", "/api/v1/uploads/" + upload.id}}};
    if (upload.received > 0) answer.fields.emplace_back("Range", range_of(upload.received));
    return answer;
}

WithFields<Created<UploadBody>> created(const Upload& upload) {
    auto answer = described(upload);
    return {{std::move(answer.answer)}, std::move(answer.fields)};
}

awaitable<Result<WithFields<Created<UploadBody>>>> post_upload(const UploadServices& services,
                                                               const NewUpload&, Request& request) {
    const auto upload = co_await begin_upload(services, request, "");
    if (!upload) co_return upload.error();
    co_return created(*upload);
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

awaitable<Result<PutAnswer>> answer_question(const UploadServices& services, const std::string& id,
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

// What a request that continues an upload brings. Without a Content-Range it is the whole file, as long as
// nothing of it is there.
Result<UploadPart> next_part(const Upload& upload, const Request& request) {
    auto part = parse_upload_part(request);
    if (!part || part->length) return part;
    if (upload.received > 0)
        return Error::invalid("Content-Range", "is required: a part of the file is here");
    if (part->total == 0) return Error::invalid("body", "is empty");
    return part;
}

awaitable<Result<PutAnswer>> continue_upload(const UploadServices& services, const std::string& id,
                                             Request& request) {
    if (const auto plain = check_not_encoded(request); !plain) co_return plain.error();
    if (const auto total = asked_total(request)) co_return co_await answer_question(services, id, *total);
    if (const auto file = check_is_file(request); !file) co_return file.error();

    const auto hold = services.in_progress.hold(id);
    if (!hold) co_return Error::conflict(busy_upload);
    auto upload = co_await find_upload(services, id);
    if (!upload) co_return Error::not_found(no_such_upload);
    const auto part = next_part(*upload, request);
    if (!part) co_return part.error();
    if (upload->complete) co_return UploadConflict(*upload, "This upload is complete.");
    if (upload->total >= 0 && part->total >= 0 && part->total != upload->total)
        co_return UploadConflict(*upload, other_total);
    if (part->first != upload->received)
        co_return UploadConflict(*upload, "Continue after the bytes that have arrived (see Range).");
    if (upload->total < 0) upload->total = part->total;
    if (const auto fits = check_upload_size(services, upload->total); !fits) co_return fits.error();
    auto file = co_await run_blocking(services.disk, [&] { return open_to_go_on(services, *upload); });
    UploadReceiver receiver(services, *upload, std::move(file), true);
    const auto received = co_await receiver.receive(*request.stream, part->length);
    if (!received) co_return received.error();
    co_return described(*received);
}

// `curl -T lecture.mp4 .../uploads/` sends PUT with the file's name behind the slash.
awaitable<Result<PutAnswer>> put_upload(const UploadServices& services, const PutAddress& address,
                                        Request& request) {
    if (const auto id = parse_uuid(address.upload_id))
        co_return co_await continue_upload(services, *id, request);
    const auto upload = co_await begin_upload(services, request, address.upload_id);
    if (!upload) co_return upload.error();
    co_return created(*upload);
}

Result<Paged<UploadBody>> list_uploads(storage::UploadStore& uploads, const UploadList& wanted,
                                       const http::Caller& caller) {
    const auto found = uploads.list(wanted.page.skip, wanted.page.limit, caller.client_id);
    return Paged<UploadBody>{{found.items.begin(), found.items.end()}, found.total, wanted.page};
}

Result<NoContent> delete_upload(const UploadServices& services, const UploadAddress& address) {
    const auto hold = services.in_progress.hold(address.upload_id);
    if (!hold) return Error::conflict(busy_upload);
    const auto removed = services.uploads.remove(address.upload_id, services.now());
    if (removed) services.housekeeping.wake();
    return no_content(removed);
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
    // A form has more bytes than its file. The receiver checks the file.
    const auto most_with_form = static_cast<std::uint64_t>(services.max_bytes) + most_beside_file;
    const std::string upload = "/api/v1/uploads/{upload_id}";
    routes.add(
        {.method = Method::post,
         .pattern = "/api/v1/uploads",
         .client_owns = handler_keeps_to_client(),
         .body_limit = most_with_form,
         .streams_body = true,
         .summary = "Creates an upload. The body is a recording, its first part (Content-Range), a form "
                    "that holds it, or empty with its size (Content-Range: bytes */{size})."},
        endpoint<NewUpload, NoBody, WithFields<Created<UploadBody>>>(
            bind_front(post_upload, std::cref(services))));
    routes.add({.method = Method::put,
                .pattern = "/api/v1/uploads",
                .client_owns = handler_keeps_to_client(),
                .body_limit = most_with_form,
                .streams_body = true,
                .summary = "The same as POST."},
               endpoint<NewUpload, NoBody, WithFields<Created<UploadBody>>>(
                   bind_front(post_upload, std::cref(services))));
    routes.add(
        {.method = Method::put,
         .pattern = upload,
         .client_owns = owns_upload(owners),
         .body_limit = most_with_form,
         .streams_body = true,
         .summary = "Continues an upload after the bytes that have arrived (Content-Range), or sends all of "
                    "one that was announced. The name of a file in place of the id creates an upload."},
        endpoint<PutAddress, NoBody, PutAnswer>(bind_front(put_upload, std::cref(services))));
    routes.add({.method = Method::get,
                .pattern = "/api/v1/uploads",
                .client_owns = handler_keeps_to_client(),
                .summary = "Lists the uploads that are no lectures' recordings yet, the newest first."},
               blocking_endpoint<UploadList, NoBody, Paged<UploadBody>>(
                   services.database, bind_front(list_uploads, std::ref(services.uploads))));
    routes.add({.method = Method::del,
                .pattern = upload,
                .client_owns = owns_upload(owners),
                .summary = "Deletes an upload that no lecture uses."},
               blocking_endpoint<UploadAddress, NoBody, NoContent>(
                   services.database, bind_front(delete_upload, std::cref(services))));
    routes.add({.method = Method::get,
                .pattern = upload,
                .client_owns = owns_upload(owners),
                .summary = "Returns how many bytes of an upload have arrived."},
               blocking_endpoint<UploadAddress, NoBody, WithFields<UploadBody>>(
                   services.database, bind_front(get_upload, std::ref(services.uploads))));
}

}  // namespace lectern::api

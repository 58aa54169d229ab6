#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"
#include "domain/base/random.hpp"
#include "domain/base/uuid.hpp"
#include "domain/net/content_range.hpp"
#include "server/api/access/tenancy.hpp"
#include "server/api/bind.hpp"
#include "server/api/failures.hpp"
#include "server/api/lectures/bodies.hpp"
#include "server/api/services.hpp"
#include "server/api/uploads/uploads_in_progress.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "storage/files/content.hpp"
#include "storage/uploads/upload_store.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::problem;
using http::Request;
using http::Response;
using http::run_blocking;
using storage::Upload;
using wire::to_json;

// Bytes gathered before they are handed to the disk, and written before they are recorded for a later resume.
constexpr std::size_t write_bytes = 1 << 20;
constexpr std::int64_t record_bytes = 64 << 20;

constexpr std::size_t longest_label = 255;  // bytes

// The part of a file that one request brings.
class Receiver {
public:
    Receiver(Services& services, Upload upload, UniqueFd file)
        : services_(services),
          upload_(std::move(upload)),
          file_(std::move(file)),
          recorded_(upload_.received) {}

    // Reads the body to its end. What arrived before the client went or stalled is kept for a resume.
    awaitable<Result<Upload>> receive(http::BodyReader& body, std::optional<std::int64_t> announced_part) {
        const std::int64_t first = upload_.received;
        std::string pending;
        std::exception_ptr broken;
        try {
            for (auto piece = co_await body.read(); !piece.empty(); piece = co_await body.read()) {
                pending.append(piece.data(), piece.size());
                const std::int64_t size = upload_.received + static_cast<std::int64_t>(pending.size());
                if (const auto fits = check(size, first, announced_part); !fits) co_return fits.error();
                if (pending.size() >= write_bytes) co_await write(pending);
            }
        } catch (const http::ClientGone&) {
            broken = std::current_exception();
        } catch (const http::BodyError&) {
            broken = std::current_exception();
        }
        co_await write(pending);
        const std::int64_t got = upload_.received - first;
        const bool whole = !broken && (!announced_part || got == *announced_part);
        // Without a Content-Range the body is the file. All the announced bytes are the file too, though the
        // end of the body may be missing.
        auto recorded = co_await record(whole && !announced_part);
        if (broken) std::rethrow_exception(broken);
        if (!whole) co_return invalid("Content-Range", "does not fit the length of the body");
        co_return recorded;
    }

private:
    // Whether a file of `size` bytes, those of this request from `first` on, is what was announced.
    Result<> check(std::int64_t size, std::int64_t first, std::optional<std::int64_t> announced_part) const {
        if (size > services_.max_upload_bytes)
            return Error{ErrorCode::too_large, "The file is larger than this server takes.", {}, {}, {}};
        if ((announced_part && size - first > *announced_part) ||
            (upload_.total >= 0 && size > upload_.total))
            return invalid("Content-Range", "more bytes came than were announced");
        return {};
    }

    awaitable<void> write(std::string& pending) {
        if (pending.empty()) co_return;
        co_await run_blocking(services_.disk, [&] {
            services_.folder.reserve(static_cast<std::int64_t>(pending.size()));
            storage::write_at(file_.get(), pending, upload_.received);
        });
        upload_.received += static_cast<std::int64_t>(pending.size());
        pending.clear();
        if (upload_.received - recorded_ >= record_bytes) co_await record(false);
    }

    awaitable<Result<Upload>> record(bool ended) {
        auto result = co_await run_blocking(services_.disk, [&] {
            if (::fsync(file_.get()) != 0) throw std::system_error(errno, std::generic_category(), "fsync");
            return services_.uploads.record(upload_.id, upload_.received, upload_.total, ended,
                                            services_.now());
        });
        recorded_ = upload_.received;
        co_return result;
    }

    Services& services_;
    Upload upload_;
    UniqueFd file_;
    std::int64_t recorded_;
};

void add_range(Response& response, const Upload& upload) {
    if (upload.received > 0) response.fields.set("Range", "bytes=0-" + std::to_string(upload.received - 1));
}

Response upload_response(const Upload& upload, int status) {
    Response response = Response::json(status, to_json(UploadBody(upload)));
    response.fields.set("Location", "/api/v1/uploads/" + upload.id);
    add_range(response, upload);
    return response;
}

Response upload_conflict(const Upload& upload, std::string message) {
    Response response = problem(conflict(std::move(message)));
    add_range(response, upload);
    return response;
}

struct Part {
    std::int64_t first = 0;
    std::optional<std::int64_t> length;  // of this request's body; nullopt without Content-Range
    std::int64_t total = -1;
};

Result<Part> parse_part(const Request& request) {
    Part part;
    const std::string* field = request.fields.find("Content-Range");
    if (!field) {
        if (const auto length = request.stream->length()) part.total = static_cast<std::int64_t>(*length);
        return part;
    }
    const auto range = parse_content_range(*field);
    if (!range || !range->has_bytes()) return invalid("Content-Range", "must be like: bytes 0-999/5000");
    part = {range->first, range->last - range->first + 1, range->total};
    const auto length = request.stream->length();
    if (length && static_cast<std::int64_t>(*length) != *part.length)
        return invalid("Content-Range", "does not fit the length of the body");
    return part;
}

std::string label_of(const Request& request) {
    const std::string* name = request.query_value("name");
    if (!name) return "recording";
    std::string label;
    for (std::size_t at = 0; at < name->size();) {
        const std::size_t begin = at;
        const auto character = next_character(*name, at);
        if (!character || *character < 0x20 || *character == 0x7F) continue;
        if (label.size() + at - begin > longest_label) break;
        label.append(*name, begin, at - begin);
    }
    return label;
}

// The bytes are kept as they come: a file that is packed on its way would stay packed.
Result<> check_encoding(const Request& request) {
    const std::string* encoding = request.fields.find("Content-Encoding");
    if (encoding && !ascii::equal_ignoring_case(*encoding, "identity"))
        return Error{ErrorCode::unsupported_type, "Send the file without Content-Encoding.", {}, {}, {}};
    return {};
}

Result<> check_size(const Services& services, std::int64_t total) {
    if (total > services.max_upload_bytes)
        return Error{ErrorCode::too_large, "The file is larger than this server takes.", {}, {}, {}};
    return {};
}

awaitable<Response> begin_upload(Services& services, Request& request) {
    if (const auto plain = check_encoding(request); !plain) co_return problem(plain.error());
    const auto part = parse_part(request);
    if (!part) co_return problem(part.error());
    if (part->first != 0) co_return problem(invalid("Content-Range", "must begin at 0 for a new upload"));
    if (const auto fits = check_size(services, part->total); !fits) co_return problem(fits.error());

    Upload upload;
    upload.id = random_uuid();
    upload.file_name = label_of(request);
    upload.file = "uploads/" + upload.id;
    upload.total = part->total;
    upload.client_id = request.caller.client_id;
    upload.created_at = upload.updated_at = services.now();
    const auto hold = services.uploads_in_progress.hold(upload.id);
    auto file = co_await run_blocking(services.disk, [&] {
        services.folder.reserve(std::max<std::int64_t>(0, part->total));
        services.uploads.create(upload);  // first: a file without a row would never be removed
        return services.folder.open_upload(upload.id);
    });
    Receiver receiver(services, upload, std::move(file));
    const auto received = co_await receiver.receive(*request.stream, part->length);
    if (!received) co_return problem(received.error());
    co_return upload_response(*received, 201);
}

constexpr const char* busy_upload = "Another request is sending this upload just now.";
constexpr const char* other_total = "The total differs from the one announced before.";

// "Content-Range: bytes */{total}" with an empty body asks how much is there, and announces the total if
// nobody has yet: -1 (for "*") announces nothing. nullopt if the request is no such question.
std::optional<std::int64_t> asked_total(const Request& request) {
    const std::string* field = request.fields.find("Content-Range");
    if (!field || request.stream->length() != std::uint64_t{0}) return std::nullopt;
    const auto range = parse_content_range(*field);
    if (!range || range->has_bytes() || range->total == 0) return std::nullopt;
    return range->total;
}

// The caller holds the upload. What was written but never recorded may be more than what follows: it must not
// stay at the end.
UniqueFd open_to_go_on(Services& services, const Upload& upload) {
    UniqueFd file = services.folder.open_upload(upload.id);
    if (::ftruncate(file.get(), upload.received) != 0)
        throw std::system_error(errno, std::generic_category(), "ftruncate");
    return file;
}

awaitable<Response> answer_question(Services& services, const std::string& id, std::int64_t total) {
    if (const auto fits = check_size(services, total); !fits) co_return problem(fits.error());
    const auto hold = services.uploads_in_progress.hold(id);
    const auto upload = co_await run_blocking(services.blocking, [&] { return services.uploads.get(id); });
    if (!upload) co_return problem(not_found("There is no such upload."));
    if (total < 0 || upload->total == total) co_return upload_response(*upload, 200);
    if (upload->total >= 0) co_return upload_conflict(*upload, other_total);
    if (!hold) co_return upload_conflict(*upload, busy_upload);
    const auto recorded = co_await run_blocking(services.disk, [&] {
        open_to_go_on(services, *upload);
        return services.uploads.record(id, upload->received, total, false, services.now());
    });
    co_return recorded ? upload_response(*recorded, 200) : problem(recorded.error());
}

awaitable<Response> go_on(Services& services, Request& request) {
    const auto id = parse_uuid(request.param("upload_id"));
    if (!id) co_return problem(invalid("upload_id", "must be a UUID"));
    if (const auto plain = check_encoding(request); !plain) co_return problem(plain.error());
    if (const auto total = asked_total(request)) co_return co_await answer_question(services, *id, *total);
    const auto part = parse_part(request);
    if (!part) co_return problem(part.error());
    if (!part->length) co_return problem(invalid("Content-Range", "is required"));

    const auto hold = services.uploads_in_progress.hold(*id);
    if (!hold) co_return problem(conflict(busy_upload));
    const auto upload = co_await run_blocking(services.blocking, [&] { return services.uploads.get(*id); });
    if (!upload) co_return problem(not_found("There is no such upload."));
    if (upload->complete) co_return upload_conflict(*upload, "This upload is complete.");
    if (upload->total >= 0 && part->total >= 0 && part->total != upload->total)
        co_return upload_conflict(*upload, other_total);
    if (part->first != upload->received)
        co_return upload_conflict(*upload, "Go on after the bytes that are here (see Range).");
    Upload going = *upload;
    if (going.total < 0) going.total = part->total;
    if (const auto fits = check_size(services, going.total); !fits) co_return problem(fits.error());
    auto file = co_await run_blocking(services.disk, [&] { return open_to_go_on(services, going); });
    Receiver receiver(services, going, std::move(file));
    const auto received = co_await receiver.receive(*request.stream, part->length);
    if (!received) co_return problem(received.error());
    co_return upload_response(*received, 200);
}

awaitable<Response> get_upload(Services& services, Request& request) {
    const auto id = parse_uuid(request.param("upload_id"));
    if (!id) co_return problem(invalid("upload_id", "must be a UUID"));
    const auto upload = co_await run_blocking(services.blocking, [&] { return services.uploads.get(*id); });
    co_return upload ? upload_response(*upload, 200) : problem(not_found("There is no such upload."));
}

}  // namespace

void add_upload_routes(http::Router& router, Services& services) {
    using http::Method;
    const auto most = static_cast<std::uint64_t>(services.max_upload_bytes);
    router.add({.method = Method::post,
                .pattern = "/api/v1/uploads",
                .handler = bind(services, begin_upload),
                .client_owns = handler_keeps_to_client(),
                .body_limit = most,
                .streams_body = true,
                .summary = "Takes a recording as the body, whole or its first part (Content-Range).",
                .response_schema = "Upload",
                .success = 201});
    router.add({.method = Method::put,
                .pattern = "/api/v1/uploads/{upload_id}",
                .handler = bind(services, go_on),
                .client_owns = owns_upload(services.owners),
                .body_limit = most,
                .streams_body = true,
                .summary = "Goes on with an upload after the bytes that are there (Content-Range).",
                .response_schema = "Upload"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/uploads/{upload_id}",
                .handler = bind(services, get_upload),
                .client_owns = owns_upload(services.owners),
                .summary = "How much of an upload is there.",
                .response_schema = "Upload"});
}

}  // namespace lectern::api

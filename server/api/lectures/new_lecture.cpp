#include "server/api/lectures/new_lecture.hpp"

#include "domain/base/uuid.hpp"
#include "media/source/link.hpp"
#include "media/speech/captions/captions.hpp"
#include "server/api/failures.hpp"
#include "server/pipeline/orders.hpp"
#include "server/pipeline/task_link.hpp"
#include "server/wire/json.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/uploads/upload_store.hpp"

namespace lectern::api {
namespace {

// What makes a recording the same one: each client has its own, whoever asks. (An upload has its owner
// already.)
std::string source_key(const media::SourceLink& link, const std::optional<std::string>& owner) {
    if (!owner || link.kind == media::SourceKind::upload) return link.key;
    return "client:" + *owner + " " + link.key;
}

// An upload is good when it is there, complete and the caller's.
Result<> check_upload(storage::UploadStore& uploads, const std::string& id, const http::Caller& caller) {
    const auto upload = uploads.get(id);
    if (!upload || (caller.client_id && caller.client_id != upload->client_id))
        return invalid("drive_link", "There is no such upload.");
    if (!upload->complete) return invalid("drive_link", "This upload is not complete yet.");
    return {};
}

Result<> take_link(const Services& services, const std::string& text, const http::Caller& caller,
                   storage::NewLecture& lecture) {
    const auto link = media::parse_link(text, services.sources);
    if (!link) return link.error();
    if (link->kind == media::SourceKind::upload)
        if (auto usable = check_upload(services.uploads, link->id, caller); !usable) return usable;
    lecture.link = text;
    lecture.source_key = source_key(*link, caller.client_id);
    lecture.client_id = caller.client_id;
    lecture.host = pipeline::host_of(*link);
    return {};
}

// The link of the task goes on saying which recording this is.
Result<> take_task(const Services& services, const std::string& id, const http::Caller& caller,
                   storage::NewLecture& lecture) {
    const auto task = services.batches.task(id, caller.client_id);
    if (!task) return invalid("download_task_id", "There is no such task.");
    lecture.link = pipeline::task_link(task->lecture_url, task->source_id, services.id_template);
    const auto link = media::parse_link(lecture.link, services.sources);
    lecture.source_key = link ? source_key(*link, task->client_id) : "task:" + id;
    lecture.client_id = task->client_id;
    lecture.download_task_id = id;
    return {};
}

}  // namespace

Result<> check_recording(const Services& services, const UploadSession& body) {
    Error mistakes = invalid("", "");
    mistakes.fields.clear();
    if (body.drive_link && !body.drive_link->empty())
        if (const auto link = media::parse_link(*body.drive_link, services.sources); !link)
            mistakes.fields = link.error().fields;
    if (body.subtitles && media::parse_captions(*body.subtitles).empty())
        mistakes.fields.push_back({"subtitles", "must be SubRip or WebVTT text with times"});
    if (mistakes.fields.empty()) return {};
    return mistakes;
}

Result<storage::NewLecture> new_lecture(const Services& services, const UploadSession& body,
                                        const http::Caller& caller) {
    storage::NewLecture lecture{body.name, body.module, {}, {}, {}};
    if (body.class_session_id) lecture.class_session_id = parse_uuid(*body.class_session_id);
    const auto taken = body.download_task_id
                           ? take_task(services, parse_uuid(*body.download_task_id).value(), caller, lecture)
                           : take_link(services, body.drive_link.value(), caller, lecture);
    if (!taken) return taken.error();
    const auto classroom = body.classroom_id ? parse_uuid(*body.classroom_id) : std::nullopt;
    lecture.download_payload =
        wire::to_json(pipeline::DownloadOrder{body.subtitles, classroom, lecture.client_id});
    return lecture;
}

}  // namespace lectern::api

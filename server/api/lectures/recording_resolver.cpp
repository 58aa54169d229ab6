#include "server/api/lectures/recording_resolver.hpp"

#include "media/source/import_file.hpp"
#include "media/source/link.hpp"
#include "media/speech/captions/captions.hpp"
#include "server/pipeline/download_link.hpp"
#include "server/pipeline/payloads.hpp"
#include "server/wire/json.hpp"
#include "storage/batches/download_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/uploads/upload_store.hpp"

namespace lectern::api {
namespace {

// Requests with the same key mean the same recording. Each client has keys of its own. An upload belongs to
// one client anyway.
std::string source_key(const media::SourceLink& link, const std::optional<std::string>& owner) {
    if (!owner || link.kind == media::SourceKind::upload) return link.key;
    return "client:" + *owner + " " + link.key;
}

}  // namespace

void RecordingResolver::check(const UploadSession& body, Mistakes& mistakes) const {
    if (body.drive_link && !body.drive_link->empty())
        mistakes.add(media::parse_link(*body.drive_link, sources_));
    if (body.subtitles && media::parse_captions(*body.subtitles).empty())
        mistakes.add("subtitles", "must be SubRip or WebVTT text with times");
}

Result<storage::NewLecture> RecordingResolver::resolve(const UploadSession& body,
                                                       const http::Caller& caller) const {
    storage::NewLecture lecture{body.name, body.module, {}, {}, {}};
    lecture.class_session_id = body.class_session_id;
    lecture.seen_by_client = caller.client_id;
    const auto taken = body.download_task_id ? take_task(*body.download_task_id, caller, lecture)
                                             : take_link(body.drive_link.value(), caller, lecture);
    if (!taken) return taken.error();
    if (body.classroom_id && !classrooms_.get(*body.classroom_id))
        return Error::not_found("Classroom not found", "classroom_id");
    lecture.download_payload =
        wire::to_json(pipeline::DownloadPayload{body.subtitles, body.classroom_id, lecture.client_id});
    return lecture;
}

Result<storage::NewLecture> RecordingResolver::resolve_demo(const http::Caller& caller) const {
    if (!media::has_demo_lecture(sources_))
        return Error::not_found("There is no demo lecture on this server.");
    UploadSession body;
    body.name = "Demo lecture";
    body.drive_link = media::demo_link;
    return resolve(body, caller);
}

bool RecordingResolver::adds_resource_key(const std::string& link, const std::string& old_link) const {
    const auto now = media::parse_link(link, sources_), before = media::parse_link(old_link, sources_);
    return now && before && now->key == before->key && !now->resource_key.empty() &&
           now->resource_key != before->resource_key;
}

// An upload can be used if it exists, is complete, and belongs to the caller's client.
Result<> RecordingResolver::check_upload(const std::string& id, const http::Caller& caller) const {
    const auto upload = uploads_.get(id);
    if (!upload || (caller.client_id && caller.client_id != upload->client_id))
        return Error::invalid("drive_link", "must name an upload that exists");
    if (!upload->complete) return Error::invalid("drive_link", "must name an upload that is complete");
    return {};
}

Result<> RecordingResolver::take_link(const std::string& text, const http::Caller& caller,
                                      storage::NewLecture& lecture) const {
    const auto link = media::parse_link(text, sources_);
    if (!link) return link.error();
    if (link->kind == media::SourceKind::upload)
        if (auto usable = check_upload(link->id, caller); !usable) return usable;
    lecture.link = text;
    lecture.source_key = source_key(*link, caller.client_id);
    // The demo lecture is no recording of one owner: each client has a lecture of its own.
    lecture.recording_key = link->kind == media::SourceKind::demo ? lecture.source_key : link->key;
    lecture.client_id = caller.client_id;
    lecture.host = pipeline::host_of(*link);
    return {};
}

// The lecture keeps the link of the task: it says which recording this is.
Result<> RecordingResolver::take_task(const std::string& id, const http::Caller& caller,
                                      storage::NewLecture& lecture) const {
    const auto task = downloads_.get(id, caller.client_id);
    if (!task) return Error::invalid("download_task_id", "must name a download task that exists");
    lecture.link = pipeline::download_link(task->lecture_url, task->source_id, id_template_);
    const auto link = media::parse_link(lecture.link, sources_);
    lecture.source_key = link ? source_key(*link, task->client_id) : "task:" + id;
    if (link) lecture.recording_key = link->key;
    lecture.client_id = task->client_id;
    lecture.download_task_id = id;
    return {};
}

}  // namespace lectern::api

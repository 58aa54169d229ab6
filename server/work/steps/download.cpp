#include "media/av/probe.hpp"
#include "server/wire/json.hpp"
#include "server/work/orders.hpp"
#include "server/work/random.hpp"
#include "server/work/steps/steps.hpp"
#include "storage/files/content.hpp"

namespace lectern::work {
namespace {

// A recording that is in the state folder, complete but not yet in its place.
struct Arrived {
    std::string file;  // relative to the state folder
    std::string sha256;
    std::optional<std::string> subtitles;
};

Outcome<Arrived> take_upload(const StepServices& services, const media::SourceLink& link,
                             const Lecture& lecture) {
    // An attempt that was interrupted after the move finds the file in its place.
    std::string file = recording_file(lecture);
    if (!storage::exists(services.folder, file)) {
        const auto upload = services.uploads.get(link.id);
        if (!upload || !upload->complete || upload->file.empty() ||
            !storage::exists(services.folder, upload->file))
            return Failure::permanent(
                "The upload that this session was made of is gone. Upload the recording again.");
        file = upload->file;
    }
    return Arrived{file, storage::sha256_of(services.folder.open(file).get()), std::nullopt};
}

Outcome<Arrived> fetch(const StepServices& services, const media::SourceLink& link, const Lecture& lecture,
                       StepContext& context) {
    if (storage::exists(services.folder, recording_file(lecture))) {
        const std::string done = recording_file(lecture);
        return Arrived{done, storage::sha256_of(services.folder.open(done).get()), std::nullopt};
    }
    const UniqueFd file = services.folder.open_work(work_file(context.job()));
    media::FetchTarget target;
    target.fd = file.get();
    target.checkpoint = context.job().checkpoint;
    target.save_checkpoint = [&](const std::string& checkpoint) { context.checkpoint(checkpoint); };
    target.reserve = [&](std::int64_t more) -> Outcome<> {
        try {
            services.folder.reserve(more);
        } catch (const storage::StorageFull& full) {
            return Failure{FailureKind::storage_full, "The server's disk is full.", full.what(), {}};
        }
        return {};
    };
    const auto fetched = media::fetch(link, services.sources, target, control_of(context, 0, 0.95));
    if (!fetched) return fetched.error();
    return Arrived{"work/" + work_file(context.job()), fetched->sha256, fetched->subtitles};
}

void keep_subtitles(const StepServices& services, const Lecture& lecture, const Job& job,
                    const std::string& text) {
    const std::string name = work_file(job) + ".subtitles";
    storage::replace_content(services.folder.open_work(name).get(), text);
    services.folder.publish("work/" + name, subtitles_file(lecture));
}

Outcome<> check_recording(const Outcome<media::RecordingInfo>& info, std::chrono::seconds longest) {
    if (!info) return info.error();
    if (!info->video)
        return Failure::permanent(
            "The recording has sound but no picture: there is nothing to cut clips from.");
    if (info->duration > static_cast<double>(longest.count()))
        return Failure::permanent("The recording is longer than this server takes.");
    return {};
}

}  // namespace

Outcome<> download(const StepServices& services, StepContext& context) {
    services.lectures.begin_step(context.lease(), LectureStatus::downloading, services.now());
    const Lecture lecture = lecture_of(services, context);
    const auto order = wire::from_json<DownloadOrder>(context.job().payload);
    const auto link = media::parse_link(lecture.link, services.sources);
    if (!link)
        return Failure::permanent(link.error().fields.empty() ? link.error().message
                                                              : link.error().fields.front().message);

    const bool uploaded = link->kind == media::SourceKind::upload;
    const auto arrived =
        uploaded ? take_upload(services, *link, lecture) : fetch(services, *link, lecture, context);
    if (!arrived) return arrived.error();

    const UniqueFd file = services.folder.open(arrived->file);
    const auto info = media::probe(file.get(), services.limits, control_of(context, 0.95, 1));
    const auto usable = check_recording(info, services.longest_recording);
    if (!usable) {
        // What cannot be used will not be used better from the same bytes: a retry fetches them anew.
        if (usable.error().kind == FailureKind::permanent && !uploaded) services.folder.remove(arrived->file);
        return usable.error();
    }
    const std::string subtitles = order ? order->subtitles.value_or(arrived->subtitles.value_or("")) : "";
    if (!subtitles.empty()) keep_subtitles(services, lecture, context.job(), subtitles);
    services.folder.publish(arrived->file, recording_file(lecture));

    storage::DownloadedRecording recording{recording_file(lecture), storage::size_of(file.get()),
                                           arrived->sha256, info->duration};
    const std::string next_job = random_uuid();
    try {
        context.persist(
            [&] { services.lectures.finish_download(context.lease(), recording, next_job, services.now()); });
    } catch (const storage::LeaseLost&) {
        // Deleted meanwhile: what was just put into its folder has to go after it.
        if (!services.lectures.get(lecture.id))
            services.folder.trash("lectures/" + std::to_string(lecture.id));
        throw;
    }
    return {};
}

}  // namespace lectern::work

#include "domain/base/random.hpp"
#include "domain/base/time.hpp"
#include "media/intake/mend_clock.hpp"
#include "media/intake/take_in.hpp"
#include "media/playback/playback.hpp"
#include "server/pipeline/class_match.hpp"
#include "server/pipeline/fetch_to_work.hpp"
#include "server/pipeline/made_file.hpp"
#include "server/pipeline/payloads.hpp"
#include "server/pipeline/step_context.hpp"
#include "server/pipeline/steps.hpp"
#include "server/wire/json.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/file_moves.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/pipeline_store.hpp"
#include "storage/uploads/upload_store.hpp"

#include <utility>

namespace lectern::pipeline {
namespace {

// A recording that is in the state folder, complete but not yet in its place.
struct Arrived {
    std::string file;  // relative to the state folder
    std::string sha256;
    std::string name;  // the name that the source gives; "" if none
    std::optional<std::string> subtitles;
};

Outcome<Arrived> take_upload(const StepServices& services, const media::SourceLink& link) {
    const auto upload = services.uploads.get(link.id);
    if (!upload || !upload->complete || upload->file.empty() ||
        !storage::exists(services.folder, upload->file))
        return Failure::permanent("The upload of this session is gone. Upload the recording again.");
    return Arrived{upload->file, storage::sha256_of(services.folder.open(upload->file).get()),
                   upload->file_name, std::nullopt};
}

// Moves the recording to its place. An upload is linked instead, because it is the only copy: it keeps its
// old name until the lecture's row names the new one.
void take_place(const StepServices& services, const Arrived& arrived, bool uploaded, const Lecture& lecture) {
    const std::string place = storage::recording_file(lecture.folder_name());
    if (!uploaded) return services.folder.publish(arrived.file, place);
    storage::link_file(services.folder, arrived.file, place);
    services.folder.sync_folder(storage::lecture_folder(lecture.folder_name()));
}

Outcome<Arrived> arrive(const StepServices& services, const Lecture& lecture, jobs::StepContext& context) {
    // The outbox moves the file of a download task to this place.
    const std::string done = storage::recording_file(lecture.folder_name());
    if (!services.outbox.settle(done))
        return Failure::transient("The file of the download task could not be moved to its place.");
    const auto link = media::parse_link(lecture.link, services.sources);
    if (link && link->kind == media::SourceKind::upload) return take_upload(services, *link);
    // The file exists if the outbox has moved it, or if the last attempt was interrupted after it had moved
    // the file.
    if (storage::exists(services.folder, done))
        return Arrived{done, storage::sha256_of(services.folder.open(done).get()), "", std::nullopt};
    if (!link)
        return Failure::permanent(link.error().fields.empty() ? link.error().message
                                                              : link.error().fields.front().message);
    const std::string name = storage::download_work_file(lecture.folder_name());
    const auto fetched = fetch_to_work(services.folder, services.sources, *link, name, context, 0.95);
    if (!fetched) return fetched.error();
    return Arrived{"work/" + name, fetched->sha256, fetched->suggested_name, fetched->subtitles};
}

void keep_subtitles(const StepServices& services, const Lecture& lecture, const std::string& text) {
    const std::string name = storage::subtitles_work_file(lecture.folder_name());
    storage::replace_content(services.folder.open_work(name).get(), text);
    services.folder.publish("work/" + name, storage::subtitles_file(lecture.folder_name()));
}

Outcome<> check_recording(const media::RecordingInfo& info, std::chrono::seconds longest) {
    if (!info.video) return Failure::permanent("The recording has no video, so no clips can be cut from it.");
    const auto limit = static_cast<double>(longest.count());
    if (info.duration > limit)
        return Failure::permanent("The recording is " + to_clock_text(info.duration) +
                                  " long; this server accepts at most " + to_clock_text(limit) + ".");
    return {};
}

struct Usable {
    media::RecordingInfo info;
    std::string notice;
    std::string original;  // the file that arrived, if a mended copy takes its place; "" otherwise
};

// Checks the recording. If its clock leaps, `arrived` becomes a mended copy; the original stays.
Outcome<Usable> make_usable(const StepServices& services, const Lecture& lecture, Arrived& arrived,
                            const WorkControl& control) {
    const UniqueFd file = services.folder.open(arrived.file);
    auto intake = media::take_in(file.get(), services.limits, control);
    if (!intake) return intake.error();
    if (!intake->clock_leaps) {
        if (const auto good = check_recording(intake->info, services.longest_recording); !good)
            return good.error();
        return Usable{std::move(intake->info), "", ""};
    }
    const std::string mended = storage::mended_work_file(lecture.folder_name());
    const UniqueFd output = open_new_work(services.folder, mended);
    services.folder.reserve(storage::size_of(file.get()));
    const auto done = media::mend_clock(file.get(), output.get(), {}, services.limits, {control.stop, {}});
    const auto give_up = [&](const Failure& failure) {
        if (failure.kind == FailureKind::permanent) services.folder.remove("work/" + mended);
        return failure;
    };
    if (!done) return give_up(done.error());
    const auto again = media::take_in(output.get(), services.limits, {control.stop, {}});
    if (!again) return give_up(again.error());
    if (const auto good = check_recording(again->info, services.longest_recording); !good)
        return give_up(good.error());
    const std::string original = std::exchange(arrived.file, "work/" + mended);
    arrived.sha256 = storage::sha256_of(output.get());
    Usable usable{again->info,
                  "The clock of the recording leaps at " + to_clock_text(*intake->clock_leaps) +
                      ". Its parts were joined into a recording that goes on.",
                  original};
    usable.info.creation_time = intake->info.creation_time;
    return usable;
}

// nullopt for times that cannot be true, such as 1904 or 1970: cameras whose clock was never set write them.
std::optional<Timestamp> plausible_time(const std::optional<std::string>& tag, Timestamp now) {
    constexpr Timestamp earliest = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);
    const auto time = parse_rfc3339(tag.value_or(""));
    if (!time || *time < earliest || *time > now + std::chrono::days(1)) return std::nullopt;
    return time;
}

RecordingFacts facts_of(const Lecture& lecture, const Arrived& arrived, const media::RecordingInfo& info,
                        Timestamp now) {
    return {plausible_time(info.creation_time, now),
            info.duration,
            {lecture.name, lecture.module.value_or(""), arrived.name}};
}

}  // namespace

Outcome<> download(const StepServices& services, jobs::StepContext& context) {
    services.pipeline.begin_step(context.lease(), services.now());
    const Lecture lecture = lecture_of(services.lectures, context);
    const auto payload = wire::from_json<DownloadPayload>(context.job().payload);
    auto arrived = arrive(services, lecture, context);
    if (!arrived) return arrived.error();
    const bool uploaded = lecture.source_key.starts_with("upload:");

    const auto usable = make_usable(services, lecture, *arrived, control_of(context, 0.95, 1));
    if (!usable) {
        // The same bytes would fail again, so the file is deleted and a retry downloads it again.
        if (usable.error().kind == FailureKind::permanent && !uploaded) services.folder.remove(arrived->file);
        return usable.error();
    }
    const media::RecordingInfo& info = usable->info;
    const UniqueFd file = services.folder.open(arrived->file);
    const auto playback = media::playback_of(file.get(), services.limits, control_of(context, 1, 1));
    if (!playback) return playback.error();
    const std::string subtitles = payload ? payload->subtitles.value_or(arrived->subtitles.value_or("")) : "";
    if (!subtitles.empty()) keep_subtitles(services, lecture, subtitles);
    const bool mended = !usable->original.empty();
    take_place(services, *arrived, uploaded && !mended, lecture);
    // The only copy of a recording goes only after the mended one is in its place. An upload's file goes with
    // its row; a file that was in the place itself has been replaced.
    if (mended && !uploaded && usable->original != storage::recording_file(lecture.folder_name()))
        services.folder.remove(usable->original);

    storage::DownloadedRecording recording;
    recording.file = {storage::recording_file(lecture.folder_name()), storage::size_of(file.get()),
                      arrived->sha256, services.now()};
    recording.playback = *playback;
    recording.duration = info.duration;
    recording.notice = usable->notice;
    recording.preview_job_id = random_uuid();
    if (!lecture.class_session_id && (!payload || payload->may_match()))
        recording.match =
            match_class_sessions(services.class_ties, facts_of(lecture, *arrived, info, services.now()),
                                 payload ? payload->classroom_id : std::nullopt);
    const std::string next_job = random_uuid();
    try {
        context.persist(
            [&] { services.pipeline.finish_download(context.lease(), recording, next_job, services.now()); });
    } catch (const storage::LeaseLost&) {
        // If the lecture was deleted meanwhile, the file that was just put into its folder must be deleted,
        // too.
        if (!services.lectures.get(lecture.id))
            services.folder.trash(storage::lecture_folder(lecture.folder_name()));
        throw;
    }
    if (uploaded) services.outbox.drain("");  // deletes the old name of the upload
    return {};
}

}  // namespace lectern::pipeline

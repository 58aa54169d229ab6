#include "media/cut/cut.hpp"

#include "server/pipeline/cut_style.hpp"
#include "server/pipeline/made_file.hpp"
#include "server/pipeline/payloads.hpp"
#include "server/pipeline/step_context.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/work_files.hpp"
#include "server/wire/json.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/layout.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/pipeline_store.hpp"
#include "storage/lectures/snippet_store.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>

namespace lectern::pipeline {
namespace {

media::CutMode mode_of(const CutPayload& payload) {
    const std::string mode = payload.mode_name();
    return mode == "fast"    ? media::CutMode::fast
           : mode == "exact" ? media::CutMode::exact
                             : media::CutMode::styled;
}

// Counts the clip; returns how its video was made.
std::string count_clip(CutCounts& counts, const media::CutReport& report) {
    if (report.smart_check_failed) ++counts.failed_checks;
    switch (report.method) {
        case media::CutMethod::smart:
            ++counts.smart;
            return "smart";
        case media::CutMethod::copied:
            ++counts.copied;
            return "copied";
        case media::CutMethod::encoded:
            break;
    }
    ++counts.encoded;
    return "encoded";
}

// The snippet's name, if a clip of this order shows it.
std::optional<std::string> drawn_name(const CutPayload& payload, const media::CutRequest& request,
                                      const Snippet& snippet) {
    if (request.mode != media::CutMode::styled || payload.title) return std::nullopt;
    const bool on_card = request.style.title_seconds > 0 && request.style.intro_fd < 0;
    if (!on_card && request.style.name_seconds <= 0) return std::nullopt;
    return snippet.name;
}

UniqueFd open_intro(const std::filesystem::path& path) {
    UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) throw std::system_error(errno, std::generic_category(), "the configured intro clip");
    return file;
}

// Assumes that the clip has as many bytes for each second as its recording. So much has to be free before the
// cut begins, so that a full disk is not found only after an hour of work.
std::int64_t estimated_bytes(const Snippet& snippet, const Lecture& lecture, int recording) {
    const double share = (snippet.end - snippet.start) / std::max(lecture.duration.value_or(0), snippet.end);
    return static_cast<std::int64_t>(share * static_cast<double>(storage::size_of(recording)));
}

}  // namespace

Outcome<> cut(const StepServices& services, jobs::StepContext& context) {
    const Job& job = context.job();
    const auto snippet = services.snippets.get(job.snippet_id.value_or(0));
    if (!snippet) throw storage::LeaseLost();
    const Lecture lecture = lecture_of(services.lectures, context);
    if (!lecture.recording || !storage::exists(services.folder, lecture.recording->file))
        return Failure::permanent(
            "The recording is gone. Delete this session and upload the recording again.");
    const auto payload = wire::from_json<CutPayload>(job.payload);
    if (!payload) return Failure::permanent("The options of this cut cannot be read. Start the cut again.");

    const auto style = style_of(*payload, services.style, snippet->name);
    if (!style) return Failure::permanent(style.error().fields.front().message);

    const UniqueFd recording = services.folder.open(lecture.recording->file);
    const UniqueFd output = open_new_work(services.folder, work_file_of(job));
    media::CutRequest request;
    request.source_fd = recording.get();
    request.output_fd = output.get();
    request.start = snippet->start;
    request.end = snippet->end;
    request.mode = mode_of(*payload);
    request.style = *style;
    std::optional<EncoderThreads::Share> share(std::in_place, services.encoder_threads,
                                               services.jobs.waiting(JobKind::cut, services.now()));
    request.encoder_threads = share->threads();
    // It rarely encodes and ends in a moment: encoders that begin meanwhile do not do with less for it.
    if (job.kind == JobKind::fast_cut) share.reset();
    UniqueFd intro;
    if (request.mode == media::CutMode::styled && !services.intro.empty()) {
        intro = open_intro(services.intro);
        request.style.intro_fd = intro.get();
    }
    services.folder.reserve(estimated_bytes(*snippet, lecture, recording.get()));
    request.grow = room_in(services.folder);
    const auto report = media::cut(request, services.limits, control_of(context));
    if (!report) return report.error();

    if (!report->why_not_smart.empty()) {
        const std::string text = "the whole clip was encoded: " + report->why_not_smart;
        report->smart_check_failed ? services.warn(job.id, text) : services.tell(job.id, text);
    }
    Clip clip;
    clip.version = job.id + "-" + std::to_string(job.attempt);
    clip.file = storage::clip_file(lecture.folder_name(), snippet->id, job.id);
    clip.bytes = storage::size_of(output.get());
    clip.sha256 = storage::sha256_of(output.get());
    clip.made_at = services.now();
    clip.start = snippet->start;
    clip.end = snippet->end;
    clip.mode = payload->mode_name();
    clip.method = count_clip(services.cut_counts, *report);
    clip.drawn_name = drawn_name(*payload, request, *snippet);
    clip.duration = report->duration;
    clip.first_second = report->start;
    publish_made_file(
        services, context, clip.file,
        [&] { services.pipeline.publish_clip(context.lease(), clip, "Processed 1 videos.", services.now()); },
        [&] {
            const auto now = services.snippets.get(snippet->id);
            return now && now->clip && now->clip->file == clip.file;
        });
    return {};
}

}  // namespace lectern::pipeline

#pragma once

#include "domain/job/priority.hpp"
#include "domain/lecture/lecture_status.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lectern {

// One row of the table below holds everything that is known about a kind of job.
//
// To add a kind of job:
//   1. Here: an enumerator of JobKind and, at the same index, a row of job_kinds.
//   2. In server/pipeline: a file with its step, which is declared in steps.hpp and named in the table of
//      steps.cpp. The compiler refuses a kind without a step.
// Nothing else lists the kinds. Such a job is queued with enqueue() or insert_job()
// (storage/jobs/new_job.hpp); its step writes the outcome in a transaction of a store with lock_leased_job()
// and succeed_job() (storage/jobs/job_rows.hpp).
//
// A new scope is an enumerator of JobScope, its place in job_scopes and its word in to_text(). It needs a
// migration only if the database has to keep a rule for it, such as one open job at a time.

enum class JobKind { download, transcribe, analyze, cut, batch_download, fast_cut, preview, proxy };

// What a job works for. The scope decides whether the lecture fails when the job fails, which jobs a cancel
// ends, and how many jobs may be open at the same time. The scope is stored with each job (jobs.scope), so
// that statements and indexes need no list of kinds.
enum class JobScope {
    // A step of a lecture's pipeline. At most one is open for each lecture. If it fails or is cancelled, the
    // lecture fails. A cancel of the lecture cancels it.
    pipeline,
    // Makes the clip of a snippet. At most one is open for each snippet. If it fails, the lecture does not.
    clip,
    // Any other work for a lecture, outside its pipeline. Any number may be open. If it fails, the lecture
    // does not. The file that it makes has the name of the kind and the job (lecture_extra_file()).
    lecture_extra,
    // Carries out a download task of a batch; job and task have the same id. There may be thousands, so they
    // do not count toward the bound of open jobs.
    batch,
};

inline constexpr std::array job_scopes{JobScope::pipeline, JobScope::clip, JobScope::lecture_extra,
                                       JobScope::batch};

// Which threads run the step: those that compute, those that wait for the network, or those for work that a
// person waits for and that takes a moment.
enum class JobPool { compute, transfers, quick };

// The file in work/ that a kind keeps between attempts: "<prefix>-<id>".
struct WorkFile {
    enum class KeptFor {
        nothing,  // the kind has no such file
        job,      // with the job's id, while the job is open
        task,     // with the job's id, until its task is done: a retry continues the file
        // with Lecture::folder_name(), until it has its recording: a retry (a new job) continues the file
        recording,
    };
    std::string_view prefix = "";
    KeptFor kept_for = KeptFor::nothing;
};

// The place of a kind in the pipeline.
struct PipelineStep {
    LectureStatus waiting;        // the lecture's status until the step first runs
    LectureStatus running;        // the lecture's status after that
    double from, to;              // 0..1: the part of the pipeline's progress that this step covers
    std::optional<JobKind> next;  // none: the lecture is finished after this step
};

struct JobKindRow {
    JobKind kind;
    std::string_view name;  // stored in jobs.kind, so it must never change
    JobScope scope;
    JobPool pool = JobPool::compute;
    WorkFile work_file = {};
    JobPriority priority = JobPriority::background;
    int max_attempts = 5;
    // How many may run at the same time; 0: as many as there are workers
    int at_once = 0;
    // Whether it starts only while another worker is free, so that shorter jobs do not have to wait for its
    // end. A single worker runs it all the same.
    bool leaves_a_worker = false;
    std::optional<PipelineStep> pipeline = {};  // only for scope pipeline
};

inline constexpr std::array<JobKindRow, 8> job_kinds{{
    {
        .kind = JobKind::download,
        .name = "download",
        .scope = JobScope::pipeline,
        .pool = JobPool::transfers,
        .work_file = {"download", WorkFile::KeptFor::recording},
        .pipeline =
            PipelineStep{LectureStatus::pending, LectureStatus::downloading, 0, 0.2, JobKind::transcribe},
    },
    {
        .kind = JobKind::transcribe,
        .name = "transcribe",
        .scope = JobScope::pipeline,
        .at_once = 1,  // one job uses all threads of the speech engine
        .pipeline = PipelineStep{LectureStatus::transcribing, LectureStatus::transcribing, 0.2, 0.9,
                                 JobKind::analyze},
    },
    {
        .kind = JobKind::analyze,
        .name = "analyze",
        .scope = JobScope::pipeline,
        .pipeline = PipelineStep{LectureStatus::analyzing, LectureStatus::analyzing, 0.9, 1, std::nullopt},
    },
    {
        .kind = JobKind::cut,
        .name = "cut",
        .scope = JobScope::clip,
        .work_file = {"cut", WorkFile::KeptFor::job},
        .priority = JobPriority::interactive,
    },
    {
        .kind = JobKind::batch_download,
        .name = "batch_download",
        .scope = JobScope::batch,
        .pool = JobPool::transfers,
        .work_file = {"task", WorkFile::KeptFor::task},
        .priority = JobPriority::bulk,
    },
    {
        // A cut that copies what is in the recording. If that is not possible, it is encoded here too.
        .kind = JobKind::fast_cut,
        .name = "fast_cut",
        .scope = JobScope::clip,
        .pool = JobPool::quick,
        .work_file = {"fastcut", WorkFile::KeptFor::job},
        .priority = JobPriority::interactive,
    },
    {
        // What pages show of a recording without playing it: seconds of work, which the pipeline does not
        // need.
        .kind = JobKind::preview,
        .name = "preview",
        .scope = JobScope::lecture_extra,
        .work_file = {"preview", WorkFile::KeptFor::job},
        .priority = JobPriority::bulk,
        .max_attempts = 3,
        .at_once = 1,
    },
    {
        // A copy of a recording that browsers play. It is encoded, which takes long.
        .kind = JobKind::proxy,
        .name = "proxy",
        .scope = JobScope::lecture_extra,
        .work_file = {"proxy", WorkFile::KeptFor::job},
        .priority = JobPriority::bulk,
        .max_attempts = 3,
        .at_once = 1,
        .leaves_a_worker = true,
    },
}};

// The row of a kind. Throws std::logic_error for a number that is no kind.
const JobKindRow& about(JobKind kind);

// The place of a kind in the pipeline. Throws std::logic_error if it has none.
const PipelineStep& pipeline_step(JobKind kind);

// The words that are stored in rows.
std::string_view to_text(JobKind kind);
std::string_view to_text(JobScope scope);
std::optional<JobKind> parse_job_kind(std::string_view text);

// Whether jobs of this scope count toward the bound of open jobs (jobs.max_open). The index jobs_counted has
// the same condition, so a change here needs a migration.
constexpr bool counts_to_bound(JobScope scope) {
    return scope != JobScope::batch;
}

// The name, in work/, of the file that this kind keeps for this id. Throws std::logic_error if the kind keeps
// none.
std::string work_file_name(JobKind kind, std::string_view id);

// The parts of a file name in work/.
struct WorkFileName {
    JobKind kind;
    std::string id;  // without a suffix: "17" for "download-17.parts"
};
std::optional<WorkFileName> parse_work_file_name(std::string_view name);

// The kind of the first job of a pipeline.
constexpr JobKind first_of_pipeline() {
    for (const JobKindRow& row : job_kinds)
        if (row.pipeline && row.pipeline->from == 0) return row.kind;
    throw std::logic_error("no kind begins the pipeline");
}

// For tests: adds one kind to the table as long as this object lives. Only one object may exist at a time,
// and no other thread may use kinds while it is created or destroyed.
class ExtraJobKind {
public:
    explicit ExtraJobKind(const JobKindRow& row);  // row.kind must be `kind` below
    ~ExtraJobKind();
    ExtraJobKind(const ExtraJobKind&) = delete;
    ExtraJobKind& operator=(const ExtraJobKind&) = delete;

    static constexpr JobKind kind{static_cast<JobKind>(job_kinds.size())};
};

namespace job_kind_rules {

constexpr bool each_row_stands_at_its_kind() {
    for (std::size_t i = 0; i < job_kinds.size(); ++i)
        if (job_kinds[i].kind != static_cast<JobKind>(i)) return false;
    return true;
}

constexpr bool names_and_prefixes_are_unique() {
    for (const JobKindRow& a : job_kinds) {
        for (const JobKindRow& b : job_kinds) {
            if (a.kind == b.kind) continue;
            if (a.name == b.name) return false;
            if (!a.work_file.prefix.empty() && a.work_file.prefix == b.work_file.prefix) return false;
        }
    }
    return true;
}

// The steps follow each other from the first to the last, each once, and their shares cover 0..1 without
// gaps.
constexpr bool the_pipeline_is_one_line() {
    std::size_t members = 0;
    for (const JobKindRow& row : job_kinds) {
        if ((row.scope == JobScope::pipeline) != row.pipeline.has_value()) return false;
        members += row.pipeline ? 1 : 0;
    }
    std::optional<JobKind> kind = first_of_pipeline();
    double reached = 0;
    for (; kind && members > 0; --members) {
        const auto& step = job_kinds[static_cast<std::size_t>(*kind)].pipeline;
        if (!step || step->from != reached || step->to <= step->from) return false;
        reached = step->to;
        kind = step->next;
    }
    return members == 0 && !kind && reached == 1;
}

static_assert(each_row_stands_at_its_kind());
static_assert(names_and_prefixes_are_unique());
static_assert(the_pipeline_is_one_line());

}  // namespace job_kind_rules

}  // namespace lectern

#include "server/pipeline/steps.hpp"

#include "server/jobs/step.hpp"
#include "server/pipeline/work_files.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs/lease.hpp"

#include <algorithm>
#include <array>

namespace lectern::pipeline {

namespace {

struct StepOfKind {
    JobKind kind;
    Outcome<> (*step)(const StepServices& services, jobs::StepContext& context);
};

constexpr std::array steps{
    StepOfKind{JobKind::download, &download},
    StepOfKind{JobKind::transcribe, &transcribe},
    StepOfKind{JobKind::analyze, &analyze},
    StepOfKind{JobKind::cut, &cut},
    StepOfKind{JobKind::batch_download, &batch_download},
    StepOfKind{JobKind::fast_cut, &cut},
    StepOfKind{JobKind::preview, &preview},
    StepOfKind{JobKind::proxy, &proxy},
};

constexpr bool each_kind_has_one_step() {
    for (const JobKindRow& row : job_kinds)
        if (std::ranges::count(steps, row.kind, &StepOfKind::kind) != 1) return false;
    return steps.size() == job_kinds.size();
}
static_assert(each_kind_has_one_step());

// The next attempt begins its file anew, so what this one has written would only take the space that the job
// may be waiting for.
void remove_begun_file(const StepServices& services, const Job& job) {
    if (about(job.kind).work_file.kept_for == WorkFile::KeptFor::job)
        services.folder.remove("work/" + work_file_of(job));
}

Outcome<> run(const StepOfKind& row, const StepServices& services, jobs::StepContext& context) {
    try {
        auto outcome = row.step(services, context);
        // Who was asked to stop may have lost the lease: another attempt may be writing the file by now.
        if (outcome.has_error() && outcome.error().kind != FailureKind::cancelled)
            remove_begun_file(services, context.job());
        return outcome;
    } catch (const storage::LeaseLost&) {
        throw;
    } catch (...) {
        remove_begun_file(services, context.job());
        throw;
    }
}

}  // namespace

std::map<JobKind, jobs::Step> all_steps(const StepServices& services) {
    std::map<JobKind, jobs::Step> all;
    for (const StepOfKind& row : steps)
        all[row.kind] = [&services, row](jobs::StepContext& context) { return run(row, services, context); };
    return all;
}

void place_kinds(jobs::Runner::Options& options, jobs::Executor& transfers, jobs::Executor& quick) {
    for (const JobKindRow& row : job_kinds) {
        if (row.at_once > 0) options.at_once[row.kind] = row.at_once;
        if (row.leaves_a_worker) options.leaves_a_worker.insert(row.kind);
        if (row.pool == JobPool::transfers) options.elsewhere[row.kind] = &transfers;
        if (row.pool == JobPool::quick) options.elsewhere[row.kind] = &quick;
    }
}

}  // namespace lectern::pipeline

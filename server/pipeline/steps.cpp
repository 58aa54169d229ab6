#include "server/pipeline/steps.hpp"

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

}  // namespace

std::map<JobKind, jobs::Step> all_steps(const StepServices& services) {
    std::map<JobKind, jobs::Step> all;
    for (const StepOfKind& row : steps)
        all[row.kind] = [&services, step = row.step](jobs::StepContext& context) {
            return step(services, context);
        };
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

#pragma once

#include "domain/job/kinds.hpp"

#include <cstddef>
#include <set>
#include <string>

namespace lectern::storage {

// Which queued job a worker gets next. Only jobs of these kinds count that are due at $1, whose serial key
// has no running job and whose host may be asked: it is not one of `busy_hosts` ($first_host, $first_host +
// 1, ...), is not paused and has no probe running.
//
// Of these jobs the more urgent one goes first (JobPriority); of equally urgent ones that which became due
// first. Cuts are many at a time, so among them
//   1. lectures take turns: the lecture goes first whose last cut of this kind began longest ago. So one with
//      twenty cuts does not keep another one waiting for longer than one of them.
//   2. within a lecture the shorter cut goes first. But time that a cut has waited counts like that much less
//      length, so that a long one is not put off for ever.
//
// Returns an SQL SELECT of the id of this job.
std::string select_next_job(const std::set<JobKind>& kinds, const std::set<std::string>& busy_hosts,
                            std::size_t first_host);

}  // namespace lectern::storage

#pragma once

#include "domain/base/unique_fd.hpp"
#include "domain/job/failure.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace lectern::jobs {
class StepContext;
}
namespace lectern::storage {
class StateFolder;
}

namespace lectern::pipeline {

struct StepServices;

// How the steps that make a file write it, and put it into its place. All functions block.

// Opens the file in work/ for writing, and empties it: an interrupted attempt may have left a part.
UniqueFd open_new_work(const storage::StateFolder& folder, const std::string& name);

// StateFolder::reserve() for the functions of media/, which get a full disk as a failure.
Outcome<> reserve_space(const storage::StateFolder& folder, std::int64_t bytes);

// Asks for the space of a new file before each part of it is written (media::Growth). `folder` must outlive
// the result.
std::function<Outcome<>(std::int64_t end)> room_in(const storage::StateFolder& folder);

// Publishes the job's file in work/ as `file` and writes its row with `write`, under the lease of the job. If
// the lease is lost, the file goes to the trash unless `is_named` says that the row names it all the same.
// Throws LeaseLost.
void publish_made_file(const StepServices& services, jobs::StepContext& context, const std::string& file,
                       const std::function<void()>& write, const std::function<bool()>& is_named);

}  // namespace lectern::pipeline

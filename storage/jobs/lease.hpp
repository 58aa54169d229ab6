#pragma once

#include <stdexcept>
#include <string>

namespace lectern::storage {

// A worker's right to write about the job that it runs. Every write under it says `WHERE lease_token = ...`.
struct Lease {
    std::string job_id;
    std::string token;
};

// The worker has no right to write about the job any more: another worker has it, or it was cancelled or
// deleted. The worker drops its work.
struct LeaseLost : std::runtime_error {
    LeaseLost() : std::runtime_error("the lease on the job is lost") {}
};

}  // namespace lectern::storage

#pragma once

#include <stdexcept>
#include <string>

namespace lectern::storage {

// A worker's right to write about the job that it runs. Every write under it says `WHERE lease_token = ...`.
struct Lease {
    std::string job_id;
    std::string token;
};

// Another worker has the job now, or it was cancelled for good: the worker drops its work.
struct LeaseLost : std::runtime_error {
    LeaseLost() : std::runtime_error("the lease on the job is lost") {}
};

}  // namespace lectern::storage

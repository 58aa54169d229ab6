#include "server/jobs/step_outcome.hpp"

#include "domain/base/disk_full.hpp"

#include <system_error>

namespace lectern::jobs {
namespace {

Failure disk_full(const std::exception& error) {
    return Failure::storage_full("The server's disk is full.", error.what());
}

}  // namespace

Outcome<> outcome_of(const Step& step, ClaimedJob& job) {
    try {
        return step(job);
    } catch (const storage::LeaseLost& lost) {
        job.ask_to_stop(StopReason::lease_lost);
        return Failure::cancelled();
    } catch (const storage::StoreUnavailable& error) {
        if (error.full) return disk_full(error);
        return Failure::transient("The server's database did not answer.", error.what());
    } catch (const std::system_error& error) {
        if (means_disk_full(error.code())) return disk_full(error);
        return Failure::transient("Something went wrong in the server.", error.what());
    } catch (const std::exception& error) {
        return Failure::transient("Something went wrong in the server.", error.what());
    } catch (...) {
        return Failure::transient("Something went wrong in the server.", "an exception of unknown type");
    }
}

}  // namespace lectern::jobs

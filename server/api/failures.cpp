#include "server/api/failures.hpp"

#include "domain/base/disk_full.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/log.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/sql/database.hpp"

#include <system_error>

namespace lectern::api {
namespace {

http::Response busy(std::string detail) {
    return http::problem(Error::busy(std::move(detail), std::chrono::seconds(2)));
}

http::Response disk_full() {
    return http::problem(Error::storage_full());
}

bool means_too_many_open_files(const std::error_code& code) {
    return code == std::errc::too_many_files_open || code == std::errc::too_many_files_open_in_system;
}

}  // namespace

http::Response problem_of(std::exception_ptr error, const std::string& request_id) {
    try {
        std::rethrow_exception(error);
    } catch (const storage::StoreUnavailable& outage) {
        log::error("request {}: {}", request_id, outage.what());
        return outage.full ? disk_full() : busy("The database cannot be reached. Try again soon.");
    } catch (const storage::StorageFull&) {
        return disk_full();
    } catch (const http::Overloaded&) {
        return busy("The server is overloaded. Try again soon.");
    } catch (const std::system_error& failed_call) {
        if (means_disk_full(failed_call.code())) return disk_full();
        if (means_too_many_open_files(failed_call.code())) {
            log::error("request {}: {}", request_id, failed_call.what());
            return busy("The server has too many files open. Try again soon.");
        }
        log::error("request {}: {}", request_id, failed_call.what());
    } catch (const std::exception& mistake) {
        log::error("request {}: {}", request_id, mistake.what());
    } catch (...) {
        log::error("request {}: an unknown exception", request_id);
    }
    return http::problem(500, "The server made a mistake; it has been logged under the request's id.");
}

}  // namespace lectern::api

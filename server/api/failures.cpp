#include "server/api/failures.hpp"

#include "domain/base/disk_full.hpp"
#include "domain/base/uuid.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/log.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/sql/database.hpp"

#include <charconv>
#include <system_error>

namespace lectern::api {
namespace {

http::Response busy(std::string detail) {
    return http::problem(Error{ErrorCode::busy, std::move(detail), {}, {}, std::chrono::seconds(2)});
}

http::Response disk_full() {
    return http::problem(Error{ErrorCode::storage_full, "The server's disk is full.", {}, {}, {}});
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

Error not_found(std::string message) {
    return {ErrorCode::not_found, std::move(message), {}, {}, {}};
}

Error conflict(std::string message) {
    return {ErrorCode::conflict, std::move(message), {}, {}, {}};
}

Error invalid(std::string path, std::string message) {
    return invalid({{std::move(path), std::move(message)}});
}

Error invalid(std::vector<FieldError> fields) {
    return {ErrorCode::invalid, "Some fields of the request are not valid.", std::move(fields), {}, {}};
}

Result<std::int64_t> parse_id(const std::string& text, std::string path) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() || id < 1)
        return invalid(std::move(path), "must be a positive whole number");
    return id;
}

Result<std::string> parse_uuid_id(const std::string& text, std::string path) {
    auto id = parse_uuid(text);
    if (!id) return invalid(std::move(path), "must be a UUID");
    return *std::move(id);
}

}  // namespace lectern::api

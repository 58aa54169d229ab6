#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

namespace lectern {

// What a caller did wrong or met: everything that depends on input. Outages and bugs are exceptions instead.
enum class ErrorCode {
    invalid,          // the request says something that cannot be; `fields` lists all of it
    duplicate,        // it exists already; `existing_id` names it
    unauthenticated,  // no token, or one that is not valid
    forbidden,        // a valid token that may not do this
    not_found,
    conflict,   // not now: the state of the thing forbids it
    too_large,  // more bytes or items than allowed
    unsupported_type,
    busy,  // a bounded queue is full; `retry_after` says when to come back
    storage_full,
};

struct FieldError {
    std::string path;     // "snippets.1.end"; "" for the body as a whole
    std::string message;  // continues the field's name: "must be greater than start"
};

// Made by its named constructors. `message` is one whole sentence for the person who asked: never SQL, a path
// of the machine or a stack trace.
struct Error {
    ErrorCode code;
    std::string message;
    std::vector<FieldError> fields = {};
    std::optional<std::int64_t> existing_id = {};          // duplicate
    std::optional<std::chrono::seconds> retry_after = {};  // busy

    // The request names all of its bad fields.
    static Error invalid(std::vector<FieldError> fields);
    static Error invalid(std::string path, std::string message);
    static Error not_found(std::string message) { return {ErrorCode::not_found, std::move(message)}; }
    // Not found, and the field at `path` is what named it.
    static Error not_found(std::string message, std::string path);
    static Error conflict(std::string message) { return {ErrorCode::conflict, std::move(message)}; }
    static Error duplicate(std::string message, std::int64_t existing_id) {
        return {ErrorCode::duplicate, std::move(message), {}, existing_id};
    }
    static Error unauthenticated(std::string message) {
        return {ErrorCode::unauthenticated, std::move(message)};
    }
    static Error forbidden(std::string message) { return {ErrorCode::forbidden, std::move(message)}; }
    static Error too_large(std::string message) { return {ErrorCode::too_large, std::move(message)}; }
    static Error unsupported_type(std::string message) {
        return {ErrorCode::unsupported_type, std::move(message)};
    }
    static Error storage_full() { return {ErrorCode::storage_full, "The server's disk is full."}; }
    static Error busy(std::string message, std::chrono::seconds retry_after) {
        return {ErrorCode::busy, std::move(message), {}, {}, retry_after};
    }
};

template<class T = void>
using Result = boost::system::result<T, Error>;

// Lets Result<T>::value() throw; reached only where a caller did not check.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace lectern

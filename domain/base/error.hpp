#pragma once

#include "domain/base/expected.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lectern {

// Why a request is refused. Errors depend on the input of the request; outages and bugs are exceptions.
enum class ErrorCode {
    invalid,          // some fields of the request are wrong; `fields` lists them all
    duplicate,        // the thing exists already; `existing_id` is its id
    unauthenticated,  // no token, or a token that is not valid
    forbidden,        // the token is valid but does not allow this
    not_found,
    conflict,   // the current state of the thing does not allow it
    outdated,   // the thing is no longer as the request's If-Match says
    too_large,  // more bytes or items than allowed
    unsupported_type,
    busy,      // a bounded queue is full; the client may try again after `retry_after`
    too_many,  // the client asks too often; it may try again after `retry_after`
    storage_full,
};

struct FieldError {
    std::string path;     // "snippets.1.end"; "" for the body as a whole
    std::string message;  // continues the field's name: "must be greater than start"
};

// Made by its static functions. `message` is one whole sentence for the person who sent the request. It never
// contains SQL, a path of this machine or a stack trace.
struct Error {
    ErrorCode code;
    std::string message;
    std::vector<FieldError> fields = {};
    std::optional<std::int64_t> existing_id = {};          // duplicate
    std::optional<std::chrono::seconds> retry_after = {};  // busy, too_many

    // `fields`: all fields of the request that are wrong.
    static Error invalid(std::vector<FieldError> fields);
    static Error invalid(std::string path, std::string message);
    static Error not_found(std::string message) { return {ErrorCode::not_found, std::move(message)}; }
    // The field at `path` of the request names something that does not exist.
    static Error not_found(std::string message, std::string path);
    static Error conflict(std::string message) { return {ErrorCode::conflict, std::move(message)}; }
    static Error outdated(std::string message) { return {ErrorCode::outdated, std::move(message)}; }
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
    static Error too_many(std::string message, std::chrono::seconds retry_after) {
        return {ErrorCode::too_many, std::move(message), {}, {}, retry_after};
    }
};

template<class T = void>
using Result = Expected<T, Error>;

// Called by Result::value() if the Result holds an error, which is a bug of the caller. Throws
// std::logic_error.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace lectern

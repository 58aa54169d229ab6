#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
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
    std::string path;  // "snippets.1.end"; "" for the body as a whole
    std::string message;
};

struct Error {
    ErrorCode code;
    std::string message;  // one sentence for the person who asked; never SQL, a path or a stack trace
    std::vector<FieldError> fields;
    std::optional<std::int64_t> existing_id;
    std::optional<std::chrono::seconds> retry_after;
};

template<class T = void>
using Result = boost::system::result<T, Error>;

// Lets Result<T>::value() throw; reached only where a caller did not check.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace lectern

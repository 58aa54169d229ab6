#pragma once

#include "domain/base/expected.hpp"
#include "domain/job/failure.hpp"
#include "domain/net/http_client.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace lectern::media {

// Why one try of a download did not bring the whole file.
struct Setback {
    Failure failure;                           // what it means if this was the last try
    bool again = false;                        // another try inside this fetch makes sense,
    std::optional<std::chrono::seconds> wait;  // but not sooner than the server asked
    bool too_slow = false;                     // less came than DownloadOptions::least_bytes()
};
template<class T = void>
using Try = Expected<T, Setback>;

[[noreturn]] void throw_exception_from_error(const Setback& setback, const boost::source_location& where);

Setback give_up(Failure failure);
Setback try_again(std::string message, std::string detail, std::optional<std::chrono::seconds> wait = {});
// The host sends everybody away for now: Failure::host_refuses().
Setback host_refuses(std::string message, std::string detail, std::optional<std::chrono::seconds> wait = {});

// Transient: the host sends less than DownloadOptions::slowest.
Setback sends_too_slowly(const std::string& host, std::string detail);

// The meaning of an error of the client for the person and for further tries.
Setback setback_of(const HttpError& error, const std::string& host);

}  // namespace lectern::media

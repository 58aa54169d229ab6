#pragma once

#include "domain/base/expected.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace lectern {

// Why a step of background work did not succeed, and what that means for the job.
enum class FailureKind {
    permanent,     // another attempt would fail, too: the person has to act
    transient,     // another attempt may succeed, after `retry_after` if given
    cancelled,     // a stop was requested
    storage_full,  // transient, but the job waits until the disk has space
    // The host sends everybody away for now: it limits requests, has blocked this server, or is out of order.
    // All jobs of the host wait (see host_pause.hpp). Without a host it is like `transient`.
    host_refuses,
};

struct Failure {
    FailureKind kind;
    std::string message;  // for the person: what happened and what to do; no paths, no error codes
    std::string detail;   // for the log
    std::optional<std::chrono::seconds> retry_after;

    static Failure permanent(std::string message, std::string detail = {}) {
        return {FailureKind::permanent, std::move(message), std::move(detail), {}};
    }
    static Failure transient(std::string message, std::string detail = {},
                             std::optional<std::chrono::seconds> retry_after = {}) {
        return {FailureKind::transient, std::move(message), std::move(detail), retry_after};
    }
    static Failure storage_full(std::string message, std::string detail = {}) {
        return {FailureKind::storage_full, std::move(message), std::move(detail), {}};
    }
    static Failure host_refuses(std::string message, std::string detail = {},
                                std::optional<std::chrono::seconds> retry_after = {}) {
        return {FailureKind::host_refuses, std::move(message), std::move(detail), retry_after};
    }
    static Failure cancelled() { return {FailureKind::cancelled, "Cancelled.", {}, {}}; }
};

template<class T = void>
using Outcome = Expected<T, Failure>;

[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location& where);

}  // namespace lectern

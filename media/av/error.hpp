#pragma once

#include "domain/job/failure.hpp"

#include <exception>
#include <string>
#include <utility>

namespace lectern::media {

// Carries a Failure up to the public function of media/, which returns it: never seen outside.
class MediaError : public std::exception {
public:
    explicit MediaError(Failure failure) : failure_(std::move(failure)) {}
    const char* what() const noexcept override { return failure_.message.c_str(); }
    Failure& failure() { return failure_; }

private:
    Failure failure_;
};

// The code that our own reads and writes give libav when work was cancelled or took too long.
extern const int interrupted;

// The Failure that a negative libav code means; `what` says for the log what was tried.
Failure failure_from_av(int rc, const char* what);

// Returns `rc`, or throws MediaError when it is negative.
int check(int rc, const char* what);

[[noreturn]] void fail(Failure failure);

// libav logs to stderr by default; this keeps the last complaint of each thread for Failure::detail instead.
// Also bounds single allocations of libav, for files whose headers ask for absurd ones. Cheap to call again.
void prepare_libav();

// Runs `work`, turning a MediaError into the Outcome.
template<class T, class F>
Outcome<T> guarded(F&& work) {
    prepare_libav();
    try {
        if constexpr (std::is_void_v<T>) {
            std::forward<F>(work)();
            return {};
        } else {
            return std::forward<F>(work)();
        }
    } catch (MediaError& error) {
        return std::move(error.failure());
    }
}

}  // namespace lectern::media

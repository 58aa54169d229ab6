#pragma once

#include "domain/job/failure.hpp"

#include <exception>
#include <string>
#include <utility>

struct AVStream;

namespace lectern::media {

// Carries a Failure up to the public function of media/, which returns it. Never leaves media/.
class MediaError : public std::exception {
public:
    explicit MediaError(Failure failure) : failure_(std::move(failure)) {}
    const char* what() const noexcept override { return failure_.message.c_str(); }
    Failure& failure() { return failure_; }
    const Failure& failure() const { return failure_; }

private:
    Failure failure_;
};

// The code that our own reads and writes give libav when work was cancelled or took too long.
extern const int interrupted;

// The Failure for a negative libav code. `what`: the failed operation, for the log.
Failure failure_from_av(int rc, const char* what);

// For a stream that cannot be decoded; the person reads the name of its codec.
Failure undecodable(const AVStream& stream, std::string detail);

// Returns `rc`, or throws MediaError when it is negative.
int check(int rc, const char* what);

[[noreturn]] void fail(Failure failure);

// By default libav logs to stderr. After this call it keeps the last message of each thread instead, for
// Failure::detail. Also limits single allocations of libav, for files whose headers ask for absurd ones.
// Cheap to call again.
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

#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern::http {

enum class Io : std::uint8_t {
    done,        // `bytes` were read or written; a write may take fewer than it was given
    wait_read,   // nothing to read: wait and try again
    wait_write,  // the kernel's buffer is full after `bytes`: wait and go on with the rest
    closed,      // the client ended or broke the connection
};

// The outcome of one attempt on a non-blocking descriptor.
struct IoOutcome {
    Io io;
    std::size_t bytes = 0;
};

}  // namespace lectern::http

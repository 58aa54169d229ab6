#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern::http {

enum class Io : std::uint8_t {
    done,        // `bytes` went through; for writes perhaps fewer than given
    wait_read,   // nothing to read: wait and try again
    wait_write,  // the kernel's buffer is full: wait and try again; `bytes` of a write are taken all the same
    closed,      // the other side ended or broke the connection
};

// What one attempt at a non-blocking descriptor came to.
struct IoOutcome {
    Io io;
    std::size_t bytes = 0;
};

}  // namespace lectern::http

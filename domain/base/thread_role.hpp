#pragma once

namespace lectern {

// Threads that drive sockets must never wait for a disk, a database or a lock that such work holds.
// The server marks them; everything that may block asserts that it is elsewhere.
void mark_io_thread();
bool on_io_thread();

// Call first in every function that may block. Throws std::logic_error on an io thread in builds with
// assertions (NDEBUG unset or _GLIBCXX_ASSERTIONS); free of cost in release builds.
void assert_may_block(const char* what);

}  // namespace lectern

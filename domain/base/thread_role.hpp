#pragma once

namespace lectern {

// An io thread drives sockets. It must never wait for a disk, for a database, or for a lock that is held
// during such work. The server marks its io threads; every function that may block asserts that it does not
// run on one.
void mark_io_thread();
bool on_io_thread();

// The first call in every function that may block; `what` names the function. In builds with assertions
// (NDEBUG unset, or _GLIBCXX_ASSERTIONS set) it throws std::logic_error on an io thread. In release builds it
// costs nothing.
void assert_may_block(const char* what);

}  // namespace lectern

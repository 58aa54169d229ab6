#include "domain/base/thread_role.hpp"

#include <stdexcept>
#include <string>

namespace lectern {
namespace {
thread_local bool is_io_thread = false;
}

void mark_io_thread() {
    is_io_thread = true;
}
bool on_io_thread() {
    return is_io_thread;
}

void assert_may_block([[maybe_unused]] const char* what) {
#if !defined(NDEBUG) || defined(_GLIBCXX_ASSERTIONS)
    if (is_io_thread) throw std::logic_error(std::string(what) + " was called on an io thread");
#endif
}

}  // namespace lectern

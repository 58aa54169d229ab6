#include "media/speech/low_priority.hpp"

#include <exception>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

namespace lectern::media {

void run_at_low_priority(const std::function<void()>& work) {
    std::exception_ptr thrown;
    std::thread([&] {
        constexpr int nice = 10;
        // On Linux this concerns the one thread. Where it is not allowed, work goes on at the usual priority.
        static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice));
        try {
            work();
        } catch (...) {
            thrown = std::current_exception();
        }
    }).join();
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace lectern::media

#pragma once

#include <functional>

namespace lectern::media {

// Runs `work` on a thread of its own that yields to all others, and waits for it; what it throws comes out
// here. A thread of its own, because Linux lets a thread give priority away but not take it back; threads
// that `work` starts inherit it.
void run_at_low_priority(const std::function<void()>& work);

}  // namespace lectern::media

#include "server/pipeline/encoder_threads.hpp"

#include <algorithm>

namespace lectern::pipeline {
namespace {

constexpr int most = 16;

}  // namespace

EncoderThreads::EncoderThreads(int each, int cores, int workers)
    : each_(each), cores_(std::max(cores, 1)), workers_(std::max(workers, 1)) {}

EncoderThreads::Share::Share(EncoderThreads& threads, int waiting) : all_(threads) {
    const std::lock_guard lock(all_.mutex_);
    ++all_.running_;
    // Those that run cannot become fewer than they are, and not more than there are workers.
    const int soon = std::max(all_.running_, std::min(all_.running_ + waiting, all_.workers_));
    number_ = std::clamp(all_.each_ > 0 ? all_.each_ : all_.cores_ / soon, 1, most);
}

EncoderThreads::Share::~Share() {
    const std::lock_guard lock(all_.mutex_);
    --all_.running_;
}

}  // namespace lectern::pipeline

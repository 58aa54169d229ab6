#pragma once

#include "media/av/filter_chain.hpp"

#include <functional>
#include <span>
#include <string>

namespace lectern::media {

// A chain of audio filters fed with interleaved stereo float samples at 48 kHz. Throws MediaError.
class AudioGraph {
public:
    static constexpr int rate = 48'000;
    static constexpr int channels = 2;
    using Sink = std::function<void(const AVFrame*)>;

    // `chain` is a text of our own, never of a user.
    explicit AudioGraph(const std::string& chain);

    void put(std::span<const float> samples, const Sink& sink);
    void finish(const Sink& sink);

private:
    void drain(const Sink& sink);

    FilterChain chain_;
    Frame frame_ = make_frame();
    std::int64_t position_ = 0;
};

}  // namespace lectern::media

#pragma once

#include "media/av/handles.hpp"

#include <string>

namespace lectern::media {

// A chain of libavfilter's filters with one input and one output, on the caller's thread. All calls throw
// MediaError. No text of a user may get into the description of a chain.
class FilterChain {
public:
    // Takes frames of the size, format and pixel aspect of `like`. `time_base`: of their timestamps.
    static FilterChain for_video(const AVFrame& like, AVRational time_base, const std::string& chain);
    // Takes interleaved float samples; their timestamps count samples.
    static FilterChain for_audio(int rate, const char* layout, const std::string& chain);

    // Takes the content of a frame; null at the end.
    void put(AVFrame* frame);
    // Gives the next frame. False if the chain needs another one first, or if it is at its end.
    bool take(AVFrame* into);

private:
    FilterChain(const char* source, const std::string& parameters, const char* sink,
                const std::string& chain);

    FilterGraph graph_;
    AVFilterContext* in_ = nullptr;
    AVFilterContext* out_ = nullptr;
};

}  // namespace lectern::media

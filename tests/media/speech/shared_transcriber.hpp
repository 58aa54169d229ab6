#pragma once

#include "media/speech/transcriber.hpp"

#include <memory>

namespace lectern::media {

// Of the process: the model is read once for all tests. Its pieces are short, so that the passages make
// three.
inline Transcriber& shared_transcriber() {
    static const std::unique_ptr<Transcriber> one = [] {
        SpeechOptions options;
        options.chunk_seconds = 14;
        return make_transcriber(options);
    }();
    return *one;
}

}  // namespace lectern::media

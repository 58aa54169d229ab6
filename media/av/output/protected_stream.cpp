#include "media/av/output/protected_stream.hpp"

namespace lectern::media {

Failure protected_stream(std::string detail) {
    return Failure::permanent(
        "The stream is protected against copying (DRM). Ask its owner for a file, or for a stream without "
        "protection.",
        std::move(detail));
}

}  // namespace lectern::media

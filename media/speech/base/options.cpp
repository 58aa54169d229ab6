#include "media/speech/base/options.hpp"

#include <cstdlib>

namespace lectern::media {

std::filesystem::path default_model_path() {
    std::filesystem::path cache;
    if (const char* set = std::getenv("LECTERN_CACHE"); set != nullptr && *set != '\0') {
        cache = set;
    } else if (const char* home = std::getenv("HOME"); home != nullptr) {
        cache = std::filesystem::path(home) / ".cache" / "lectern";
    }
    return cache / "whisper" / "models" / "ggml-base.en.bin";
}

}  // namespace lectern::media

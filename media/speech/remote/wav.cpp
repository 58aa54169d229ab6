#include "media/speech/remote/wav.hpp"

#include "media/speech/base/samples.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace lectern::media {
namespace {

void put(std::string& to, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        to += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

std::string to_wav(std::span<const float> samples) {
    constexpr std::uint32_t sample_bytes = 2;
    const auto data_bytes = static_cast<std::uint32_t>(samples.size() * sample_bytes);
    std::string wav;
    wav.reserve(44 + data_bytes);
    wav += "RIFF";
    put(wav, 36 + data_bytes, 4);
    wav += "WAVEfmt ";
    put(wav, 16, 4);
    put(wav, 1, 2);  // PCM
    put(wav, 1, 2);  // channels
    put(wav, sample_rate, 4);
    put(wav, sample_rate * sample_bytes, 4);
    put(wav, sample_bytes, 2);
    put(wav, 8 * sample_bytes, 2);
    wav += "data";
    put(wav, data_bytes, 4);
    for (const float sample : samples) {
        const float scaled = std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) * 32767 : 0;
        put(wav, static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(scaled))), 2);
    }
    return wav;
}

}  // namespace lectern::media

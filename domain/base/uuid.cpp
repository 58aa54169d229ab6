#include "domain/base/uuid.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/hex.hpp"

namespace lectern {
namespace {

bool is_hyphen_place(std::size_t i) {
    return i == 8 || i == 13 || i == 18 || i == 23;
}

}  // namespace

std::optional<std::string> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    std::string canonical(text);
    for (std::size_t i = 0; i < canonical.size(); ++i) {
        char& c = canonical[i];
        if (is_hyphen_place(i)) {
            if (c != '-') return std::nullopt;
            continue;
        }
        if (ascii::hex_value(c) < 0) return std::nullopt;
        c = ascii::lower(c);
    }
    return canonical;
}

std::string format_uuid4(std::array<std::uint8_t, 16> random_bytes) {
    random_bytes[6] = static_cast<std::uint8_t>((random_bytes[6] & 0x0f) | 0x40);  // version 4
    random_bytes[8] = static_cast<std::uint8_t>((random_bytes[8] & 0x3f) | 0x80);  // the variant of RFC 9562
    std::string text = to_hex(random_bytes);
    for (const std::size_t place : {8, 13, 18, 23})
        text.insert(place, 1, '-');
    return text;
}

}  // namespace lectern

#include "domain/base/uuid.hpp"

namespace lectern {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

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
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
    }
    return canonical;
}

std::string format_uuid4(std::array<std::uint8_t, 16> random_bytes) {
    random_bytes[6] = static_cast<std::uint8_t>((random_bytes[6] & 0x0f) | 0x40);  // version 4
    random_bytes[8] = static_cast<std::uint8_t>((random_bytes[8] & 0x3f) | 0x80);  // the RFC's variant
    std::string text;
    text.reserve(36);
    for (std::uint8_t byte : random_bytes) {
        if (is_hyphen_place(text.size())) text += '-';
        text += hex_digits[byte >> 4];
        text += hex_digits[byte & 15];
    }
    return text;
}

}  // namespace lectern

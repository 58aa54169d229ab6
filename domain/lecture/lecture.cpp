#include "domain/lecture/lecture.hpp"

#include "domain/lecture/characters.hpp"

#include <array>
#include <utility>

namespace lectern {
namespace {

constexpr std::array<std::pair<LectureStatus, std::string_view>, 6> status_texts{{
    {LectureStatus::pending, "Pending"},
    {LectureStatus::downloading, "Processing: Downloading"},
    {LectureStatus::transcribing, "Processing: Transcribing"},
    {LectureStatus::analyzing, "Processing: Analyzing"},
    {LectureStatus::finished, "Finished"},
    {LectureStatus::failed, "Failed"},
}};

constexpr std::size_t longest_file_name = 120;  // bytes

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

bool is_space(char32_t c) {
    return c == ' ' || c == 0xA0 || within(c, 0x2000, 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

// Control characters of both tables, line separators, and the marks that turn the direction of text: with
// those a name can be shown as another one.
bool is_control(char32_t c) {
    return c < 0x20 || within(c, 0x7F, 0x9F) || c == 0x2028 || c == 0x2029 || c == 0x200E || c == 0x200F ||
           within(c, 0x202A, 0x202E) || within(c, 0x2066, 0x2069) || c == 0xFEFF;
}

bool is_reserved(char32_t c) {
    return c < 0x80 && std::string_view("/\\:*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos;
}

// Belongs to the character before it: accents on their own, joiners, variation selectors, skin tones.
bool continues_character(char32_t c) {
    return within(c, 0x300, 0x36F) || within(c, 0x1AB0, 0x1AFF) || within(c, 0x1DC0, 0x1DFF) ||
           within(c, 0x20D0, 0x20FF) || within(c, 0xFE00, 0xFE0F) || within(c, 0xFE20, 0xFE2F) ||
           c == 0x200D || within(c, 0x1F3FB, 0x1F3FF);
}

}  // namespace

std::string_view to_text(LectureStatus status) {
    for (const auto& [value, text] : status_texts) {
        if (value == status) return text;
    }
    return "";
}

std::optional<LectureStatus> parse_lecture_status(std::string_view text) {
    for (const auto& [value, known] : status_texts) {
        if (known == text) return value;
    }
    return std::nullopt;
}

std::optional<std::string> Snippet::storage_link() const {
    if (!clip) return std::nullopt;
    return clip_file_name(position, name);
}

std::string clip_file_name(int position, std::string_view name) {
    constexpr std::string_view ending = ".mp4";
    std::string result = std::to_string(position) + ")_";
    const std::size_t room = longest_file_name - ending.size();
    std::size_t last_boundary = result.size();
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t start = at;
        const auto character = next_character(name, at);
        if (!character || is_control(*character) || is_reserved(*character)) continue;
        if (!continues_character(*character)) last_boundary = result.size();
        const std::string_view written = is_space(*character) ? "_" : name.substr(start, at - start);
        if (result.size() + written.size() > room) {
            result.resize(last_boundary);
            break;
        }
        result += written;
    }
    return result += ending;
}

}  // namespace lectern

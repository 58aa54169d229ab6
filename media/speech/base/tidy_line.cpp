#include "media/speech/base/tidy_line.hpp"

#include "domain/base/characters.hpp"

namespace lectern::media {

std::string tidy_line(std::string_view text) {
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const auto character = next_character(text, at);
        if (!character) continue;
        const bool blank = *character <= 0x20 || (*character >= 0x7F && *character <= 0xA0) ||
                           *character == 0x2028 || *character == 0x2029;
        if (!blank) {
            line += text.substr(begin, at - begin);
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (line.ends_with(' ')) line.pop_back();
    return line;
}

}  // namespace lectern::media

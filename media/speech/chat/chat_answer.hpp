#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

struct ChatNames {
    std::string name;     // 3..100 characters, one line
    std::string summary;  // up to 600 characters, one line; may be ""
};

// The text of a chat completion; nullopt if `body` is not a chat completion.
std::optional<std::string> chat_content(std::string_view body);

// Name and summary from the text of a model: a JSON object, alone, inside prose or a code fence, or after the
// model's thoughts. nullopt if there is none or it exceeds the limits. Pure.
std::optional<ChatNames> parse_chat_names(std::string_view content);

}  // namespace lectern::media

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

struct ChatNames {
    std::string name;     // 3..100 characters, one line
    std::string summary;  // up to 600 characters, one line; may be ""
};

// The text that a chat completion carries; nullopt if `body` is none.
std::optional<std::string> chat_content(std::string_view body);

// Name and summary out of what a model wrote: the JSON object itself, or one inside of prose, a code fence,
// or after its thoughts. nullopt if there is none or it breaks the limits. Pure.
std::optional<ChatNames> parse_chat_names(std::string_view content);

}  // namespace lectern::media

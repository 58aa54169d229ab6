#include "media/speech/chat/chat_answer.hpp"

#include "domain/base/characters.hpp"
#include "media/speech/base/hallucinations.hpp"
#include "media/speech/base/tidy_line.hpp"

#include <boost/json.hpp>

namespace lectern::media {
namespace {

namespace json = boost::json;

constexpr std::size_t max_content_bytes = 100'000;
constexpr std::size_t max_objects = 20;  // tried in one answer

const json::value* member(const json::value* value, std::string_view key) {
    const json::object* object = value != nullptr ? value->if_object() : nullptr;
    return object != nullptr ? object->if_contains(key) : nullptr;
}

std::string text(const json::value* value) {
    return value != nullptr && value->is_string() ? tidy_line(std::string_view(value->get_string()))
                                                  : std::string();
}

// The object at the start of `content`; what follows it is ignored.
std::optional<json::value> leading_object(std::string_view content) {
    json::stream_parser parser;
    boost::system::error_code error;
    parser.write_some(content.data(), content.size(), error);
    if (error || !parser.done()) return std::nullopt;
    return parser.release();
}

std::optional<ChatNames> names_of(const json::value& value) {
    ChatNames names{text(member(&value, "name")), text(member(&value, "summary"))};
    while (names.name.ends_with('.') || names.name.ends_with(' '))
        names.name.pop_back();
    const std::size_t length = count_characters(names.name);
    if (length < 3 || length > 100 || is_no_speech(names.name)) return std::nullopt;
    if (count_characters(names.summary) > 600) return std::nullopt;
    return names;
}

}  // namespace

std::optional<std::string> chat_content(std::string_view body) {
    boost::system::error_code error;
    const json::value parsed = json::parse(body, error);
    if (error) return std::nullopt;
    const json::value* choices = member(&parsed, "choices");
    const json::array* list = choices != nullptr ? choices->if_array() : nullptr;
    if (list == nullptr || list->empty()) return std::nullopt;
    const json::value* content = member(member(&list->front(), "message"), "content");
    if (content == nullptr || !content->is_string()) return std::nullopt;
    return json::value_to<std::string>(*content);
}

std::optional<ChatNames> parse_chat_names(std::string_view content) {
    if (content.size() > max_content_bytes) return std::nullopt;
    constexpr std::string_view end_of_thoughts = "</think>";
    if (const std::size_t end = content.rfind(end_of_thoughts); end != std::string_view::npos) {
        content.remove_prefix(end + end_of_thoughts.size());
    }
    for (std::size_t tried = 0; tried < max_objects; ++tried) {
        const std::size_t brace = content.find('{');
        if (brace == std::string_view::npos) return std::nullopt;
        content.remove_prefix(brace);
        if (const auto value = leading_object(content)) {
            if (auto names = names_of(*value)) return names;
        }
        content.remove_prefix(1);
    }
    return std::nullopt;
}

}  // namespace lectern::media

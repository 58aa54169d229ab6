#include "domain/batch/download_name.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/safe_file_name.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace lectern {
namespace {

constexpr std::size_t longest_ending = 6;  // with its dot
constexpr std::string_view nameless = "download";

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> known_types{{
    {"video/mp4", ".mp4"},
    {"video/webm", ".webm"},
    {"video/x-matroska", ".mkv"},
    {"video/quicktime", ".mov"},
    {"video/x-msvideo", ".avi"},
    {"video/mp2t", ".ts"},
    {"video/mpeg", ".mpg"},
    {"audio/mpeg", ".mp3"},
    {"audio/mp4", ".m4a"},
    {"audio/ogg", ".ogg"},
    {"audio/wav", ".wav"},
    {"application/pdf", ".pdf"},
    {"application/zip", ".zip"},
    {"text/vtt", ".vtt"},
}};

// The ending of the name in lower case, with its dot. "" if the name has no ending, or one that is too long
// or has other characters than letters and digits.
std::string ending_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || name.size() - dot < 2 ||
        name.size() - dot > longest_ending)
        return "";
    const std::string ending = ascii::lower(name.substr(dot));
    return std::all_of(ending.begin() + 1, ending.end(), ascii::is_letter_or_digit) ? ending : "";
}

}  // namespace

std::string file_ending(std::string_view suggested_name, std::string_view content_type) {
    if (std::string ending = ending_of(suggested_name); !ending.empty()) return ending;
    const std::string type = ascii::lower(ascii::trimmed(content_type.substr(0, content_type.find(';'))));
    for (const auto& [known, ending] : known_types)
        if (type == known) return std::string(ending);
    return ".mp4";
}

std::string_view content_type_of(std::string_view file_name) {
    const std::string ending = ending_of(file_name);
    for (const auto& [type, known] : known_types)
        if (ending == known) return type;
    return "application/octet-stream";
}

std::string download_file_name(std::string_view task_name, std::string_view ending) {
    if (task_name.size() > ending.size() &&
        ascii::equal_ignoring_case(task_name.substr(task_name.size() - ending.size()), ending))
        task_name.remove_suffix(ending.size());
    std::string name = safe_file_name("", task_name, ending);
    return name.size() > ending.size() ? name : safe_file_name("", nameless, ending);
}

std::string numbered_file_name(std::string_view plain, int number) {
    if (number == 1) return std::string(plain);
    const std::string ending = ending_of(plain);
    const std::string suffix = " (" + std::to_string(number) + ")" + ending;
    plain.remove_suffix(ending.size());
    return std::string(shortened_file_name(plain, longest_file_name - suffix.size())) + suffix;
}

void settle_names(std::set<std::string, std::less<>> taken, std::vector<FileInBatch>& incoming) {
    std::vector<FileInBatch*> met;
    for (FileInBatch& file : incoming)
        if (taken.contains(file.name)) met.push_back(&file);
    for (const FileInBatch& file : incoming)
        taken.insert(file.name);
    std::map<std::string_view, int> last_number;
    for (FileInBatch* file : met) {
        int& number = last_number.try_emplace(file->plain, 1).first->second;
        do
            file->name = numbered_file_name(file->plain, ++number);
        while (!taken.insert(file->name).second);
        file->number = number;
    }
}

}  // namespace lectern

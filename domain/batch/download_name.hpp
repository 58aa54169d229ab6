#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// The names of downloaded files in the folder of their batch.

// The ending of a downloaded file, such as ".mp4": the one of the name that the source gave; if that has
// none, the one that belongs to the content type; else ".mp4". In lower case, at most six bytes with the dot.
std::string file_ending(std::string_view suggested_name, std::string_view content_type);

// The Content-Type of a file with this name. An unknown ending gives application/octet-stream.
std::string_view content_type_of(std::string_view file_name);

// The file name of a task, made of its name by the rules of safe_file_name(). `ending` in lower case; a name
// that has this ending already gets no second one.
std::string download_file_name(std::string_view task_name, std::string_view ending);

// "Name.mp4" for 1, "Name (2).mp4" for 2, and so on; at most longest_file_name bytes. download_file_name()
// never leaves a space in a name, so a number in parentheses after a space is always one that this function
// wrote.
std::string numbered_file_name(std::string_view plain, int number);

struct FileInBatch {
    std::string plain;  // without a number
    int number = 1;
    std::string name;
};

// Names the files `incoming` for a folder that has the files `taken` already. A file whose name is free keeps
// it. Each other file gets the lowest number whose name is free in both lists. Changes `incoming` in place,
// in its order.
void settle_names(std::set<std::string, std::less<>> taken, std::vector<FileInBatch>& incoming);

}  // namespace lectern

#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// How the files of a batch are called in its folder.

// ".mp4" and the like: of the name that the source gave if it has a usable one, else by the content type,
// else
// ".mp4". In lower case, at most six bytes.
std::string file_ending(std::string_view suggested_name, std::string_view content_type);

// What a file with such an ending is sent as; application/octet-stream if it is none of the known ones.
std::string_view content_type_of(std::string_view file_name);

// A task's name as a file name (see disk_name) with the ending, which is not written twice.
std::string download_file_name(std::string_view task_name, std::string_view ending);

// "Name.mp4", "Name (2).mp4", "Name (3).mp4", ...; at most as long as any name on disk. Names that clients
// choose have no space in them, so that a number in parentheses is always one of ours.
std::string numbered_file_name(std::string_view plain, int number);

struct FileInBatch {
    std::string plain;  // without a number
    int number = 1;
    std::string name;
};

// What the files of a batch are called when they come to the files `taken`: those whose name is free keep it,
// the others get the first number that is free in both. Changes `incoming` in place, in its order.
void settle_names(std::set<std::string, std::less<>> taken, std::vector<FileInBatch>& incoming);

}  // namespace lectern

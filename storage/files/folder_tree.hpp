#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lectern::storage {

struct FileFacts {
    std::int64_t bytes = 0;
    // last change of content, name or place (ctime)
    std::chrono::sys_time<std::chrono::nanoseconds> changed{};
};

// All files beneath the folder `top` in the open folder `root`, by path: "lectures/1/recording". None if
// `top` does not exist. Symbolic links are not followed; files that are deleted meanwhile are left out.
// Throws std::system_error.
std::map<std::string, FileFacts> files_beneath(int root, const std::string& top);

// The names in the open folder `folder`, without "." and "..". Throws std::system_error.
std::vector<std::string> names_in(int folder);

// Deletes a file, a link, or a folder with its content; does nothing if it does not exist. Throws
// std::system_error.
void remove_tree(int folder, const std::string& name);

}  // namespace lectern::storage

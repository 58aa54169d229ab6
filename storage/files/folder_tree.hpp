#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lectern::storage {

struct FileFacts {
    std::int64_t bytes = 0;
    std::chrono::sys_time<std::chrono::nanoseconds> changed{};  // content, name or place (ctime)
};

// All files beneath the folder `top` of the folder `root` by their paths, "lectures/1/recording"; none if it
// is not there. Links are not followed; files that are deleted meanwhile are left out. Throws
// std::system_error.
std::map<std::string, FileFacts> files_beneath(int root, const std::string& top);

// Names in the folder that `folder` has open, without "." and "..". Throws std::system_error.
std::vector<std::string> names_in(int folder);

// Unlinks a file, a link or a folder with all that is in it; does nothing if it is gone. Throws
// std::system_error.
void remove_tree(int folder, const std::string& name);

}  // namespace lectern::storage

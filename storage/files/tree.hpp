#pragma once

#include <string>
#include <vector>

namespace lectern::storage {

// Names in the folder that `folder` has open, without "." and "..". Throws std::system_error.
std::vector<std::string> names_in(int folder);

// Unlinks a file, a link or a folder with all that is in it; does nothing if it is gone. Throws
// std::system_error.
void remove_tree(int folder, const std::string& name);

}  // namespace lectern::storage

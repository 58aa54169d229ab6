#pragma once

#include "storage/files/state_folder.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::storage {

// The content of an open file. All functions block and throw std::system_error; writing throws StorageFull
// when the disk is full.
std::int64_t size_of(int fd);    // bytes
std::string sha256_of(int fd);   // hex, of the whole file; reads it in pieces
std::string read_whole(int fd);  // for small files that Lectern has written
void replace_content(int fd, std::string_view content);
// Copies a whole file into an empty one. The two share blocks on the disk where the file system can.
void copy_content(int from, int to);
void write_at(int fd, std::string_view bytes, std::int64_t offset);

// Whether this file exists in the state folder.
bool exists(const StateFolder& folder, const std::string& relative);

}  // namespace lectern::storage

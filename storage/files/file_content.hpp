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
std::string read_whole(int fd);  // for small files of our own making
void replace_content(int fd, std::string_view content);
// Copies a whole file into another, which is empty. The kernel shares the blocks where it can.
void copy_content(int from, int to);
void write_at(int fd, std::string_view bytes, std::int64_t offset);

// Whether there is such a file in the state folder.
bool exists(const StateFolder& folder, const std::string& relative);

}  // namespace lectern::storage

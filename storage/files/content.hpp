#pragma once

#include "storage/files/state_folder.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::storage {

// What is in an open file. All block and throw std::system_error; writing throws StorageFull when there is no
// room.
std::int64_t size_of(int fd);    // bytes
std::string sha256_of(int fd);   // hex, of the whole file; reads it in pieces
std::string read_whole(int fd);  // for small files of our own making
void replace_content(int fd, std::string_view content);
// The whole of one file into another, which is empty; the kernel shares the blocks where it can.
void copy_content(int from, int to);
void write_at(int fd, std::string_view bytes, std::int64_t offset);

// Whether there is such a file in the state folder.
bool exists(const StateFolder& folder, const std::string& relative);

}  // namespace lectern::storage

#pragma once

#include "domain/base/unique_fd.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// Files without a name, in memory. All functions throw std::runtime_error when the system refuses.
namespace lectern::test {

UniqueFd make_empty_file();
UniqueFd make_file(std::string_view bytes);  // at offset 0

std::string read_file(int fd);  // all of it

// Bytes that this thread has written to files so far.
std::int64_t bytes_written();

}  // namespace lectern::test

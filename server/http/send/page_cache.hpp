#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern::http {

class ServedFile;

// Whether reading these bytes would not wait for a disk, as far as looking at a few of them tells: some
// microseconds for a MiB. True also where the file system cannot say, as those that are memory themselves.
// The kernel may begin to read what it was asked for and did not have. Of a file that is mapped every page is
// looked at, in one call.
bool in_memory(const ServedFile& file, std::uint64_t first, std::uint64_t bytes);
bool in_memory(int file, std::uint64_t first, std::uint64_t bytes);

// Reads the bytes, so that they are in memory, and lets the kernel begin with the `ahead` ones after them.
// Errors are left to whoever reads in earnest. Blocks.
void bring_into_memory(int file, std::uint64_t first, std::uint64_t bytes, std::uint64_t ahead);

}  // namespace lectern::http

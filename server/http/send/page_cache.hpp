#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern::http {

class ServedFile;

// Whether these bytes can be read without waiting for a disk. Checks a sample of them (some microseconds for
// a MiB), or every page of a file that is mapped. True also if the file system cannot tell, as one that lies
// in memory. The kernel may begin to read the bytes that it did not have.
bool in_memory(const ServedFile& file, std::uint64_t first, std::uint64_t bytes);
bool in_memory(int file, std::uint64_t first, std::uint64_t bytes);

// Reads the bytes, so that they are in memory, and lets the kernel begin to read the `ahead` bytes after
// them. Ignores errors: the later read meets them. Blocks.
void bring_into_memory(int file, std::uint64_t first, std::uint64_t bytes, std::uint64_t ahead);

}  // namespace lectern::http

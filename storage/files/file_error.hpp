#pragma once

#include "domain/base/disk_full.hpp"

#include <cerrno>
#include <string>
#include <system_error>

namespace lectern::storage {

// No space left in the state folder (or the part of it that Lectern may use).
struct StorageFull : std::system_error {
    explicit StorageFull(const std::string& what)
        : std::system_error(ENOSPC, std::generic_category(), what) {}
};

// Throws what a failed system call means: StorageFull, or std::system_error with `code` (an errno). `what`
// names the file.
[[noreturn]] inline void throw_file_error(int code, const std::string& what) {
    const std::error_code error(code, std::generic_category());
    if (means_disk_full(error)) throw StorageFull("no space left: " + what);
    throw std::system_error(error, what);
}

}  // namespace lectern::storage

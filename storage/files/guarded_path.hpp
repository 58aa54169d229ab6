#pragma once

#include "domain/base/unique_fd.hpp"

#include <string>
#include <string_view>

#include <sys/types.h>

namespace lectern::storage {

// Throws std::system_error (EINVAL) unless `relative` is a plain relative name: no empty, "." or ".." part,
// no NUL.
void check_relative(std::string_view relative);

// Opens `relative` beneath the folder `root`; a symbolic link anywhere in the path is an error, and no path
// leads out of `root`. Flags and mode as for open(2); O_CLOEXEC is added. Throws std::system_error.
UniqueFd open_beneath(int root, const std::string& relative, int flags, mode_t mode = 0);

// The two implementations of open_beneath(): by the kernel (openat2), or part by part where a sandbox forbids
// that system call.
UniqueFd open_beneath_by_kernel(int root, const std::string& relative, int flags, mode_t mode);
UniqueFd open_beneath_by_parts(int root, const std::string& relative, int flags, mode_t mode);

// "a/b" of "a/b/c", "" of "c".
std::string parent_of(const std::string& relative);
std::string last_part_of(const std::string& relative);

}  // namespace lectern::storage

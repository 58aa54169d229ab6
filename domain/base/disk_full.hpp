#pragma once

#include <cerrno>
#include <system_error>

namespace lectern {

// Whether a failed system call says that there is no space left, on the disk or for this user.
inline bool means_disk_full(const std::error_code& code) {
    return code.category() == std::generic_category() && (code.value() == ENOSPC || code.value() == EDQUOT);
}

}  // namespace lectern

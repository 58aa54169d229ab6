#pragma once

#include <cerrno>
#include <system_error>

namespace lectern {

// Whether a system call failed because the disk is full or the user's quota is used up.
inline bool means_disk_full(const std::error_code& code) {
    return code.category() == std::generic_category() && (code.value() == ENOSPC || code.value() == EDQUOT);
}

}  // namespace lectern

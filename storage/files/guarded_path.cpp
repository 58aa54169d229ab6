#include "storage/files/guarded_path.hpp"

#include <atomic>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lectern::storage {
namespace {

[[noreturn]] void raise(int code, const std::string& relative) {
    throw std::system_error(code, std::generic_category(), relative);
}

std::atomic<bool> kernel_refuses{false};

}  // namespace

void check_relative(std::string_view relative) {
    std::string_view rest = relative;
    for (bool more = true; more;) {
        const std::size_t slash = rest.find('/');
        const std::string_view part = rest.substr(0, slash);
        if (part.empty() || part == "." || part == ".." || part.find('\0') != std::string_view::npos) {
            raise(EINVAL, "not a plain relative name");
        }
        more = slash != std::string_view::npos;
        if (more) rest.remove_prefix(slash + 1);
    }
}

UniqueFd open_beneath_by_kernel(int root, const std::string& relative, int flags, mode_t mode) {
    check_relative(relative);
    open_how how{};
    how.flags = static_cast<__u64>(flags | O_CLOEXEC);
    how.mode = (flags & O_CREAT) != 0 ? mode : 0;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    for (;;) {
        const long fd = syscall(SYS_openat2, root, relative.c_str(), &how, sizeof how);
        if (fd >= 0) return UniqueFd(static_cast<int>(fd));
        // EAGAIN: a rename at the same time disturbed the search for the path.
        if (errno != EAGAIN && errno != EINTR) raise(errno, relative);
    }
}

UniqueFd open_beneath_by_parts(int root, const std::string& relative, int flags, mode_t mode) {
    check_relative(relative);
    UniqueFd folder;
    std::size_t begin = 0;
    for (std::size_t slash; (slash = relative.find('/', begin)) != std::string::npos; begin = slash + 1) {
        const std::string part = relative.substr(begin, slash - begin);
        const int at = folder ? folder.get() : root;
        UniqueFd next(openat(at, part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!next) raise(errno, relative);
        folder = std::move(next);
    }
    const int at = folder ? folder.get() : root;
    UniqueFd file(openat(at, relative.c_str() + begin, flags | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!file) raise(errno, relative);
    return file;
}

UniqueFd open_beneath(int root, const std::string& relative, int flags, mode_t mode) {
    if (!kernel_refuses) {
        try {
            return open_beneath_by_kernel(root, relative, flags, mode);
        } catch (const std::system_error& error) {
            // EPERM may come from a seccomp filter. If it does not, the call below fails with it, too.
            const int code = error.code().value();
            if (code != ENOSYS && code != EPERM) throw;
            if (code == ENOSYS) kernel_refuses = true;
        }
    }
    return open_beneath_by_parts(root, relative, flags, mode);
}

std::string parent_of(const std::string& relative) {
    const std::size_t slash = relative.rfind('/');
    return slash == std::string::npos ? "" : relative.substr(0, slash);
}

std::string last_part_of(const std::string& relative) {
    const std::size_t slash = relative.rfind('/');
    return slash == std::string::npos ? relative : relative.substr(slash + 1);
}

}  // namespace lectern::storage

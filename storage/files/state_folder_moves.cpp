// The part of StateFolder that the outbox works with.
#include "domain/base/thread_role.hpp"
#include "storage/files/beneath.hpp"
#include "storage/files/content.hpp"
#include "storage/files/state_folder.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

namespace lectern::storage {
namespace {

[[noreturn]] void raise(int code, const std::string& what) {
    if (code == ENOSPC || code == EDQUOT) throw StorageFull("no space left: " + what);
    throw std::system_error(code, std::generic_category(), what);
}

// False also when there is no folder.
bool has_name(const UniqueFd& folder, const std::string& name) {
    struct stat unused {};
    if (!folder) return false;
    if (fstatat(folder.get(), name.c_str(), &unused, AT_SYMLINK_NOFOLLOW) == 0) return true;
    if (errno != ENOENT) raise(errno, name);
    return false;
}

// 0, or errno: EEXIST rather than replacing anything.
int rename_to_free_name(const UniqueFd& from, const std::string& from_name, const UniqueFd& to,
                        const std::string& to_name) {
    if (renameat2(from.get(), from_name.c_str(), to.get(), to_name.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    // A file system without that flag: nobody but us makes names here.
    if (has_name(to, to_name)) return EEXIST;
    return renameat(from.get(), from_name.c_str(), to.get(), to_name.c_str()) == 0 ? 0 : errno;
}

bool has_no_second_names(int code) {
    return code == EPERM || code == EMLINK || code == EXDEV || code == EOPNOTSUPP;
}

}  // namespace

UniqueFd StateFolder::open_or_make_folder(const std::string& relative) const {
    try {
        return open_folder(relative);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
    }
    make_folders(relative);
    return open_folder(relative);
}

void StateFolder::move(const std::string& from_relative, const std::string& to_relative) const {
    assert_may_block("StateFolder::move");
    check_relative(from_relative);
    check_relative(to_relative);
    const std::string from_name = last_part_of(from_relative);
    const std::string to_name = last_part_of(to_relative);
    UniqueFd from;
    try {
        from = open_folder(parent_of(from_relative));
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
    }
    const UniqueFd to = open_or_make_folder(parent_of(to_relative));
    if (!has_name(from, from_name)) {
        // An earlier run came so far, and perhaps its fsync failed: the disk is told once more from the
        // start, since another fsync alone would not write what the first one lost.
        if (!has_name(to, to_name)) raise(ENOENT, from_relative);
        if (!from) return;
        if (const int code = rename_to_free_name(to, to_name, from, from_name)) raise(code, to_relative);
    }
    if (const int code = rename_to_free_name(from, from_name, to, to_name)) raise(code, to_relative);
}

void StateFolder::link(const std::string& from_relative, const std::string& to_relative) const {
    assert_may_block("StateFolder::link");
    check_relative(from_relative);
    check_relative(to_relative);
    const std::string to_name = last_part_of(to_relative);
    const UniqueFd file = open(from_relative);
    struct stat facts {};
    if (fstat(file.get(), &facts) != 0) raise(errno, from_relative);
    const UniqueFd from = open_folder(parent_of(from_relative));
    const UniqueFd to = open_or_make_folder(parent_of(to_relative));
    // What an earlier run left, perhaps not on the disk.
    if (unlinkat(to.get(), to_name.c_str(), 0) != 0 && errno != ENOENT) raise(errno, to_relative);
    if (linkat(from.get(), last_part_of(from_relative).c_str(), to.get(), to_name.c_str(), 0) == 0) return;
    if (!has_no_second_names(errno)) raise(errno, to_relative);
    reserve(facts.st_size);
    const std::string part = to_name + ".part";
    const UniqueFd copy(
        openat(to.get(), part.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0640));
    if (!copy) raise(errno, part);
    copy_content(file.get(), copy.get());
    if (sync_(copy.get()) != 0) raise(errno, "fsync of " + part);
    if (const int code = rename_to_free_name(to, part, to, to_name)) raise(code, to_relative);
}

void StateFolder::remove_empty_folder(const std::string& relative) const {
    assert_may_block("StateFolder::remove_empty_folder");
    check_relative(relative);
    try {
        const UniqueFd parent = open_folder(parent_of(relative));
        if (unlinkat(parent.get(), last_part_of(relative).c_str(), AT_REMOVEDIR) == 0) return;
        if (errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST) raise(errno, relative);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
    }
}

void StateFolder::sync_folder(const std::string& relative) const {
    assert_may_block("StateFolder::sync_folder");
    UniqueFd folder;
    try {
        folder = open_folder(relative);
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::no_such_file_or_directory) return;
        throw;
    }
    if (sync_(folder.get()) != 0) raise(errno, "fsync of the folder " + relative);
}

void StateFolder::make_durable(const std::string& relative) const {
    assert_may_block("StateFolder::make_durable");
    check_relative(relative);
    const UniqueFd file = open(relative);
    if (sync_(file.get()) != 0) {
        const int code = errno;
        const UniqueFd folder = open_folder(parent_of(relative));
        unlinkat(folder.get(), last_part_of(relative).c_str(), 0);
        raise(code, "fsync of " + relative);
    }
    sync_folder(parent_of(relative));
}

}  // namespace lectern::storage

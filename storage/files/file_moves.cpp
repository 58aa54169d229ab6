#include "storage/files/file_moves.hpp"

#include "domain/base/thread_role.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/guarded_path.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

namespace lectern::storage {
namespace {

// False also if `folder` is not open.
bool has_name(const UniqueFd& folder, const std::string& name) {
    struct stat unused {};
    if (!folder) return false;
    if (fstatat(folder.get(), name.c_str(), &unused, AT_SYMLINK_NOFOLLOW) == 0) return true;
    if (errno != ENOENT) throw_file_error(errno, name);
    return false;
}

// Returns 0 or the error number. Never replaces an existing file: EEXIST.
int rename_to_free_name(const UniqueFd& from, const std::string& from_name, const UniqueFd& to,
                        const std::string& to_name) {
    if (renameat2(from.get(), from_name.c_str(), to.get(), to_name.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    // The file system does not support that flag. No other process creates names here, so a check before the
    // rename is enough.
    if (has_name(to, to_name)) return EEXIST;
    return renameat(from.get(), from_name.c_str(), to.get(), to_name.c_str()) == 0 ? 0 : errno;
}

UniqueFd open_or_make_folder(const StateFolder& state, const std::string& relative) {
    try {
        return state.open_folder(relative);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
    }
    state.make_folders(relative);
    return state.open_folder(relative);
}

bool has_no_second_names(int code) {
    return code == EPERM || code == EMLINK || code == EXDEV || code == EOPNOTSUPP;
}

}  // namespace

void move_file(const StateFolder& state, const std::string& from_relative, const std::string& to_relative) {
    assert_may_block("move_file");
    check_relative(from_relative);
    check_relative(to_relative);
    const std::string from_name = last_part_of(from_relative);
    const std::string to_name = last_part_of(to_relative);
    UniqueFd from;
    try {
        from = state.open_folder(parent_of(from_relative));
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
    }
    const UniqueFd to = open_or_make_folder(state, parent_of(to_relative));
    if (!has_name(from, from_name)) {
        // An earlier run has renamed the file already, and its fsync may have failed. Another fsync would not
        // write what the failed one has lost. So rename the file back and then again, which repeats the
        // change.
        if (!has_name(to, to_name)) throw_file_error(ENOENT, from_relative);
        if (!from) return;
        if (const int code = rename_to_free_name(to, to_name, from, from_name))
            throw_file_error(code, to_relative);
    }
    if (const int code = rename_to_free_name(from, from_name, to, to_name))
        throw_file_error(code, to_relative);
}

void link_file(const StateFolder& state, const std::string& from_relative, const std::string& to_relative) {
    assert_may_block("link_file");
    check_relative(from_relative);
    check_relative(to_relative);
    const std::string to_name = last_part_of(to_relative);
    const UniqueFd file = state.open(from_relative);
    struct stat facts {};
    if (fstat(file.get(), &facts) != 0) throw_file_error(errno, from_relative);
    const UniqueFd from = state.open_folder(parent_of(from_relative));
    const UniqueFd to = open_or_make_folder(state, parent_of(to_relative));
    // An earlier run may have left this name, perhaps not durably.
    if (unlinkat(to.get(), to_name.c_str(), 0) != 0 && errno != ENOENT) throw_file_error(errno, to_relative);
    if (linkat(from.get(), last_part_of(from_relative).c_str(), to.get(), to_name.c_str(), 0) == 0) return;
    if (!has_no_second_names(errno)) throw_file_error(errno, to_relative);
    state.reserve(facts.st_size);
    const std::string part = to_name + ".part";
    const UniqueFd copy(
        openat(to.get(), part.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0640));
    if (!copy) throw_file_error(errno, part);
    copy_content(file.get(), copy.get());
    if (state.sync_file(copy.get()) != 0) throw_file_error(errno, "fsync of " + part);
    if (const int code = rename_to_free_name(to, part, to, to_name)) throw_file_error(code, to_relative);
}

void remove_empty_folder(const StateFolder& state, const std::string& relative) {
    assert_may_block("remove_empty_folder");
    check_relative(relative);
    try {
        const UniqueFd parent = state.open_folder(parent_of(relative));
        if (unlinkat(parent.get(), last_part_of(relative).c_str(), AT_REMOVEDIR) == 0) return;
        if (errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST) throw_file_error(errno, relative);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
    }
}

}  // namespace lectern::storage

#include "storage/files/state_folder.hpp"

#include "domain/base/random.hpp"
#include "domain/base/thread_role.hpp"
#include "storage/files/folder_tree.hpp"
#include "storage/files/guarded_path.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace lectern::storage {
namespace {

constexpr mode_t file_mode = 0640;
constexpr mode_t folder_mode = 0750;

UniqueFd open_root(const std::filesystem::path& root) {
    std::filesystem::create_directories(root);
    UniqueFd fd(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) throw_file_error(errno, root.string());
    return fd;
}

// Not open if another process has the lock.
UniqueFd take_lock(int root, int flags) {
    UniqueFd lock(openat(root, "lock", flags | O_RDWR | O_NOFOLLOW | O_CLOEXEC, file_mode));
    if (!lock) throw_file_error(errno, "lock");
    if (flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK) return UniqueFd();
    throw_file_error(errno, "lock");
}

UniqueFd take_lock(int root, const std::filesystem::path& shown) {
    UniqueFd lock = take_lock(root, O_CREAT);
    if (!lock) throw std::runtime_error("another process uses the state folder " + shown.string());
    return lock;
}

// A system_error with ENOSPC becomes StorageFull.
UniqueFd open_checked(int root, const std::string& relative, int flags, mode_t mode = 0) {
    try {
        return open_beneath(root, relative, flags, mode);
    } catch (const std::system_error& error) {
        throw_file_error(error.code().value(), relative);
    }
}

bool exists(int folder, const std::string& name) {
    struct stat unused {};
    if (fstatat(folder, name.c_str(), &unused, AT_SYMLINK_NOFOLLOW) == 0) return true;
    if (errno == ENOENT) return false;
    throw_file_error(errno, name);
}

}  // namespace

StateFolder::StateFolder(std::filesystem::path root, std::int64_t keep_free_bytes, Sync sync)
    : root_(std::move(root)),
      root_fd_(open_root(root_)),
      lock_(take_lock(root_fd_.get(), root_)),
      keep_free_bytes_(keep_free_bytes),
      sync_(sync) {
    for (const char* folder : {"lectures", "clients", "uploads", "work", "trash"})
        make_folders(folder);
}

StateFolder::StateFolder(std::filesystem::path root, UniqueFd root_fd, UniqueFd lock)
    : root_(std::move(root)),
      root_fd_(std::move(root_fd)),
      lock_(std::move(lock)),
      keep_free_bytes_(0),
      sync_(&::fsync) {}

StateFolder StateFolder::to_look_at(std::filesystem::path root) {
    UniqueFd fd(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    try {
        if (!fd) throw_file_error(errno, root.string());
        UniqueFd lock = take_lock(fd.get(), 0);
        return {std::move(root), std::move(fd), std::move(lock)};
    } catch (const std::system_error& error) {
        throw std::runtime_error("There is no state folder of Lectern at " + root.string() + ": " +
                                 error.code().message() + ".");
    }
}

UniqueFd StateFolder::open(const std::string& relative) const {
    assert_may_block("StateFolder::open");
    return open_checked(root_fd_.get(), relative, O_RDONLY);
}

UniqueFd StateFolder::open_work(const std::string& name) const {
    assert_may_block("StateFolder::open_work");
    return open_checked(root_fd_.get(), "work/" + name, O_RDWR | O_CREAT, file_mode);
}

UniqueFd StateFolder::open_upload(const std::string& name) const {
    assert_may_block("StateFolder::open_upload");
    return open_checked(root_fd_.get(), "uploads/" + name, O_RDWR | O_CREAT, file_mode);
}

std::int64_t StateFolder::free_bytes() const {
    assert_may_block("StateFolder::free_bytes");
    struct statvfs facts {};
    if (fstatvfs(root_fd_.get(), &facts) != 0) throw_file_error(errno, "statvfs");
    return static_cast<std::int64_t>(facts.f_bavail) * static_cast<std::int64_t>(facts.f_frsize);
}

void StateFolder::reserve(std::int64_t bytes) const {
    const std::int64_t usable = free_bytes() - keep_free_bytes_;
    if (bytes > usable) {
        throw StorageFull(std::to_string(bytes) + " bytes needed, " +
                          std::to_string(std::max<std::int64_t>(usable, 0)) + " may be used");
    }
}

UniqueFd StateFolder::open_folder(const std::string& relative) const {
    if (relative.empty()) return UniqueFd(fcntl(root_fd_.get(), F_DUPFD_CLOEXEC, 0));
    return open_checked(root_fd_.get(), relative, O_RDONLY | O_DIRECTORY);
}

void StateFolder::make_folders(const std::string& relative) const {
    if (relative.empty()) return;
    const std::string parent = parent_of(relative);
    make_folders(parent);
    const UniqueFd at = open_folder(parent);
    if (mkdirat(at.get(), last_part_of(relative).c_str(), folder_mode) == 0) {
        if (sync_(at.get()) != 0) throw_file_error(errno, "fsync of the folder " + parent);
    } else if (errno != EEXIST) {
        throw_file_error(errno, relative);
    }
}

void StateFolder::publish(const std::string& from_relative, const std::string& to_relative) const {
    assert_may_block("StateFolder::publish");
    check_relative(from_relative);
    check_relative(to_relative);
    const std::string from_name = last_part_of(from_relative);
    const std::string to_name = last_part_of(to_relative);
    const std::string to_parent = parent_of(to_relative);
    make_folders(to_parent);
    const UniqueFd from_folder = open_folder(parent_of(from_relative));
    const UniqueFd to_folder = open_folder(to_parent);
    // After a failed fsync the file may have lost content, or its new name may not be durable. So the file
    // must not stay.
    const auto sync_or_remove = [this](int fd, int folder, const std::string& name) {
        if (sync_(fd) == 0) return;
        const int code = errno;
        unlinkat(folder, name.c_str(), 0);
        throw_file_error(code, "fsync of " + name);
    };
    if (exists(from_folder.get(), from_name)) {
        const UniqueFd file = open_checked(root_fd_.get(), from_relative, O_RDONLY);
        sync_or_remove(file.get(), from_folder.get(), from_name);
        if (renameat(from_folder.get(), from_name.c_str(), to_folder.get(), to_name.c_str()) != 0) {
            throw_file_error(errno, to_relative);
        }
    } else if (!exists(to_folder.get(), to_name)) {
        throw_file_error(ENOENT, from_relative);
    }
    sync_or_remove(to_folder.get(), to_folder.get(), to_name);
    sync_or_remove(from_folder.get(), to_folder.get(), to_name);
}

void StateFolder::trash(const std::string& relative) const {
    assert_may_block("StateFolder::trash");
    check_relative(relative);
    const UniqueFd trash = open_folder("trash");
    try {
        const UniqueFd folder = open_folder(parent_of(relative));
        const std::string name = last_part_of(relative);
        if (renameat(folder.get(), name.c_str(), trash.get(), random_hex(16).c_str()) != 0) {
            if (errno != ENOENT) throw_file_error(errno, relative);
        }
        // Also if the file did not exist: an earlier run may have renamed it and died before this fsync.
        if (sync_(folder.get()) != 0) throw_file_error(errno, "fsync beside " + relative);
    } catch (const std::system_error& error) {
        if (error.code().value() != ENOENT) throw;  // the folder above it does not exist
    }
    if (sync_(trash.get()) != 0) throw_file_error(errno, "fsync of the trash");
}

void StateFolder::remove(const std::string& relative) const {
    assert_may_block("StateFolder::remove");
    check_relative(relative);
    UniqueFd folder;
    try {
        folder = open_folder(parent_of(relative));
    } catch (const std::system_error& error) {
        if (error.code().value() == ENOENT) return;
        throw;
    }
    remove_tree(folder.get(), last_part_of(relative));
    if (sync_(folder.get()) != 0) throw_file_error(errno, "fsync beside " + relative);
}

std::string StateFolder::set_aside(const std::string& relative) const {
    assert_may_block("StateFolder::set_aside");
    check_relative(relative);
    const std::string place = "lost+found/" + relative;
    make_folders(parent_of(place));
    const UniqueFd from = open_folder(parent_of(relative));
    const UniqueFd to = open_folder(parent_of(place));
    for (int number = 1;; ++number) {
        const std::string suffix = number == 1 ? "" : " (" + std::to_string(number) + ")";
        const std::string name = last_part_of(place) + suffix;
        if (renameat2(from.get(), last_part_of(relative).c_str(), to.get(), name.c_str(), RENAME_NOREPLACE) ==
            0) {
            if (sync_(to.get()) != 0) throw_file_error(errno, "fsync beside " + place);
            if (sync_(from.get()) != 0) throw_file_error(errno, "fsync beside " + relative);
            return place + suffix;
        }
        if (errno != EEXIST) throw_file_error(errno, relative);
    }
}

std::map<std::string, FileFacts> StateFolder::files_in(const std::string& top) const {
    assert_may_block("StateFolder::files_in");
    return files_beneath(root_fd_.get(), top);
}

std::int64_t StateFolder::empty_trash() const {
    assert_may_block("StateFolder::empty_trash");
    const UniqueFd trash = open_folder("trash");
    const auto names = names_in(trash.get());
    for (const std::string& name : names)
        remove_tree(trash.get(), name);
    return static_cast<std::int64_t>(names.size());
}

std::int64_t StateFolder::keep_work(const std::function<bool(const std::string& name)>& wanted) const {
    assert_may_block("StateFolder::keep_work");
    const UniqueFd work = open_folder("work");
    std::int64_t removed = 0;
    for (const std::string& name : names_in(work.get())) {
        if (wanted(name)) continue;
        remove_tree(work.get(), name);
        ++removed;
    }
    return removed;
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
    if (sync_(folder.get()) != 0) throw_file_error(errno, "fsync of the folder " + relative);
}

void StateFolder::make_durable(const std::string& relative) const {
    assert_may_block("StateFolder::make_durable");
    check_relative(relative);
    const UniqueFd file = open(relative);
    if (sync_(file.get()) != 0) {
        const int code = errno;
        const UniqueFd folder = open_folder(parent_of(relative));
        unlinkat(folder.get(), last_part_of(relative).c_str(), 0);
        throw_file_error(code, "fsync of " + relative);
    }
    sync_folder(parent_of(relative));
}

}  // namespace lectern::storage

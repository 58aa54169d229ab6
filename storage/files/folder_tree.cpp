#include "storage/files/folder_tree.hpp"

#include "domain/base/unique_fd.hpp"

#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lectern::storage {
namespace {

struct CloseFolder {
    void operator()(DIR* folder) const { closedir(folder); }
};

[[noreturn]] void raise(const std::string& name) {
    throw std::system_error(errno, std::generic_category(), name);
}

}  // namespace

std::vector<std::string> names_in(int folder) {
    // Opened again, because reading moves a position that other users of `folder` would share.
    const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) raise("cannot list a folder");
    const std::unique_ptr<DIR, CloseFolder> stream(fdopendir(fd));
    if (!stream) {
        close(fd);
        raise("cannot list a folder");
    }
    std::vector<std::string> names;
    for (;;) {
        errno = 0;
        const dirent* entry = readdir(stream.get());
        if (!entry) break;
        std::string name = entry->d_name;
        if (name != "." && name != "..") names.push_back(std::move(name));
    }
    if (errno != 0) raise("cannot list a folder");
    return names;
}

namespace {

void gather(const UniqueFd& folder, const std::string& path, std::map<std::string, FileFacts>& files) {
    for (const std::string& name : names_in(folder.get())) {
        const std::string inner = path + "/" + name;
        struct stat facts {};
        if (fstatat(folder.get(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT) continue;
            raise(inner);
        }
        if (!S_ISDIR(facts.st_mode)) {
            const auto changed =
                std::chrono::seconds(facts.st_ctim.tv_sec) + std::chrono::nanoseconds(facts.st_ctim.tv_nsec);
            files[inner] = {facts.st_size, std::chrono::sys_time<std::chrono::nanoseconds>(changed)};
            continue;
        }
        const UniqueFd inside(
            openat(folder.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (inside) {
            gather(inside, inner, files);
        } else if (errno != ENOENT) {
            raise(inner);
        }
    }
}

}  // namespace

std::map<std::string, FileFacts> files_beneath(int root, const std::string& top) {
    std::map<std::string, FileFacts> files;
    const UniqueFd folder(openat(root, top.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (folder) {
        gather(folder, top, files);
    } else if (errno != ENOENT) {
        raise(top);
    }
    return files;
}

void remove_tree(int folder, const std::string& name) {
    if (unlinkat(folder, name.c_str(), 0) == 0 || errno == ENOENT) return;
    if (errno != EISDIR && errno != EPERM) raise(name);
    const UniqueFd inside(openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!inside) raise(name);
    for (const std::string& entry : names_in(inside.get()))
        remove_tree(inside.get(), entry);
    if (unlinkat(folder, name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT) raise(name);
}

}  // namespace lectern::storage

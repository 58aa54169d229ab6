#pragma once

#include "domain/base/unique_fd.hpp"
#include "storage/files/file_error.hpp"
#include "storage/files/folder_tree.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace lectern::storage {

// Everything that Lectern keeps in files:
//   lectern.db           the embedded database
//   lectures/<id>-<key>/ recording, subtitles, preview-<job>, proxy-<job>,
//                        clips/<snippet>-<job>.mp4
//   clients/<client>/<session>/   finished downloads
//   uploads/<uuid>       uploaded files, complete or not, that no lecture has taken yet
//   work/<name>          unfinished files of jobs
//   trash/               removed files: first renamed into it, later deleted
//   lost+found/          files that a repair has put here; a person decides about them
// One process at a time owns a state folder and holds the lock on a file in it. Relative names never lead out
// of the folder, whatever they contain; symbolic links are not followed. Thread-safe. All methods block. If
// nothing else is said, they throw std::system_error, and StorageFull when the disk is full.
class StateFolder {
public:
    // fsync(2), or its replacement in a test.
    using Sync = int (*)(int fd);

    // Creates missing folders and takes the lock. `keep_free_bytes`: see reserve(). Throws std::runtime_error
    // if another process has it.
    explicit StateFolder(std::filesystem::path root, std::int64_t keep_free_bytes, Sync sync = &::fsync);

    // Opens an existing state folder to look at it. Creates nothing, and takes the lock only if no process
    // has it. Throws std::runtime_error if `root` is no state folder.
    static StateFolder to_look_at(std::filesystem::path root);

    const std::filesystem::path& root() const { return root_; }
    // Whether this object holds the lock, so that no other process changes anything here.
    bool owned() const { return static_cast<bool>(lock_); }

    // Opens a file for reading. ENOENT if there is no such file.
    UniqueFd open(const std::string& relative) const;

    // Open work/<name> or uploads/<name> for reading and writing. A missing file is created; the content of
    // an existing one stays.
    UniqueFd open_work(const std::string& name) const;
    UniqueFd open_upload(const std::string& name) const;

    // Throws StorageFull if less than keep_free_bytes would stay free after `bytes` more are written. Does
    // not allocate space.
    void reserve(std::int64_t bytes) const;
    std::int64_t free_bytes() const;

    // fsync of the file, rename to its place (missing folders are created), fsync of both folders: durable
    // when it returns. Succeeds also if an earlier, interrupted run has already renamed the file. After a
    // failed fsync it is not known what the disk holds, and another fsync would not tell. So the file is
    // removed, and the work must be done again.
    void publish(const std::string& from_relative, const std::string& to_relative) const;

    // Remove a file, or a folder with its content. Both do nothing if it does not exist. Symbolic links are
    // not followed. `trash` renames it durably into trash/ and is quick; `remove` deletes it.
    void trash(const std::string& relative) const;
    void remove(const std::string& relative) const;

    // fsync of a folder; does nothing if it does not exist.
    void sync_folder(const std::string& relative) const;

    // fsync of a file and of its folder: a later crash does not lose the file. If the fsync of the file
    // fails, the file is removed, as in publish().
    void make_durable(const std::string& relative) const;

    // Moves a file durably to the same path beneath lost+found/. If that name is taken, adds a number to it.
    // Returns the new path.
    std::string set_aside(const std::string& relative) const;

    // The files in one of the folders above, see files_beneath().
    std::map<std::string, FileFacts> files_in(const std::string& top) const;

    // Deletes everything in trash/. Returns the number of its entries.
    std::int64_t empty_trash() const;

    // Deletes the files and folders in work/ for whose name `wanted` returns false. Returns their number.
    std::int64_t keep_work(const std::function<bool(const std::string& name)>& wanted) const;

    // For the file operations in file_moves.hpp. "" is the state folder itself.
    UniqueFd open_folder(const std::string& relative) const;
    void make_folders(const std::string& relative) const;  // durable when it returns
    int sync_file(int fd) const { return sync_(fd); }      // fsync(2)

private:
    StateFolder(std::filesystem::path root, UniqueFd root_fd, UniqueFd lock);

    std::filesystem::path root_;
    UniqueFd root_fd_;
    UniqueFd lock_;
    std::int64_t keep_free_bytes_;
    Sync sync_;
};

}  // namespace lectern::storage

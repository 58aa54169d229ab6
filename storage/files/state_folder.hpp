#pragma once

#include "domain/base/unique_fd.hpp"
#include "storage/files/folder_tree.hpp"

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <system_error>

#include <unistd.h>

namespace lectern::storage {

// No space left in the state folder (or the part of it that Lectern may use).
struct StorageFull : std::system_error {
    explicit StorageFull(const std::string& what)
        : std::system_error(ENOSPC, std::generic_category(), what) {}
};

// Everything that Lectern keeps in files:
//   lectern.db           the embedded database
//   lectures/<id>/       recording.<ext>, clips/<snippet>-<job>.mp4
//   clients/<client>/<session>/   finished downloads
//   uploads/<uuid>       files on their way in, and those that wait to become lectures
//   work/<name>          unfinished files of running jobs
//   trash/               renamed here first, unlinked later
//   lost+found/          files that a scrub found and that no row names; a person decides about them
// One process at a time owns a state folder and holds the lock on a file in it. Relative names are resolved
// beneath the folder without following links, whatever they contain. Thread-safe. All methods block. Where
// nothing else is said they throw std::system_error, and StorageFull when the disk is full.
class StateFolder {
public:
    // fsync(2), or its replacement in a test.
    using Sync = int (*)(int fd);

    // Creates what is missing and takes the lock. Throws std::runtime_error if another process has it.
    explicit StateFolder(std::filesystem::path root, std::int64_t keep_free_bytes, Sync sync = &::fsync);

    // Opens an existing state folder to look at it. Creates nothing, and takes the lock only if no process
    // has it. Throws std::runtime_error if `root` is no state folder.
    static StateFolder to_look_at(std::filesystem::path root);

    const std::filesystem::path& root() const { return root_; }
    // Whether this object holds the lock, so that no other process changes anything here.
    bool owned() const { return static_cast<bool>(lock_); }

    // Opens for reading (ENOENT if there is no such file).
    UniqueFd open(const std::string& relative) const;

    // Open work/<name> or uploads/<name> for reading and writing. A missing file is created; the content of
    // an existing one stays.
    UniqueFd open_work(const std::string& name) const;
    UniqueFd open_upload(const std::string& name) const;

    // Throws StorageFull unless `bytes` more fit while keep_free_bytes stay free.
    void reserve(std::int64_t bytes) const;
    std::int64_t free_bytes() const;

    // fsync of the file, rename into place (folders are made), fsync of both folders: durable when it
    // returns. Does nothing if an earlier, interrupted run has done it already. If an fsync fails, it is not
    // known what the disk holds, and another fsync would not tell. Then the file is removed, so that the work
    // is done again.
    void publish(const std::string& from_relative, const std::string& to_relative) const;

    // For files and folders. Both do nothing if the file is gone already. Links are not followed. `trash`
    // renames durably into trash/ and is quick; `remove` unlinks.
    void trash(const std::string& relative) const;
    void remove(const std::string& relative) const;

    // fsync of a folder; does nothing if it is gone.
    void sync_folder(const std::string& relative) const;

    // fsync of a file and of its folder: a crash after this does not lose it. If the fsync of the file fails,
    // the file is removed, as by publish().
    void make_durable(const std::string& relative) const;

    // Renames a file durably into lost+found/, where it has the same path, with a number behind its name if
    // there is such a file already. Returns its new place.
    std::string set_aside(const std::string& relative) const;

    // The files in one of the folders above, see files_beneath().
    std::map<std::string, FileFacts> files_in(const std::string& top) const;

    // Unlinks everything in trash/. Returns the number of its entries.
    std::int64_t empty_trash() const;

    // Removes the files and folders in work/ whose name is not wanted any more. Returns how many.
    std::int64_t keep_work(const std::function<bool(const std::string& name)>& wanted) const;

    // What file operations (file_moves.hpp) are made of. "" is the state folder itself.
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

#pragma once

#include "domain/base/unique_fd.hpp"
#include "storage/files/tree.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace lectern::storage {

// No space left in the state folder (or the part of it that Lectern may use).
struct StorageFull : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Everything that Lectern keeps in files:
//   lectern.db           the embedded database
//   lectures/<id>/       recording.<ext>, clips/<snippet>-<job>.mp4
//   clients/<client>/<session>/   finished downloads
//   uploads/<uuid>       files on their way in, and those that wait to become lectures
//   work/<name>          unfinished files of running jobs
//   trash/               renamed here first, unlinked later
//   lost+found/          what a scrub found that nothing names; a person decides what becomes of it
// One process owns a state folder at a time (a lock file says so). Names inside are ours; relative names are
// resolved beneath the folder without following links, whatever they contain. Thread-safe. All methods block.
// Where nothing else is said they throw std::system_error, and StorageFull when the disk is full.
class StateFolder {
public:
    // fsync(2), or what stands in for it in a test.
    using Sync = int (*)(int fd);

    // Creates what is missing, takes the lock; throws std::runtime_error if another process has it.
    explicit StateFolder(std::filesystem::path root, std::int64_t keep_free_bytes, Sync sync = &::fsync);

    // A state folder that is there, to look at: creates nothing, and takes the lock only if nobody has it.
    // Throws std::runtime_error if `root` is no state folder.
    static StateFolder to_look_at(std::filesystem::path root);

    const std::filesystem::path& root() const { return root_; }
    // Whether this object holds the lock: nobody else changes anything here.
    bool owned() const { return static_cast<bool>(lock_); }

    // Opens for reading (ENOENT if there is no such file).
    UniqueFd open(const std::string& relative) const;

    // Open work/<name> or uploads/<name> for reading and writing, created when missing, kept as it is when
    // there.
    UniqueFd open_work(const std::string& name) const;
    UniqueFd open_upload(const std::string& name) const;

    // Throws StorageFull unless `bytes` more fit while keep_free_bytes stay free.
    void reserve(std::int64_t bytes) const;
    std::int64_t free_bytes() const;

    // fsync of the file, rename into place (folders are made), fsync of both folders: durable when it
    // returns. Does nothing if an earlier, interrupted run did it already. If an fsync fails, nobody knows
    // what the disk holds, and another fsync would not tell: the file is then removed, so that the work is
    // done again.
    void publish(const std::string& from_relative, const std::string& to_relative) const;

    // Both do nothing if the file is gone already. Work on files and folders, links are not followed. `trash`
    // renames durably into trash/ and is quick; `remove` unlinks.
    void trash(const std::string& relative) const;
    void remove(const std::string& relative) const;

    // What the outbox does with files; done again after an interruption they come to the same. Durable once
    // sync_folder() has been called for the folders of both names. ENOENT if neither name has the file.
    // `move` renames (folders are made) and never replaces another file: EEXIST. `link` gives a second name,
    // or makes a copy where the file system has no second names.
    void move(const std::string& from_relative, const std::string& to_relative) const;
    void link(const std::string& from_relative, const std::string& to_relative) const;
    void remove_empty_folder(const std::string& relative) const;  // does nothing if it is not empty, or gone
    void sync_folder(const std::string& relative) const;          // does nothing if it is gone

    // fsync of a file and of its folder: a crash after this does not lose it. If the first fails, nobody
    // knows what the disk holds: the file is then removed, so that the work is done again.
    void make_durable(const std::string& relative) const;

    // Renames a file durably into lost+found/, beneath folders as it stood in, with a number behind its name
    // if there is such a file already. Returns its new place.
    std::string set_aside(const std::string& relative) const;

    // What is in one of the folders above, see files_beneath.
    std::map<std::string, FileFacts> files_in(const std::string& top) const;

    // Unlinks all that lies in the trash. Returns how many entries.
    std::int64_t empty_trash() const;

    // Removes the files and folders in work/ whose name is not wanted any more. Returns how many.
    std::int64_t keep_work(const std::function<bool(const std::string& name)>& wanted) const;

private:
    StateFolder(std::filesystem::path root, UniqueFd root_fd, UniqueFd lock);
    UniqueFd open_folder(const std::string& relative) const;
    void make_folders(const std::string& relative) const;
    UniqueFd open_or_make_folder(const std::string& relative) const;

    std::filesystem::path root_;
    UniqueFd root_fd_;
    UniqueFd lock_;
    std::int64_t keep_free_bytes_;
    Sync sync_;
};

}  // namespace lectern::storage

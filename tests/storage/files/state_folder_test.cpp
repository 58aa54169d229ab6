#include "storage/files/state_folder.hpp"

#include "storage/files/file_content.hpp"
#include "storage/files/file_moves.hpp"
#include "storage/files/guarded_path.hpp"
#include "tests/storage/files/file_kit.hpp"
#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <limits>
#include <system_error>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>

namespace lectern::storage::test {
namespace {

namespace fs = std::filesystem;

template<class Work>
int error_code_of(const Work& work) {
    try {
        work();
    } catch (const std::system_error& error) {
        return error.code().value();
    }
    return 0;
}

std::string read_all(const UniqueFd& fd) {
    std::string text(100, '\0');
    const auto size = ::pread(fd.get(), text.data(), text.size(), 0);
    text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return text;
}

// Fails the n-th call from now, counted down.
std::atomic<int> sync_fails_in{-1};
int failing_sync(int fd) {
    if (sync_fails_in >= 0 && sync_fails_in-- == 0) {
        errno = EIO;
        return -1;
    }
    return ::fsync(fd);
}

class StateFolderTest : public testing::Test {
protected:
    fs::path at(const std::string& relative) const { return root / relative; }
    void put(const std::string& relative, const std::string& text) const { write_file(at(relative), text); }

    TemporaryFolder temp;
    fs::path root = temp.path() / "state";
    StateFolder state{root, 0, &failing_sync};
};

TEST_F(StateFolderTest, MakesItsFolders) {
    for (const char* name : {"lectures", "clients", "uploads", "work", "trash"})
        EXPECT_TRUE(fs::is_directory(at(name))) << name;
}

TEST_F(StateFolderTest, ASecondOwnerIsRefused) {
    EXPECT_THROW(StateFolder(root, 0), std::runtime_error);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        try {
            const StateFolder second(root, 0);
        } catch (const std::runtime_error&) {
            _exit(7);
        }
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST(StateFolderLock, IsFreeWhenTheOwnerIsGone) {
    const TemporaryFolder temp;
    { const StateFolder first(temp.path(), 0); }
    EXPECT_NO_THROW(StateFolder(temp.path(), 0));
}

TEST_F(StateFolderTest, OpensFilesInside) {
    put("lectures/1/recording.mp4", "bytes");
    EXPECT_EQ(read_all(state.open("lectures/1/recording.mp4")), "bytes");
    EXPECT_EQ(error_code_of([&] { state.open("lectures/1/nothing.mp4"); }), ENOENT);
}

class HostileNames : public StateFolderTest, public testing::WithParamInterface<const char*> {};
INSTANTIATE_TEST_SUITE_P(All, HostileNames,
                         testing::Values("", ".", "..", "/etc/passwd", "../outside", "lectures/../lock",
                                         "lectures/../../outside", "lectures//1", "lectures/", "./lock",
                                         "lectures/./1", "link/secret", "lectures/link", "lectures/loop/x"));

TEST_P(HostileNames, ReachNothing) {
    write_file(temp.path() / "outside", "secret");
    write_file(temp.path() / "elsewhere/secret", "secret");
    fs::create_directory_symlink(temp.path() / "elsewhere", at("link"));
    fs::create_symlink(temp.path() / "outside", at("lectures/link"));
    fs::create_directory_symlink(".", at("lectures/loop"));
    put("work/file", "mine");
    const std::string name = GetParam();
    EXPECT_NE(error_code_of([&] { state.open(name); }), 0);
    EXPECT_NE(error_code_of([&] { state.open_work("../" + name); }), 0);
    EXPECT_NE(error_code_of([&] { state.open_upload("../" + name); }), 0);
    // As the last part a link is only a name: the link itself is replaced or removed
    if (name != "lectures/link") {
        EXPECT_NE(error_code_of([&] { state.publish("work/file", name); }), 0);
        EXPECT_NE(error_code_of([&] { state.trash(name); }), 0);
        EXPECT_NE(error_code_of([&] { state.remove(name); }), 0);
    }
    EXPECT_EQ(read_file(temp.path() / "outside"), "secret");
    EXPECT_EQ(read_file(temp.path() / "elsewhere/secret"), "secret");
    EXPECT_TRUE(fs::exists(at("work/file")));
}

TEST_P(HostileNames, AreRefusedByBothGuards) {
    write_file(temp.path() / "outside", "secret");
    write_file(temp.path() / "elsewhere/secret", "secret");
    fs::create_directory_symlink(temp.path() / "elsewhere", at("link"));
    fs::create_symlink(temp.path() / "outside", at("lectures/link"));
    fs::create_directory_symlink(".", at("lectures/loop"));
    put("lectures/1/good", "good");
    const UniqueFd folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY));
    EXPECT_NE(error_code_of([&] { open_beneath_by_kernel(folder.get(), GetParam(), O_RDONLY, 0); }), 0);
    EXPECT_NE(error_code_of([&] { open_beneath_by_parts(folder.get(), GetParam(), O_RDONLY, 0); }), 0);
    EXPECT_EQ(read_all(open_beneath_by_kernel(folder.get(), "lectures/1/good", O_RDONLY, 0)), "good");
    EXPECT_EQ(read_all(open_beneath_by_parts(folder.get(), "lectures/1/good", O_RDONLY, 0)), "good");
}

TEST_F(StateFolderTest, ANameWithNulIsRefused) {
    put("work/a", "x");
    EXPECT_EQ(error_code_of([&] { state.open(std::string("work/a\0b", 8)); }), EINVAL);
}

TEST_F(StateFolderTest, WorkAndUploadFilesAreKeptAcrossOpens) {
    for (const bool upload : {false, true}) {
        const auto open = [&] { return upload ? state.open_upload("f") : state.open_work("f"); };
        ASSERT_EQ(::pwrite(open().get(), "abc", 3, 0), 3);
        ASSERT_EQ(::pwrite(open().get(), "def", 3, 3), 3);
        EXPECT_EQ(read_all(open()), "abcdef");
    }
    EXPECT_EQ(read_file(at("work/f")), "abcdef");
    EXPECT_EQ(read_file(at("uploads/f")), "abcdef");
}

TEST_F(StateFolderTest, ReserveKeepsTheRestFree) {
    EXPECT_GT(state.free_bytes(), 0);
    EXPECT_NO_THROW(state.reserve(1));
    EXPECT_THROW(state.reserve(std::numeric_limits<std::int64_t>::max()), StorageFull);
    const StateFolder careful(temp.path() / "careful", std::numeric_limits<std::int64_t>::max() / 2);
    EXPECT_THROW(careful.reserve(1), StorageFull);
}

TEST_F(StateFolderTest, PublishMovesIntoNewFoldersAndMayBeRepeated) {
    put("work/a", "bytes");
    state.publish("work/a", "lectures/7/clips/1-v.mp4");
    EXPECT_EQ(read_file(at("lectures/7/clips/1-v.mp4")), "bytes");
    EXPECT_FALSE(fs::exists(at("work/a")));
    EXPECT_NO_THROW(state.publish("work/a", "lectures/7/clips/1-v.mp4"));
    EXPECT_EQ(read_file(at("lectures/7/clips/1-v.mp4")), "bytes");
}

TEST_F(StateFolderTest, PublishOfAMissingFileFails) {
    EXPECT_EQ(error_code_of([&] { state.publish("work/a", "lectures/7/r.mp4"); }), ENOENT);
}

TEST_F(StateFolderTest, PublishReplacesAtomicallyForThoseWhoReadTheOldFile) {
    put("lectures/7/r.mp4", "old");
    put("work/a", "new");
    const UniqueFd reader = state.open("lectures/7/r.mp4");
    state.publish("work/a", "lectures/7/r.mp4");
    EXPECT_EQ(read_all(reader), "old");
    EXPECT_EQ(read_file(at("lectures/7/r.mp4")), "new");
}

TEST_F(StateFolderTest, AFailedFsyncIsNeverTurnedIntoSuccessByTryingAgain) {
    // 0: the file itself, 1 and 2: the folders after the rename.
    for (int failing = 0; failing < 3; ++failing) {
        put("lectures/7/x", "makes the folder");
        put("work/a", "bytes");
        sync_fails_in = failing;
        EXPECT_EQ(error_code_of([&] { state.publish("work/a", "lectures/7/r.mp4"); }), EIO) << failing;
        EXPECT_EQ(error_code_of([&] { state.publish("work/a", "lectures/7/r.mp4"); }), ENOENT) << failing;
        EXPECT_FALSE(fs::exists(at("lectures/7/r.mp4"))) << failing;
    }
}

TEST_F(StateFolderTest, TrashRemovesFilesFoldersAndLinksOnce) {
    put("lectures/1/clips/a.mp4", "bytes");
    put("lectures/2/r.mp4", "bytes");
    write_file(temp.path() / "outside", "secret");
    fs::create_symlink(temp.path() / "outside", at("lectures/link"));
    for (int again = 0; again < 2; ++again) {
        state.trash("lectures/1/clips/a.mp4");
        state.trash("lectures/2");
        state.trash("lectures/link");
        state.trash("lectures/404/clips/none.mp4");
    }
    EXPECT_FALSE(fs::exists(at("lectures/1/clips/a.mp4")));
    EXPECT_FALSE(fs::exists(at("lectures/2")));
    EXPECT_EQ(entries_in(at("trash")), 3);
    EXPECT_EQ(state.empty_trash(), 3);
    EXPECT_EQ(entries_in(at("trash")), 0);
    EXPECT_EQ(read_file(temp.path() / "outside"), "secret");
}

TEST_F(StateFolderTest, AFailedFsyncOfTheTrashIsAnError) {
    put("lectures/1/a", "bytes");
    sync_fails_in = 0;
    EXPECT_EQ(error_code_of([&] { state.trash("lectures/1/a"); }), EIO);
}

TEST_F(StateFolderTest, RemoveUnlinksTreesWithoutFollowingLinks) {
    put("uploads/a", "bytes");
    put("lectures/1/clips/deep/a.mp4", "bytes");
    write_file(temp.path() / "elsewhere/secret", "secret");
    fs::create_directory_symlink(temp.path() / "elsewhere", at("lectures/1/clips/link"));
    for (int again = 0; again < 2; ++again) {
        state.remove("uploads/a");
        state.remove("lectures/1");
        state.remove("lectures/404/x");
    }
    EXPECT_FALSE(fs::exists(at("uploads/a")));
    EXPECT_FALSE(fs::exists(at("lectures/1")));
    EXPECT_EQ(read_file(temp.path() / "elsewhere/secret"), "secret");
    EXPECT_EQ(entries_in(at("trash")), 0);
}

TEST_F(StateFolderTest, AFileWithAFailedFsyncIsRemoved) {
    put("work/a", "bytes");
    state.make_durable("work/a");
    EXPECT_EQ(read_file(at("work/a")), "bytes");
    sync_fails_in = 1;  // the fsync of the folder
    EXPECT_EQ(error_code_of([&] { state.make_durable("work/a"); }), EIO);
    EXPECT_TRUE(fs::exists(at("work/a")));
    sync_fails_in = 0;  // the fsync of the file
    EXPECT_EQ(error_code_of([&] { state.make_durable("work/a"); }), EIO);
    EXPECT_FALSE(fs::exists(at("work/a")));
    EXPECT_EQ(error_code_of([&] { state.make_durable("work/a"); }), ENOENT);
}

TEST_F(StateFolderTest, MovesAndLinksStayInsideTheFolder) {
    put("work/a", "bytes");
    fs::create_directory_symlink(temp.path(), at("clients/c"));
    EXPECT_NE(error_code_of([&] { move_file(state, "work/a", "clients/c/a"); }), 0);
    EXPECT_NE(error_code_of([&] { link_file(state, "work/a", "clients/c/a"); }), 0);
    EXPECT_EQ(error_code_of([&] { move_file(state, "work/a", "clients/../../a"); }), EINVAL);
    EXPECT_FALSE(fs::exists(temp.path() / "a"));
    EXPECT_EQ(read_file(at("work/a")), "bytes");
}

TEST_F(StateFolderTest, CopiesContent) {
    const std::string bytes(3 << 20, 'x');
    put("uploads/a", bytes + "end");
    copy_content(state.open("uploads/a").get(), state.open_upload("b").get());
    EXPECT_EQ(read_file(at("uploads/b")), bytes + "end");
}

TEST_F(StateFolderTest, OnlyWantedWorkFilesStay) {
    put("work/keep.part", "x");
    put("work/stale.part", "x");
    put("work/stale-folder/x", "x");
    EXPECT_EQ(state.keep_work([](const std::string& name) { return name == "keep.part"; }), 2);
    EXPECT_TRUE(fs::exists(at("work/keep.part")));
    EXPECT_EQ(entries_in(at("work")), 1);
}

}  // namespace
}  // namespace lectern::storage::test

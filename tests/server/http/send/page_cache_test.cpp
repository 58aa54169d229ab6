#include "server/http/send/page_cache.hpp"

#include "tests/server/http/fixtures/server_fixture.hpp"

#include <cstdlib>
#include <filesystem>

#include <boost/asio/awaitable.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace lectern::http::test {
namespace {

constexpr std::size_t mib = 1 << 20;

// A file of 3 MiB on a disk, which can be dropped from memory.
class PageCacheTest : public ServerTest {
protected:
    PageCacheTest() : bytes_(pattern_bytes(3 * mib)) {
        std::string name = (std::filesystem::temp_directory_path() / "lectern-cold-XXXXXX").string();
        fd_ = UniqueFd(::mkstemp(name.data()));
        std::filesystem::remove(name);
        EXPECT_EQ(::write(fd_.get(), bytes_.data(), bytes_.size()), static_cast<ssize_t>(bytes_.size()));
    }

    ~PageCacheTest() override { stop(); }

    void drop_from_memory() const {
        ASSERT_EQ(::fsync(fd_.get()), 0);
        ASSERT_EQ(::posix_fadvise(fd_.get(), 0, 0, POSIX_FADV_DONTNEED), 0);
        // Newer kernels begin to read the bytes that are asked for, so that only the end is checked.
        if (in_memory(fd_.get(), bytes_.size() - 1, 1)) GTEST_SKIP() << "the temporary folder is memory";
    }

    std::string bytes_;
    UniqueFd fd_;
};

TEST_F(PageCacheTest, TellsWhatIsInMemoryAndBringsItThere) {
    EXPECT_TRUE(in_memory(fd_.get(), 0, bytes_.size()));
    drop_from_memory();
    if (IsSkipped()) return;
    EXPECT_FALSE(in_memory(fd_.get(), 0, bytes_.size()));
    bring_into_memory(fd_.get(), 0, mib, 0);
    EXPECT_TRUE(in_memory(fd_.get(), 0, mib));
    bring_into_memory(fd_.get(), mib, 2 * mib, mib);  // ahead is past the end
    EXPECT_TRUE(in_memory(fd_.get(), 0, bytes_.size()));
    EXPECT_TRUE(in_memory(fd_.get(), 0, 0));
}

TEST_F(PageCacheTest, OfAMappedFileEveryPageIsLookedAt) {
    const ServedFile file = ServedFile::mapped(UniqueFd(::dup(fd_.get())));
    EXPECT_TRUE(in_memory(file, 0, bytes_.size()));
    drop_from_memory();
    if (IsSkipped()) return;
    EXPECT_FALSE(in_memory(file, 0, bytes_.size()));
    bring_into_memory(fd_.get(), 0, mib, 0);
    EXPECT_TRUE(in_memory(file, 0, mib));
    EXPECT_TRUE(in_memory(file, 12345, 54321));
    bring_into_memory(fd_.get(), mib, 2 * mib, 0);
    EXPECT_TRUE(in_memory(file, 0, bytes_.size()));
    EXPECT_TRUE(in_memory(file, 77, 0));
}

// The pool is busy: only requests that need the disk wait.
TEST_F(PageCacheTest, OtherConnectionsDoNotWaitForTheDisk) {
    BlockingPool disk(1, 16);
    options.io_threads = 1;
    options.disk = &disk;
    FileBody cold;
    cold.size = bytes_.size();
    cold.etag = "\"cold\"";
    cold.file = std::make_shared<const ServedFile>(UniqueFd(::dup(fd_.get())));
    add(Method::get, "/cold", [cold](Request&) -> awaitable<Response> {
        Response response;
        response.body = cold;
        co_return response;
    });
    add(Method::get, "/warm", [warm = make_file(bytes_)](Request&) -> awaitable<Response> {
        Response response;
        response.body = warm;
        co_return response;
    });
    add(Method::get, "/busy", [this, &disk](Request&) -> awaitable<Response> {
        co_await run_blocking(disk, [this] { gate.arrive_and_wait(); });
        co_return Response::json(200, "{}");
    });
    start();
    drop_from_memory();
    if (IsSkipped()) return;
    Client busy = client();
    busy.send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.wait_for_arrival();
    Client waiting = client();
    waiting.send("GET /cold HTTP/1.1\r\nHost: a\r\n\r\n");
    wait_until([&](const Server::Counters&) { return disk.counters().queued == 1; });
    EXPECT_TRUE(client().get("/warm").body == bytes_);
    gate.open();
    EXPECT_TRUE(waiting.answer().body == bytes_);
    EXPECT_EQ(busy.answer().status, 200);
    wait_until([&](const Server::Counters&) { return disk.counters().running == 0; });
    const auto reads = disk.counters().finished;
    EXPECT_TRUE(waiting.get("/cold").body == bytes_);
    EXPECT_EQ(disk.counters().finished, reads) << "what is in memory needs no pool";
    stop();
}

TEST_F(PageCacheTest, AFullPoolCutsTheAnswerOff) {
    BlockingPool disk(1, 1);
    options.disk = &disk;
    add(Method::get, "/cold", [this](Request&) -> awaitable<Response> {
        FileBody file;
        file.size = bytes_.size();
        file.etag = "\"cold\"";
        file.file = std::make_shared<const ServedFile>(UniqueFd(::dup(fd_.get())));
        Response response;
        response.body = file;
        co_return response;
    });
    add(Method::get, "/busy", [this, &disk](Request&) -> awaitable<Response> {
        co_await run_blocking(disk, [this] { gate.arrive_and_wait(); });
        co_return Response::json(200, "{}");
    });
    start();
    drop_from_memory();
    if (IsSkipped()) return;
    Client busy = client();
    busy.send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.wait_for_arrival();
    Client queued = client();
    queued.send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
    wait_until([&](const Server::Counters&) { return disk.counters().queued == 1; });
    EXPECT_FALSE(client().get("/cold").complete);
    gate.open();
    EXPECT_EQ(busy.answer().status, 200);
    EXPECT_EQ(queued.answer().status, 200);
    EXPECT_TRUE(client().get("/cold").body == bytes_);
    EXPECT_TRUE(errors().empty());
    stop();
}

}  // namespace
}  // namespace lectern::http::test

#include "server/http/served_file.hpp"

#include "tests/server/http/fixtures/server_fixture.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace lectern::http {
namespace {

TEST(ServedFile, ShowsItsBytesAsFarAsItGoes) {
    const std::string bytes = test::pattern_bytes(10'001);
    const auto file = test::make_file(bytes).file;
    EXPECT_EQ(file->in_address_space(0, bytes.size()), bytes);
    EXPECT_EQ(file->in_address_space(4097, 5), bytes.substr(4097, 5));
    EXPECT_EQ(file->in_address_space(10'000, 500), bytes.substr(10'000));
    EXPECT_EQ(file->in_address_space(10'001, 1), "");
    EXPECT_EQ(file->in_address_space(~0ull, 1), "");
}

TEST(ServedFile, KeepsItsBytesWhenItMoves) {
    ServedFile first = ServedFile::mapped(UniqueFd(::dup(test::make_file("hello").file->fd())));
    const ServedFile second = std::move(first);
    EXPECT_EQ(second.in_address_space(0, 5), "hello");
    EXPECT_GE(second.fd(), 0);
}

TEST(ServedFile, AFileThatCannotBeMappedIsOnlyOpen) {
    const ServedFile plain(UniqueFd(::dup(test::make_file("hello").file->fd())));
    EXPECT_EQ(plain.in_address_space(0, 5), "");
    for (const char* path : {"/dev/null", "/"}) {
        const ServedFile file = ServedFile::mapped(UniqueFd(::open(path, O_RDONLY | O_CLOEXEC)));
        EXPECT_EQ(file.in_address_space(0, 5), "") << path;
        EXPECT_GE(file.fd(), 0) << path;
    }
    EXPECT_EQ(test::make_file("").file->in_address_space(0, 1), "");
}

}  // namespace
}  // namespace lectern::http

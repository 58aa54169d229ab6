#include "server/options/load.hpp"

#include "server/options/option_table.hpp"

#include <cstdio>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace lectern::options {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A TOML file that lives as long as the test.
class TomlFile {
public:
    explicit TomlFile(const std::string& content) {
        const int fd = ::mkstemp(path_.data());
        EXPECT_GE(fd, 0);
        ::close(fd);
        std::ofstream(path_) << content;
    }
    ~TomlFile() { std::remove(path_.c_str()); }
    const std::string& path() const { return path_; }

private:
    std::string path_ = testing::TempDir() + "lectern-options-XXXXXX";
};

TEST(Load, DefaultsComeFromTheTable) {
    const Loaded loaded = load({});
    ASSERT_THAT(loaded.mistakes, IsEmpty());
    EXPECT_EQ(loaded.settings->server.host, "127.0.0.1");
    EXPECT_EQ(loaded.settings->server.port, 8080);
    EXPECT_EQ(loaded.settings->auth.mode, "local");
    EXPECT_FALSE(loaded.settings->sources.allow_loopback_addresses);
}

TEST(Load, EachSourceReplacesThoseBeforeIt) {
    const TomlFile file("[server]\nport = 1\nhost = \"10.0.0.1\"\n[cut]\nframe = \"640x360\"\n");
    const Loaded loaded = load(
        {file.path(), {{"LECTERN_SERVER_PORT", "2"}, {"LECTERN_CUT_FRAME", "800x600"}}, {{"--port", "3"}}});
    ASSERT_THAT(loaded.mistakes, IsEmpty());
    EXPECT_EQ(loaded.settings->server.port, 3);
    EXPECT_EQ(loaded.settings->cut.frame, "800x600");
    EXPECT_EQ(loaded.settings->server.host, "10.0.0.1");
}

TEST(Load, ListsAreTomlArraysOrCommas) {
    const TomlFile file("[sources]\nallowed_hosts = [\"a.example\", \"b.example\"]\n");
    EXPECT_THAT(load({file.path(), {}, {}}).settings->sources.allowed_hosts,
                ElementsAre("a.example", "b.example"));
    EXPECT_THAT(
        load({"", {}, {{"--sources-allowed-hosts", "c.example,d.example"}}}).settings->sources.allowed_hosts,
        ElementsAre("c.example", "d.example"));
}

TEST(Load, EveryMistakeIsReportedAtOnce) {
    const TomlFile file("[server]\nport = 99999\nprot = 1\n[nonsense]\nx = 1\n");
    const Loaded loaded =
        load({file.path(),
              {{"LECTERN_SERVER_IO_THREADS", "many"}, {"LECTERN_SERVER_PROT", "1"}, {"HOME", "/"}},
              {{"--auth-mode", "open"}, {"--tls-cert", "x.pem"}}});
    EXPECT_FALSE(loaded.settings);
    EXPECT_THAT(loaded.mistakes, SizeIs(7));
    for (const char* part : {"server.port", "server.prot", "nonsense.x", "LECTERN_SERVER_IO_THREADS",
                             "LECTERN_SERVER_PROT", "--auth-mode", "--tls-key"})
        EXPECT_THAT(loaded.mistakes, Contains(HasSubstr(part)));
}

TEST(Load, MalformedFileIsOneClearMistake) {
    const TomlFile file("[server\nport = 1\n");
    EXPECT_THAT(load({file.path(), {}, {}}).mistakes, ElementsAre(HasSubstr("line 1")));
    EXPECT_THAT(load({"/no/such/file.toml", {}, {}}).mistakes, SizeIs(1));
}

TEST(OptionTable, NamesAreUniqueAndDefaultsAreValid) {
    std::set<std::string> keys, flags;
    for (const Option& option : option_table()) {
        EXPECT_TRUE(keys.insert(option.key).second) << option.key;
        EXPECT_TRUE(flags.insert(option.flag).second) << option.flag;
        Settings settings{};
        EXPECT_EQ(option.apply(settings, option.fallback), "") << option.key;
    }
}

TEST(OptionTable, TheExampleFileIsReadWithTheSameResult) {
    std::string example = example_file();
    for (std::size_t at = 0; (at = example.find("\n#", at)) != std::string::npos; ++at)
        if (example[at + 2] != ' ') example.erase(at + 1, 1);  // switch every commented-out line on
    const TomlFile file(example);
    const Loaded loaded = load({file.path(), {}, {}});
    EXPECT_THAT(loaded.mistakes, IsEmpty());
    EXPECT_EQ(loaded.settings->server.port, 8080);
}

}  // namespace
}  // namespace lectern::options

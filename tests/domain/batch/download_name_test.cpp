#include "domain/batch/download_name.hpp"

#include "domain/base/characters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern {
namespace {

struct Ending {
    std::string suggested, type, expected;
};

TEST(FileEnding, IsTheSourcesOrFollowsTheType) {
    for (const Ending& row : {
             Ending{"lecture.mp4", "", ".mp4"},
             Ending{"Lecture.MKV", "video/mp4", ".mkv"},
             Ending{"lecture", "video/webm", ".webm"},
             Ending{"lecture.", "Video/WebM ; codecs=vp9", ".webm"},
             Ending{"", "", ".mp4"},
             Ending{"", "application/octet-stream", ".mp4"},
             Ending{".mp3", "", ".mp4"},  // a name, not an ending
             Ending{"a.tar.gz", "", ".gz"},
             Ending{"a.toolong", "application/pdf", ".pdf"},
             Ending{"a.m p", "", ".mp4"},
             Ending{"a.\xC3\xA9", "", ".mp4"},
             Ending{"v1.5 final", "", ".mp4"},
         })
        EXPECT_EQ(file_ending(row.suggested, row.type), row.expected) << row.suggested << " " << row.type;
}

TEST(ContentType, FollowsTheEnding) {
    EXPECT_EQ(content_type_of("a.mp4"), "video/mp4");
    EXPECT_EQ(content_type_of("a (2).webm"), "video/webm");
    for (const char* other : {"a.html", "a.svg", "a", "", "a.exe"})
        EXPECT_EQ(content_type_of(other), "application/octet-stream") << other;
}

struct Name {
    std::string task, ending, expected;
};

TEST(DownloadFileName, IsTheTasksName) {
    for (const Name& row : {
             Name{"Lecture 1", ".mp4", "Lecture_1.mp4"},
             Name{"Lecture 1.mp4", ".mp4", "Lecture_1.mp4"},
             Name{"Lecture 1.MP4", ".mp4", "Lecture_1.mp4"},
             Name{"Lecture 1.mp4", ".mkv", "Lecture_1.mp4.mkv"},
             Name{"Bài giảng: Tiếp thị?", ".mp4", "Bài_giảng_Tiếp_thị.mp4"},
             Name{"../../etc/passwd", ".mp4", "....etcpasswd.mp4"},
             Name{"???", ".mp4", "download.mp4"},
             Name{".mp4", ".mp4", ".mp4.mp4"},
             Name{"..", ".mp4", "...mp4"},
             Name{std::string(500, 'x'), ".webm", std::string(115, 'x') + ".webm"},
         })
        EXPECT_EQ(download_file_name(row.task, row.ending), row.expected);
}

TEST(NumberedFileName, HasTheNumberBeforeTheEnding) {
    EXPECT_EQ(numbered_file_name("a.mp4", 1), "a.mp4");
    EXPECT_EQ(numbered_file_name("a.mp4", 2), "a (2).mp4");
    EXPECT_EQ(numbered_file_name("a.b.webm", 12), "a.b (12).webm");
    const std::string longest = std::string(116, 'x') + ".mp4";
    EXPECT_EQ(numbered_file_name(longest, 2), std::string(112, 'x') + " (2).mp4");
    const std::string accents = download_file_name(std::string(57, 'x') + "ếếếếếếếếếếếếếếếếếếếếế", ".mp4");
    for (const int number : {2, 10, 100, 1000}) {
        const std::string name = numbered_file_name(accents, number);
        EXPECT_LE(name.size(), 120);
        EXPECT_TRUE(is_utf8(name));
    }
}

std::vector<FileInBatch> files(const std::vector<std::string>& names) {
    std::vector<FileInBatch> result;
    for (const std::string& name : names) {
        const auto at = name.find(" (");
        if (at == std::string::npos) {
            result.push_back({name, 1, name});
        } else {
            result.push_back(
                {name.substr(0, at) + name.substr(name.find(").") + 1), name[at + 2] - '0', name});
        }
    }
    return result;
}

std::vector<std::string> settled(const std::set<std::string, std::less<>>& taken,
                                 const std::vector<std::string>& incoming) {
    auto result = files(incoming);
    settle_names(taken, result);
    std::vector<std::string> names;
    for (const FileInBatch& file : result) {
        EXPECT_EQ(numbered_file_name(file.plain, file.number), file.name);
        names.push_back(file.name);
    }
    return names;
}

TEST(SettleNames, KeepsWhatIsFreeAndNumbersTheRest) {
    using testing::ElementsAre;
    EXPECT_THAT(settled({}, {"a.mp4", "b.mp4"}), ElementsAre("a.mp4", "b.mp4"));
    EXPECT_THAT(settled({"a.mp4"}, {"a.mp4", "b.mp4"}), ElementsAre("a (2).mp4", "b.mp4"));
    EXPECT_THAT(settled({"a.mp4", "a (2).mp4"}, {"a.mp4"}), ElementsAre("a (3).mp4"));
    EXPECT_THAT(settled({"a.mp4"}, {"a.mp4", "a (2).mp4"}), ElementsAre("a (3).mp4", "a (2).mp4"));
    EXPECT_THAT(settled({"a.mp4", "a (2).mp4"}, {"a.mp4", "a (2).mp4"}),
                ElementsAre("a (3).mp4", "a (4).mp4"));
    EXPECT_THAT(settled({"A.mp4"}, {"a.mp4"}), ElementsAre("a.mp4"));
}

TEST(SettleNames, NoTwoFilesShareANameWhenLongNamesAreCut) {
    const std::string first = std::string(116, 'x') + ".mp4", second = std::string(115, 'x') + ".mp4";
    const auto names = settled({first, second}, {first, second});
    EXPECT_NE(names[0], names[1]);
}

TEST(SettleNames, TenThousandOfOneNameAreQuick) {
    std::set<std::string, std::less<>> taken;
    std::vector<FileInBatch> incoming;
    for (int i = 1; i <= 10000; ++i) {
        taken.insert(numbered_file_name("a.mp4", i));
        incoming.push_back({"a.mp4", i, numbered_file_name("a.mp4", i)});
    }
    settle_names(taken, incoming);
    EXPECT_EQ(incoming.front().name, "a (10001).mp4");
    EXPECT_EQ(incoming.back().name, "a (20000).mp4");
}

}  // namespace
}  // namespace lectern

#include "server/api/cache/media_cache.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace lectern::api {
namespace {

using namespace std::chrono_literals;

const Timestamp noon{1'800'000'000'000ms};

OpenedMedia clip_of(std::int64_t lecture_id) {
    auto media = std::make_shared<Media>();
    media->lecture_id = lecture_id;
    return {std::move(media),
            std::make_shared<const http::ServedFile>(UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)))};
}

class MediaCacheTest : public ::testing::Test {
protected:
    bool knows(const std::string& path, Timestamp now = noon) {
        return clips.find(path, now).file != nullptr;
    }

    AnswerCache reads{100};
    MediaCache clips{reads, 3};
};

TEST_F(MediaCacheTest, KnowsClipsUntilTheirLectureChanges) {
    const OpenedMedia one = clip_of(1), other = clip_of(2);
    clips.keep("/1", reads.moment(), one, noon);
    clips.keep("/2", reads.moment(), other, noon);
    EXPECT_EQ(clips.find("/1", noon).file, one.file);
    EXPECT_EQ(clips.find("/1", noon).media, one.media);
    EXPECT_FALSE(knows("/3"));
    reads.changed({1});
    EXPECT_FALSE(knows("/1"));
    EXPECT_TRUE(knows("/2"));
}

TEST_F(MediaCacheTest, DoesNotKeepAClipThatChangedDuringItsLookUp) {
    const OpenedMedia one = clip_of(1);
    const auto before = reads.moment();
    reads.changed({1});
    clips.keep("/1", before, one, noon);
    EXPECT_FALSE(knows("/1"));
}

TEST_F(MediaCacheTest, KeepsNoFileOpenAndDropsClipsAfterTheirTime) {
    OpenedMedia one = clip_of(1);
    const OpenedMedia other = clip_of(2);
    clips.keep("/1", reads.moment(), one, noon);
    clips.keep("/2", reads.moment(), other, noon);
    one.file.reset();
    EXPECT_FALSE(knows("/1"));
    EXPECT_TRUE(knows("/2", noon + AnswerCache::longest_life - 1ms));
    EXPECT_FALSE(knows("/2", noon + AnswerCache::longest_life));
}

TEST_F(MediaCacheTest, IsBoundedAndKeepsOnlyClipsThatWereCut) {
    OpenedMedia uncut = clip_of(1);
    uncut.file.reset();
    clips.keep("/uncut", reads.moment(), uncut, noon);
    clips.keep("/none", reads.moment(), OpenedMedia{}, noon);
    EXPECT_FALSE(knows("/uncut"));
    EXPECT_FALSE(knows("/none"));
    const OpenedMedia one = clip_of(1);
    for (const char* path : {"/1", "/2", "/3", "/4"})
        clips.keep(path, reads.moment(), one, noon);
    EXPECT_TRUE(knows("/4"));
    EXPECT_LE(knows("/1") + knows("/2") + knows("/3"), 2);
    MediaCache none(reads, 0);
    none.keep("/1", reads.moment(), one, noon);
    EXPECT_FALSE(none.find("/1", noon).file);
}

}  // namespace
}  // namespace lectern::api

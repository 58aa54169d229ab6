#include "media/download/recording_name.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(RecordingName, PrefersTheExtendedForm) {
    const std::pair<const char*, const char*> table[] = {
        {"attachment; filename=\"lesson.mp4\"", "lesson.mp4"},
        {"attachment; filename=lesson.mp4", "lesson.mp4"},
        {"ATTACHMENT;FILENAME = \"a b.mp4\" ;x=y", "a b.mp4"},
        {"attachment; filename=\"x.mp4\"; filename*=UTF-8''B%C3%A0i%201.mp4", "B\xc3\xa0i 1.mp4"},
        {"attachment; filename*=utf-8'vi'B%C3%A0i.mp4; filename=\"x.mp4\"", "B\xc3\xa0i.mp4"},
        {"attachment; filename*=ISO-8859-1''caf%E9.mp4", "caf\xc3\xa9.mp4"},
        {"attachment; filename*=KOI8-R''%C1; filename=\"x.mp4\"", "x.mp4"},
        {"attachment; filename*=UTF-8''%FF%FE; filename=\"x.mp4\"", "x.mp4"},
        {"attachment; filename*=broken; filename=\"x.mp4\"", "x.mp4"},
        {"attachment; filename=\"a;b.mp4\"", "a;b.mp4"},
        {"attachment; filename=\"a\\\"b.mp4\"", "a\"b.mp4"},
        {"attachment; x=\"; filename=evil.mp4\"; filename=good.mp4", "good.mp4"},
        {"attachment; filename*=UTF-8''a%3B%20filename%3Db.mp4", "a; filename=b.mp4"},
        {"attachment; filename=\"..\\\\..\\\\a.mp4\"", "a.mp4"},
        {"attachment; filename=\"/etc/passwd\"", "passwd"},
        {"attachment; filename*=UTF-8''..%2F..%2Fa%00b.mp4", "ab.mp4"},
        {"attachment; filename=\"..\"", ""},
        {"attachment; filename=\"", ""},
        {"attachment; filename", ""},
        {"attachment", ""},
        {"", ""},
        {";;;=;", ""},
        {"attachment; filename=\"caf\xe9.mp4\"", "caf\xc3\xa9.mp4"},
        {"attachment; filename=\"B\xc3\xa0i.mp4\"", "B\xc3\xa0i.mp4"},
    };
    for (const auto& [header, name] : table)
        EXPECT_EQ(recording_name_in(header), name) << header;
}

TEST(RecordingName, IsFitToBeShown) {
    EXPECT_EQ(clean_recording_name("a\x01\x7f\xc2\x85"
                                   "b\xe2\x80\xae"
                                   "4pm.exe"),
              "ab4pm.exe");
    EXPECT_EQ(clean_recording_name("  a  "), "a");
    EXPECT_EQ(clean_recording_name("a/"), "");
    const std::string longest = clean_recording_name(std::string(300, 'a') + ".mp4");
    EXPECT_EQ(longest.size(), 255u);
    EXPECT_TRUE(longest.ends_with("a.mp4"));
    std::string accents;
    for (int i = 0; i < 200; ++i)
        accents += "\xe1\xbb\x97";
    const std::string cut = clean_recording_name(accents);
    EXPECT_EQ(cut.size() % 3, 0u) << "no half characters";
    EXPECT_EQ(cut.size(), 255u);
}

}  // namespace
}  // namespace lectern::media

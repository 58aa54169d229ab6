#include "media/source/import_file.hpp"

#include "domain/base/digest.hpp"
#include "tests/media/support/fetching/fetch_fixture.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace lectern::media {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Import : public FetchFixture {
protected:
    Import() {
        folder_ = drive_server->folder() + "/import";
        fs::remove_all(folder_);
        fs::create_directories(folder_ + "/sub");
        options.import_folder = folder_;
        bytes_.assign((std::size_t{9} << 20) + 12345, '\0');
        for (std::size_t i = 0; i < bytes_.size(); ++i)
            bytes_[i] = static_cast<char>(i * i >> 7);
        std::ofstream(folder_ + "/sub/lesson.mp4", std::ios::binary) << bytes_;
    }

    SourceLink link(const std::string& path) const {
        return SourceLink{SourceKind::import_file, {}, {}, {}, path, "import:" + path};
    }

    std::string folder_;
    std::string bytes_;
};

TEST_F(Import, CopiesTheFile) {
    std::int64_t asked = 0;
    target.reserve = [&](std::int64_t more) -> Outcome<> {
        asked += more;
        return {};
    };
    const auto parsed = parse_link("file://" + folder_ + "/sub/lesson.mp4", options);
    ASSERT_TRUE(parsed.has_value());
    double last = 0;
    const auto fetched = fetch_from(*parsed, {{}, [&](double fraction) { last = fraction; }});
    ASSERT_TRUE(fetched.has_value()) << fetched.error().message;
    EXPECT_EQ(fetched->bytes, static_cast<std::int64_t>(bytes_.size()));
    EXPECT_EQ(fetched->suggested_name, "lesson.mp4");
    Digest digest(Digest::Algorithm::sha256);
    digest.update(bytes_);
    EXPECT_EQ(fetched->sha256, digest.hex());
    EXPECT_TRUE(content() == bytes_);
    EXPECT_EQ(asked, fetched->bytes);
    EXPECT_EQ(last, 1);
}

TEST_F(Import, FollowsNoLinksAndLeavesNotTheFolder) {
    std::ofstream(drive_server->folder() + "/secret") << "secret";
    fs::create_symlink("../secret", folder_ + "/out");
    fs::create_symlink("sub/lesson.mp4", folder_ + "/in");
    fs::create_directory_symlink("sub", folder_ + "/way");
    for (const char* path : {"out", "in", "way/lesson.mp4", "../secret", "sub/../../secret", "/etc/passwd"}) {
        expect_failure(link(path), FailureKind::permanent);
        EXPECT_EQ(content(), "") << path;
    }
}

TEST_F(Import, TakesOnlyFiles) {
    ASSERT_EQ(::mkfifo((folder_ + "/fifo").c_str(), 0600), 0);
    for (const char* path : {"sub", "fifo", "absent", "sub/lesson.mp4/x"})
        expect_failure(link(path), FailureKind::permanent);
    options.max_bytes = 1000;
    EXPECT_THAT(expect_failure(link("sub/lesson.mp4"), FailureKind::permanent).message, HasSubstr("larger"));
}

TEST_F(Import, EndsWhenCancelled) {
    std::stop_source source;
    target.reserve = [&](std::int64_t) -> Outcome<> {
        source.request_stop();
        return {};
    };
    const auto fetched = fetch_from(link("sub/lesson.mp4"), {source.get_token(), {}});
    ASSERT_TRUE(fetched.has_error());
    EXPECT_EQ(fetched.error().kind, FailureKind::cancelled);
}

TEST_F(Import, TheDemoLectureNeedsNoImportFolder) {
    options.import_folder.clear();
    options.demo_lecture = folder_ + "/sub/lesson.mp4";
    std::ofstream(folder_ + "/sub/lesson.vtt") << "WEBVTT";
    EXPECT_TRUE(has_demo_lecture(options));
    const auto parsed = parse_link(demo_link, options);
    ASSERT_TRUE(parsed.has_value());
    const auto fetched = fetch_from(*parsed);
    ASSERT_TRUE(fetched.has_value()) << fetched.error().message;
    EXPECT_EQ(fetched->suggested_name, "lesson.mp4");
    EXPECT_EQ(fetched->subtitles, "WEBVTT");
    EXPECT_TRUE(content() == bytes_);
    for (const char* gone : {"/sub", "/nowhere/lesson.mp4"}) {
        options.demo_lecture = folder_ + gone;
        EXPECT_FALSE(has_demo_lecture(options)) << gone;
    }
    EXPECT_THAT(expect_failure(*parsed, FailureKind::permanent).message, HasSubstr("demo lecture"));
}

TEST_F(Import, UploadsAreNotFetched) {
    const SourceLink upload{SourceKind::upload, "0b7c5a9e-6b9f-4d5e-8a0e-3f1f2a4b5c6d", {}, {}, {},
                            "upload:x"};
    EXPECT_THROW((void)fetch_from(upload), std::logic_error);
}

}  // namespace
}  // namespace lectern::media

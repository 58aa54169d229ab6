#include "media/source/link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

const std::string id = "1AbC_dEf-0123456789ghijklmnopq";

SourceOptions options() {
    SourceOptions out;
    out.allowed_hosts = {"media.example.org", "other.example.org:8443"};
    out.import_folder = "/srv/import";
    return out;
}

TEST(Link, AllSpellingsOfADriveFileAreOne) {
    const std::string spellings[] = {
        "https://drive.google.com/file/d/" + id + "/view?usp=sharing",
        "https://drive.google.com/file/d/" + id + "/edit",
        "https://drive.google.com/file/d/" + id + "/preview",
        "https://drive.google.com/file/d/" + id,
        "https://drive.google.com/file/d/" + id + "/",
        "https://drive.google.com/file/u/1/d/" + id + "/view",
        "https://drive.google.com/u/0/file/d/" + id + "/view",
        "https://drive.google.com/a/example.org/file/d/" + id + "/view",
        "https://drive.google.com/open?id=" + id,
        "https://drive.google.com/open?usp=x&id=" + id,
        "https://drive.google.com/uc?id=" + id + "&export=download",
        "https://drive.google.com/uc?export=download&id=" + id,
        "https://drive.google.com/u/2/uc?id=" + id,
        "https://drive.google.com/a/example.org/uc?id=" + id,
        "https://docs.google.com/uc?id=" + id,
        "https://docs.google.com/file/d/" + id + "/edit",
        "https://drive.usercontent.google.com/download?id=" + id + "&export=download&confirm=t",
        "http://drive.google.com/open?id=" + id,
        "HTTPS://Drive.Google.COM:443/open?id=" + id + "#top",
        "drive.google.com/file/d/" + id + "/view",
        "  https://drive.google.com/open?id=" + id + "\n",
        "https://drive.google.com/open?id=1AbC%5FdEf-0123456789ghijklmnopq",
        "https://drive.google.com/uc?export=download&amp;id=" + id,
        "<https://drive.google.com/file/d/" + id + "/view>",
        "\"https://drive.google.com/file/d/" + id + "\",",
        "(https://drive.google.com/file/d/" + id + "/view).",
        "https://drive.google.com/file/d/" + id + "/view).",
        "https://drive.google.com/open?id=" + id + ".",
        "\xe2\x80\x8bhttps://drive.google.com/open?id=" + id + "\xc2\xa0",
        "https://www.google.com/url?q=https://drive.google.com/file/d/" + id +
            "/view&sa=D&source=editors&ust=17",
        "https://www.google.com/url?sa=t&amp;url=https%3A%2F%2Fdrive.google.com%2Fopen%3Fid%3D" + id +
            "&usg=x",
        "https://www.google.com.vn/url?q=https://www.google.com/url?q%3Dhttps://drive.google.com/"
        "open%253Fid%253D" +
            id,
        "https%3A%2F%2Fdrive.google.com%2Ffile%2Fd%2F" + id + "%2Fview",
        "https://drive.google.com/thumbnail?id=" + id + "&sz=w1000",
        "https://www.googleapis.com/drive/v3/files/" + id + "?alt=media&key=AIzaX",
        "https://www.googleapis.com/drive/v2/files/" + id,
        "https://lh3.googleusercontent.com/d/" + id,
        "https://lh3.googleusercontent.com/d/" + id + "=w1000-h600?authuser=0",
        "lh5.googleusercontent.com/u/0/d/" + id,
    };
    for (const std::string& text : spellings) {
        const auto link = parse_link(text, options());
        ASSERT_TRUE(link.has_value()) << text << ": " << link.error().message;
        EXPECT_EQ(link->kind, SourceKind::drive) << text;
        EXPECT_EQ(link->id, id) << text;
        EXPECT_EQ(link->key, "drive:" + id) << text;
        EXPECT_EQ(link->resource_key, "") << text;
    }
}

TEST(Link, KeepsTheResourceKey) {
    for (const char* name : {"resourcekey", "resourceKey"}) {
        const auto link = parse_link(
            "https://drive.google.com/file/d/" + id + "/view?usp=x&" + name + "=0-aB_c", options());
        ASSERT_TRUE(link.has_value());
        EXPECT_EQ(link->resource_key, "0-aB_c");
        EXPECT_EQ(link->key, "drive:" + id) << "the key is not a part of the identity";
    }
}

TEST(Link, SaysWhatIsWrong) {
    const std::pair<std::string, const char*> table[] = {
        {"", "needed"},
        {" \t", "needed"},
        {"https://docs.google.com/document/d/" + id + "/edit", "Docs"},
        {"https://docs.google.com/document/u/1/d/" + id + "/edit", "Docs"},
        {"https://docs.google.com/spreadsheets/d/" + id, "Sheets"},
        {"https://docs.google.com/presentation/d/" + id, "Slides"},
        {"https://docs.google.com/forms/d/e/" + id + "/viewform", "document"},
        {"https://drive.google.com/drive/folders/" + id + "?usp=sharing", "folder"},
        {"https://drive.google.com/drive/u/0/folders/" + id, "folder"},
        {"https://drive.google.com/folderview?id=" + id, "folder"},
        {"https://drive.google.com/", "not to a file"},
        {"https://drive.google.com/drive/my-drive", "Copy link"},
        {"https://drive.google.com/file/d/" + id + "/delete", "Copy link"},
        {"https://drive.google.com/file/d/short/view", "file id"},
        {"https://drive.google.com/file/d/" + std::string(129, 'a') + "/view", "file id"},
        {"https://drive.google.com/open", "file id"},
        {"https://drive.google.com/open?id=" + id + "&id=" + id + "x", "file id"},
        {"https://drive.google.com/open?id=" + id + "%2F..", "file id"},
        {"https://drive.google.com/open?id=" + id + "%2500", "file id"},
        {"https://drive.google.com/open?id=" + id + "&resourcekey=a%0Ab", "resource key"},
        {"https://drive.google.com.evil.example/file/d/" + id + "/view", "not allowed"},
        {"https://evil.example/?drive.google.com/file/d/" + id, "not allowed"},
        {"https://drive.google.com@evil.example/file/d/" + id, "web address"},
        {"https://evil.example\\@drive.google.com/open?id=" + id, "web address"},
        {"https://drive.google.com:8443/open?id=" + id, "not allowed"},
        {"https://accounts.google.com/x", "not allowed"},
        {"https://google.evil.example/url?q=https://drive.google.com/open?id=" + id, "not allowed"},
        {"https://www.google.evil.example/url?q=https://drive.google.com/open?id=" + id, "not allowed"},
        {"https://media.example.org:8443/a.mp4", "not allowed"},
        {"https://sub.media.example.org/a.mp4", "not allowed"},
        {"https://other.example.org/a.mp4", "not allowed"},
        {"http://media.example.org/a.mp4", "https"},
        {"media.example.org/a.mp4", "https://"},
        {"ftp://media.example.org/a.mp4", "web address"},
        {"javascript:alert(1)", "web address"},
        {"https://" + std::string(5000, 'a'), "too long"},
        {"upload://", "upload"},
        {"upload://0b7c5a9e-6b9f-4d5e-8a0e-3f1f2a4b5c6", "upload"},
        {"upload://0b7c5a9e-6b9f-4d5e-8a0e-3f1f2a4b5c6d/../x", "upload"},
        {"file://a/b", "three slashes"},
        {"file:///etc/passwd", "import folder"},
        {"file:///srv/import", "import folder"},
        {"file:///srv/import/", "import folder"},
        {"file:///srv/import/sub/", "import folder"},
        {"file:///srv/import2/a.mp4", "import folder"},
        {"file:///srv/import/../secret", ".."},
        {"file:///srv/import/%2e%2e/secret", ".."},
        {"file:///srv/import/a%2F..%2F..%2Fsecret", ".."},
        {"file:///srv/import/a%00.mp4", "control"},
        {"file:///srv/import/%ff.mp4", "UTF-8"},
        {"file:///srv/import/%c3.mp4", "UTF-8"},
        {"file:///srv/import/a.mp4?x", "%3F"},
    };
    for (const auto& [text, words] : table) {
        const auto link = parse_link(text, options());
        ASSERT_TRUE(link.has_error()) << text << " -> " << link->key;
        EXPECT_EQ(link.error().code, ErrorCode::invalid);
        EXPECT_THAT(link.error().message, testing::HasSubstr(words)) << text;
        ASSERT_EQ(link.error().fields.size(), 1u);
        EXPECT_EQ(link.error().fields[0].path, "drive_link");
        EXPECT_EQ(link.error().fields[0].message, link.error().message);
    }
}

TEST(Link, TakesAllowedHosts) {
    const auto link = parse_link("https://Media.Example.org:443/a/./b.mp4?x=1#t=5", options());
    ASSERT_TRUE(link.has_value());
    EXPECT_EQ(link->kind, SourceKind::https);
    EXPECT_EQ(link->url, "https://media.example.org/a/b.mp4?x=1");
    EXPECT_EQ(link->key, link->url);
    EXPECT_TRUE(parse_link("https://other.example.org:8443/a", options()).has_value());
}

TEST(Link, TakesImportsAndUploads) {
    for (const char* text :
         {"file:///srv/import/a/b%C3%A0i%25.mp4", "file://localhost/srv//import/./a/b%C3%A0i%25.mp4"}) {
        const auto link = parse_link(text, options());
        ASSERT_TRUE(link.has_value()) << text;
        EXPECT_EQ(link->kind, SourceKind::import_file);
        EXPECT_EQ(link->path, "a/b\xc3\xa0i%.mp4") << "decoded once";
        EXPECT_EQ(link->key, "import:a/b\xc3\xa0i%.mp4");
    }
    auto closed = options();
    closed.import_folder.clear();
    EXPECT_TRUE(parse_link("file:///srv/import/a.mp4", closed).has_error());

    const auto upload = parse_link("UPLOAD://0B7C5A9E-6B9F-4D5E-8A0E-3F1F2A4B5C6D", options());
    ASSERT_TRUE(upload.has_value());
    EXPECT_EQ(upload->kind, SourceKind::upload);
    EXPECT_EQ(upload->id, "0b7c5a9e-6b9f-4d5e-8a0e-3f1f2a4b5c6d");
    EXPECT_EQ(upload->key, "upload:0b7c5a9e-6b9f-4d5e-8a0e-3f1f2a4b5c6d");
}

TEST(Link, TakesTheDemoLectureIfThereIsOne) {
    EXPECT_TRUE(parse_link("demo://lecture", options()).has_error());
    auto with_demo = options();
    with_demo.demo_lecture = "/home/lan/b\xc3\xa0i.mp4";
    for (const char* text : {"demo://lecture", " DEMO://Lecture\n"}) {
        const auto link = parse_link(text, with_demo);
        ASSERT_TRUE(link.has_value()) << text;
        EXPECT_EQ(link->kind, SourceKind::demo);
        EXPECT_EQ(link->path, "b\xc3\xa0i.mp4");
        EXPECT_EQ(link->key, "demo:lecture");
    }
    for (const char* text :
         {"demo://", "demo://lecture/", "demo://lecture2", "demo:lecture", "demo://../lecture"})
        EXPECT_TRUE(parse_link(text, with_demo).has_error()) << text;
}

}  // namespace
}  // namespace lectern::media

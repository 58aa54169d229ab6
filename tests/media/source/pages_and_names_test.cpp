#include "media/source/drive_page.hpp"
#include "media/source/file_name.hpp"
#include "media/source/html.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using Inputs = std::vector<std::pair<std::string, std::string>>;

TEST(DrivePages, TheConfirmFormIsReadAsBrowsersDo) {
    const auto page =
        read_drive_page(R"(<!DOCTYPE html><html><head><TITLE>Google Drive - Virus scan warning</TITLE>
        <style>p > form { color: red } <form id="download-form" action="style"></style>
        <script>if (1 < 2) document.write('<form id="download-form" action="script">')</script></head>
        <!-- <form id="download-form" action="comment"> -->
        <form id="search" action="https://other.example/"><input type="hidden" name="no" value="no"></form>
        <FORM method=get action='https://drive.usercontent.google.com/download?a=1&amp;b=2' ID=download-form>
          <input type="submit" name="button" value="Download anyway"/>
          <input type=hidden name=id value=abc>
          <input name="uuid" value="a&amp;b&#39;&#x41;" type="HIDDEN" disabled>
          <input type='hidden' name='at' value=''>
          <input type="hidden" value="nameless">
        </FORM><input type="hidden" name="outside" value="x"></html>)");
    EXPECT_EQ(page.kind, DrivePageKind::confirm);
    EXPECT_EQ(page.action, "https://drive.usercontent.google.com/download?a=1&b=2");
    EXPECT_EQ(page.inputs, (Inputs{{"id", "abc"}, {"uuid", "a&b'A"}, {"at", ""}}));
    EXPECT_EQ(page.title, "Google Drive - Virus scan warning");
}

TEST(DrivePages, AreToldApartInAnyLanguage) {
    const std::pair<const char*, DrivePageKind> table[] = {
        {"<title>Google Drive - Quota exceeded</title><p class=\"uc-error-caption\">Xin l\xe1\xbb\x97i</p>",
         DrivePageKind::quota},
        {"<title>Google Drive \xe2\x80\x93 Kontingent</title><p class='big uc-error-caption'>",
         DrivePageKind::quota},
        {"<title>google drive - quota exceeded</title>", DrivePageKind::quota},
        {"<title>Google Drive - Infected file</title><p class=uc-error-caption>", DrivePageKind::infected},
        {"<form action=\"https://accounts.google.com/v3/signin\">", DrivePageKind::sign_in},
        {"<base href='https://accounts.google.com/'>", DrivePageKind::sign_in},
        {"<form action=\"https://accounts.google.com.evil.example/\">", DrivePageKind::unknown},
        {"<p class=\"not-uc-error-caption\">", DrivePageKind::unknown},
        {"<!-- <p class=\"uc-error-caption\"> -->", DrivePageKind::unknown},
        {"uc-error-caption Quota exceeded", DrivePageKind::unknown},
        {"", DrivePageKind::unknown},
        {"<", DrivePageKind::unknown},
        {"<form id=\"download-form", DrivePageKind::confirm},
    };
    for (const auto& [html, kind] : table)
        EXPECT_EQ(read_drive_page(html).kind, kind) << html;
}

TEST(Html, DecodesEntities) {
    EXPECT_EQ(decode_entities("a &lt;b&gt; &amp;amp; &#38; &#x1F600; &unknown; &#xD800; &#0; & &#; &amp"),
              "a <b> &amp; & \xf0\x9f\x98\x80 &unknown; \xef\xbf\xbd \xef\xbf\xbd & &#; &amp");
}

TEST(FileName, PrefersTheExtendedForm) {
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
        EXPECT_EQ(file_name_of(header), name) << header;
}

TEST(FileName, IsFitToBeShown) {
    EXPECT_EQ(clean_file_name("a\x01\x7f\xc2\x85"
                              "b\xe2\x80\xae"
                              "4pm.exe"),
              "ab4pm.exe");
    EXPECT_EQ(clean_file_name("  a  "), "a");
    EXPECT_EQ(clean_file_name("a/"), "");
    const std::string longest = clean_file_name(std::string(300, 'a') + ".mp4");
    EXPECT_EQ(longest.size(), 255u);
    EXPECT_TRUE(longest.ends_with("a.mp4"));
    std::string accents;
    for (int i = 0; i < 200; ++i)
        accents += "\xe1\xbb\x97";
    const std::string cut = clean_file_name(accents);
    EXPECT_EQ(cut.size() % 3, 0u) << "no half characters";
    EXPECT_EQ(cut.size(), 255u);
}

}  // namespace
}  // namespace lectern::media

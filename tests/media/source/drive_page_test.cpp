#include "media/source/drive_page.hpp"

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

}  // namespace
}  // namespace lectern::media

#include "server/api/web/web_file.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace lectern::api {
namespace {

TEST(WebFile, HasTheTypeOfItsEnding) {
    EXPECT_EQ(web_content_type("base/api.js"), "text/javascript; charset=utf-8");
    EXPECT_EQ(web_content_type("icons.svg"), "image/svg+xml");
    EXPECT_EQ(web_content_type("font.woff2"), "font/woff2");
    EXPECT_EQ(web_content_type("base.css"), "text/css; charset=utf-8");
    EXPECT_EQ(web_content_type("README.md"), "");
    EXPECT_EQ(web_content_type("jsconfig.json"), "");
}

TEST(WebFile, PathsAreANameOrAFolderAndAName) {
    for (const char* path : {"main.js", "base/api.js", "a-b_c.1/x.woff2"})
        EXPECT_TRUE(is_web_path(path)) << path;
    for (const char* path :
         {"", ".", "..", ".git", "../main.js", "base/../main.js", "base/..", "/main.js", "base/", "a/b/c.js",
          ".ssh/id.js", "base/.x.js", "a b.js", "a\\b.js", "ä.js", "%2e%2e/a.js"})
        EXPECT_FALSE(is_web_path(path)) << path;
    EXPECT_FALSE(is_web_path(std::string_view("a\0.js", 5)));
}

TEST(WebFile, TheShellIsFilledIn) {
    EXPECT_EQ(fill_web_shell("<html data-base=\"{base}\">{base}/web/{version}/main.js {other}", "/a&b",
                             "0123456789ab"),
              "<html data-base=\"/a&amp;b\">/a&amp;b/web/0123456789ab/main.js {other}");
}

TEST(WebFile, ThoseInTheProgramCanBeServed) {
    EXPECT_EQ(embedded_web_version().size(), 12U);
    EXPECT_EQ(embedded_web_version().find_first_not_of("0123456789abcdef"), std::string_view::npos);
    std::set<std::string_view> paths;
    for (const WebFile& file : embedded_web_files()) {
        EXPECT_TRUE(is_web_path(file.path)) << file.path;
        EXPECT_NE(web_content_type(file.path), "") << file.path;
        EXPECT_TRUE(paths.insert(file.path).second) << file.path;
        EXPECT_LT(file.packed.size(), file.bytes.size()) << file.path;
    }
    EXPECT_FALSE(paths.contains(web_shell)) << "each page has its own";
    EXPECT_TRUE(paths.contains("main.js"));
}

}  // namespace
}  // namespace lectern::api

#include "server/api/web/web_routes.hpp"

#include "server/api/web/web_folder.hpp"
#include "tests/server/api/api_fixture.hpp"

#include <array>
#include <fstream>
#include <stdexcept>

namespace lectern::api::test {
namespace {

constexpr std::array<WebFile, 8> files{{
    {"add-page.html", "<p data-base=\"{base}\">{version} add", "", "00"},
    {"lecture-page.html", "<p data-base=\"{base}\">{version} lecture", "", "01"},
    {"lectures-page.html", "<p data-base=\"{base}\">{version} lectures", "", "02"},
    {"login-page.html", "<p data-base=\"{base}\">{version} login", "", "03"},
    {"review-page.html", "<p data-base=\"{base}\">{version} review", "", "04"},
    {"main.js", "let a;", "PACKED", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
    {"vendor/lit.js", "let b;", "", "11111111111111111111111111111111"},
    {"vendor/be.woff2", "FONT", "", "22222222222222222222222222222222"},
}};

class EmbeddedPages : public ApiTest {
protected:
    EmbeddedPages() { add_web_routes(routes, files, "abcdefabcdef", "/lectern"); }

    http::Response get_with(std::string_view target, const char* field, std::string value) {
        http::Request request;
        request.target = target;
        request.fields.add(field, std::move(value));
        return call(http::Method::get, std::move(request));
    }
};

std::string field(const http::Response& response, std::string_view name) {
    const std::string* value = response.fields.find(name);
    return value ? *value : "(none)";
}

TEST_F(EmbeddedPages, AnswerAllAddressesOfPages) {
    for (const auto& [page, shell] :
         std::initializer_list<std::pair<const char*, std::string>>{{"/", "lectures"},
                                                                    {"/add", "add"},
                                                                    {"/login", "login"},
                                                                    {"/lectures/7", "lecture"},
                                                                    {"/lectures/no-number", "lecture"},
                                                                    {"/lectures/7/review", "review"}}) {
        const auto answer = get(page);
        EXPECT_EQ(answer.status, 200) << page;
        EXPECT_EQ(text_of(answer), "<p data-base=\"/lectern\">abcdefabcdef " + shell) << page;
        EXPECT_EQ(field(answer, "Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(field(answer, "Cache-Control"), "no-cache");
        EXPECT_EQ(field(answer, "Content-Security-Policy"), web_security_policy);
        EXPECT_EQ(field(answer, "Referrer-Policy"), "same-origin");
    }
}

TEST_F(EmbeddedPages, AreOpenAndNotDescribed) {
    for (const auto& row : router.routes()) {
        EXPECT_EQ(row.access, http::Access::open) << row.pattern;
        EXPECT_TRUE(row.alias) << row.pattern;
    }
}

TEST_F(EmbeddedPages, FilesStayInCaches) {
    const auto answer = get("/web/abcdefabcdef/vendor/be.woff2");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(text_of(answer), "FONT");
    EXPECT_EQ(field(answer, "Content-Type"), "font/woff2");
    EXPECT_EQ(field(answer, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(field(answer, "Vary"), "(none)");
    const std::string tag = field(answer, "ETag");
    EXPECT_EQ(tag, "\"22222222222222222222222222222222\"");
    const auto again = get_with("/web/abcdefabcdef/vendor/be.woff2", "If-None-Match", tag);
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(text_of(again), "");
    EXPECT_EQ(field(again, "Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(EmbeddedPages, ThePackedTwinHasATagOfItsOwn) {
    const auto plain = get("/web/abcdefabcdef/main.js");
    EXPECT_EQ(text_of(plain), "let a;");
    EXPECT_EQ(field(plain, "Vary"), "Accept-Encoding");
    EXPECT_EQ(field(plain, "Content-Encoding"), "(none)");
    const auto packed = get_with("/web/abcdefabcdef/main.js", "Accept-Encoding", "gzip, br");
    EXPECT_EQ(text_of(packed), "PACKED");
    EXPECT_EQ(field(packed, "Vary"), "Accept-Encoding");
    EXPECT_EQ(field(packed, "Content-Encoding"), "gzip");
    EXPECT_NE(field(packed, "ETag"), field(plain, "ETag"));
}

TEST_F(EmbeddedPages, UnknownAddressesAre404) {
    for (const char* path :
         {"/web/abcdefabcdef/other.js", "/web/000000000000/main.js", "/web/abcdefabcdef/lecture-page.html",
          "/web/abcdefabcdef/vendor/main.js", "/web/abcdefabcdef/vendor", "/web/dev/main.js"})
        EXPECT_EQ(get(path).status, 404) << path;
}

class PagesOfAFolder : public ApiTest {
protected:
    PagesOfAFolder() {
        std::filesystem::create_directories(pages() / "base" / "deep");
        write("index.html", "{base}|{version}");
        write("main.js", "first");
        write("base/api.js", "api");
        write("base/deep/far.js", "far");
        write("README.md", "for people");
        std::ofstream(folder.path() / "secret.js") << "secret";
        std::filesystem::create_symlink(folder.path() / "secret.js", pages() / "link.js");
        from.emplace(pages());
        add_web_routes(routes, pool, *from, "");
    }

    std::filesystem::path pages() const { return folder.path() / "pages"; }
    void write(const char* name, const char* text) { std::ofstream(pages() / name) << text; }

    std::optional<WebFolder> from;
};

TEST_F(PagesOfAFolder, AreReadAtEachRequest) {
    const auto page = get("/lectures/1");
    EXPECT_EQ(text_of(page), "|dev");
    EXPECT_EQ(field(page, "Cache-Control"), "no-store");
    EXPECT_EQ(field(page, "Content-Security-Policy"), web_security_policy);
    EXPECT_EQ(text_of(get("/web/dev/main.js")), "first");
    write("main.js", "second");
    const auto file = get("/web/dev/main.js");
    EXPECT_EQ(text_of(file), "second");
    EXPECT_EQ(field(file, "Cache-Control"), "no-store");
    EXPECT_EQ(field(file, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(text_of(get("/web/dev/base/api.js")), "api");
}

TEST_F(PagesOfAFolder, NothingElseIsGivenOut) {
    for (const char* path : {"/web/dev/link.js", "/web/dev/README.md", "/web/dev/base", "/web/dev/none.js",
                             "/web/abcdefabcdef/main.js", "/web/dev/..%5csecret.js", "/web/dev/.main.js"})
        EXPECT_EQ(get(path).status, 404) << path;
    for (const char* path :
         {"../secret.js", "base/../../secret.js", "..", "base", "/etc/hostname", "link.js"})
        EXPECT_EQ(from->read(path), std::nullopt) << path;
}

TEST_F(PagesOfAFolder, AFolderWithoutAShellIsRefused) {
    EXPECT_THROW(WebFolder(pages() / "base"), std::runtime_error);
    EXPECT_THROW(WebFolder(pages() / "main.js"), std::runtime_error);
    EXPECT_THROW(WebFolder(folder.path() / "nowhere"), std::runtime_error);
}

}  // namespace
}  // namespace lectern::api::test

#include "server/http/answer/text_answer.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"

#include <libdeflate.h>

namespace lectern::http::test {
namespace {

std::string decompressed(const std::string& compressed, std::size_t most = 16 << 20) {
    std::string text(most, '\0');
    std::size_t size = 0;
    libdeflate_decompressor* decompressor = libdeflate_alloc_decompressor();
    const auto result = libdeflate_gzip_decompress(decompressor, compressed.data(), compressed.size(),
                                                   text.data(), text.size(), &size);
    libdeflate_free_decompressor(decompressor);
    if (result != LIBDEFLATE_SUCCESS) return "not gzip";
    text.resize(size);
    return text;
}

// Serves texts of any length; no two of them have the same entity tag.
class TextAnswerTest : public ServerTest {
protected:
    TextAnswerTest() {
        options.disk = &pool;
        add(Method::get, "/text/{type}", text);
        add(Method::get, "/file", [](Request&) -> awaitable<Response> {
            Response response;
            response.fields.add("Content-Type", "text/plain");
            response.body = make_file(std::string(5000, 'x'));
            co_return response;
        });
        add(Method::post, "/text",
            [](Request&) -> awaitable<Response> { co_return Response::json(200, long_text(5000)); });
    }

    static std::string long_text(std::size_t size) {
        std::string text;
        while (text.size() < size)
            text += "line " + std::to_string(text.size()) + "\n";
        text.resize(size);
        return text;
    }

    static awaitable<Response> text(Request& request) {
        const std::string* size = request.query_value("size");
        Response response = Response::json(200, long_text(std::stoul(*size)));
        if (const std::string* status = request.query_value("status")) response.status = std::stoi(*status);
        std::string type = request.param("type");
        std::replace(type.begin(), type.end(), '_', '/');
        response.fields.set("Content-Type", type);
        if (const std::string* caching = request.query_value("caching"))
            response.fields.set("Cache-Control", *caching);
        co_return response;
    }

    Answer get(const std::string& target, const std::string& fields = "") {
        Client c = client();
        return c.get(target, fields);
    }
};

TEST_F(TextAnswerTest, LongTextsAreCompressedForClientsThatAcceptIt) {
    start();
    for (const std::size_t size : {1025, 5000, 64 * 1024, 64 * 1024 + 1, 3 << 20}) {
        const std::string target = "/text/application_json?size=" + std::to_string(size);
        const Answer plain = get(target);
        EXPECT_FALSE(plain.has("Content-Encoding"));
        EXPECT_EQ(plain.body, long_text(size));
        const Answer compressed = get(target, "Accept-Encoding: gzip, br\r\n");
        EXPECT_EQ(compressed.field("Content-Encoding"), "gzip");
        EXPECT_LT(compressed.body.size(), size / 2);
        EXPECT_EQ(decompressed(compressed.body), plain.body);
        EXPECT_EQ(plain.field("Vary"), "Accept-Encoding");
        EXPECT_EQ(compressed.field("Vary"), "Accept-Encoding");
        EXPECT_TRUE(plain.field("ETag").starts_with("W/\""));
        EXPECT_EQ(compressed.field("ETag"), plain.field("ETag"));
    }
}

TEST_F(TextAnswerTest, ShortTextsAreCompressedOnlyForClientsThatAcceptNothingElse) {
    start();
    const Answer plain = get("/text/application_json?size=1024", "Accept-Encoding: gzip\r\n");
    EXPECT_FALSE(plain.has("Content-Encoding"));
    EXPECT_FALSE(plain.has("Vary"));
    const Answer compressed =
        get("/text/application_json?size=10", "Accept-Encoding: gzip, identity;q=0\r\n");
    EXPECT_EQ(decompressed(compressed.body), long_text(10));
    EXPECT_EQ(compressed.field("Vary"), "Accept-Encoding");
}

TEST_F(TextAnswerTest, OnlyTextIsCompressed) {
    start();
    const std::string gzip = "Accept-Encoding: gzip\r\n";
    for (const char* type :
         {"application_problem+json", "text_plain", "text_vtt;charset=utf-8", "application_x-subrip"})
        EXPECT_EQ(get("/text/" + std::string(type) + "?size=5000", gzip).field("Content-Encoding"), "gzip")
            << type;
    for (const char* type : {"video_mp4", "application_octet-stream", "image_png"})
        EXPECT_EQ(get("/text/" + std::string(type) + "?size=5000", gzip).body, long_text(5000)) << type;
    EXPECT_EQ(get("/file", gzip).body, std::string(5000, 'x'));
}

TEST_F(TextAnswerTest, AFullOrMissingPoolLeavesTheTextAsItIs) {
    options.disk = nullptr;
    start();
    const Answer answer = get("/text/text_plain?size=100000", "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(answer.body, long_text(100000));
    EXPECT_EQ(answer.field("Vary"), "Accept-Encoding");
}

TEST_F(TextAnswerTest, AClientThatHasTheTextGets304) {
    start();
    const std::string target = "/text/application_json?size=2000";
    const Answer whole = get(target);
    EXPECT_EQ(whole.field("Cache-Control"), "no-cache");
    for (const std::string& condition :
         {"If-None-Match: " + whole.field("ETag"),
          "If-None-Match: \"other\", " + whole.field("ETag").substr(2), std::string("If-None-Match: *")}) {
        const Answer same = get(target, condition + "\r\nAccept-Encoding: gzip\r\n");
        EXPECT_EQ(same.status, 304) << condition;
        EXPECT_EQ(same.body, "");
        EXPECT_FALSE(same.has("Content-Type"));
        EXPECT_FALSE(same.has("Content-Length"));
        EXPECT_FALSE(same.has("Content-Encoding"));
        EXPECT_EQ(same.field("ETag"), whole.field("ETag"));
        EXPECT_EQ(same.field("Vary"), "Accept-Encoding");
        EXPECT_EQ(same.field("Cache-Control"), "no-cache");
    }
    EXPECT_EQ(get(target + "1", "If-None-Match: " + whole.field("ETag") + "\r\n").status, 200);
    EXPECT_EQ(get(target, "If-Modified-Since: Sun, 06 Nov 2094 08:49:37 GMT\r\n").status, 200);
    EXPECT_EQ(get(target, "If-Match: " + whole.field("ETag") + "\r\n").status,
              412);  // a weak tag does not prove equal bytes
}

TEST_F(TextAnswerTest, AStrongTagNamesOneCoding) {
    add(Method::get, "/strong", [](Request&) -> awaitable<Response> {
        Response response = Response::json(200, long_text(5000));
        response.fields.set("ETag", "\"7-a\"");
        co_return response;
    });
    start();
    const std::string gzip = "Accept-Encoding: gzip\r\n";
    EXPECT_EQ(get("/strong").field("ETag"), "\"7-a\"");
    const Answer compressed = get("/strong", gzip);
    EXPECT_EQ(compressed.field("ETag"), "\"7-a-gzip\"");
    EXPECT_EQ(decompressed(compressed.body), long_text(5000));
    for (const char* tag : {"\"7-a\"", "\"7-a-gzip\""}) {
        const Answer same = get("/strong", gzip + "If-None-Match: " + tag + "\r\n");
        EXPECT_EQ(same.status, 304) << tag;
        EXPECT_EQ(same.field("ETag"), tag);
        EXPECT_EQ(get("/strong", gzip + "If-Match: " + tag + "\r\n").status, 200) << tag;
    }
    EXPECT_EQ(get("/strong", gzip + "If-None-Match: \"7-b-gzip\"\r\n").status, 200);
    EXPECT_EQ(get("/strong", gzip + "If-Match: \"7-b\"\r\n").status, 412);
    EXPECT_EQ(get("/strong", "If-None-Match: \"7-a-gzip\"\r\n").status, 200);
}

TEST_F(TextAnswerTest, HeadAnswersAsGetWould) {
    start();
    Client c = client();
    const std::string line = " /text/application_json?size=5000 HTTP/1.1\r\nHost: a\r\n";
    for (const char* fields : {"\r\n", "Accept-Encoding: gzip\r\n\r\n", "If-None-Match: *\r\n\r\n"}) {
        c.send("GET" + line + fields);
        const Answer get = c.answer();
        c.send("HEAD" + line + fields);
        const Answer head = c.answer(true);
        for (const char* name :
             {"Content-Length", "Content-Encoding", "Content-Type", "ETag", "Vary", "Cache-Control"})
            EXPECT_EQ(head.field(name), get.field(name)) << name;
        EXPECT_EQ(head.status, get.status);
    }
}

TEST_F(TextAnswerTest, TagsAreForAnswersThatMayBeStored) {
    start();
    EXPECT_FALSE(get("/text/application_json?size=10&caching=no-store").has("ETag"));
    EXPECT_FALSE(get("/text/application_json?size=10&status=404").has("ETag"));
    EXPECT_EQ(get("/text/application_json?size=10&status=404", "If-None-Match: *\r\n").status, 404);
    EXPECT_EQ(get("/text/application_json?size=10&caching=max-age=5").field("Cache-Control"), "max-age=5");
    Client c = client();
    c.send(
        "POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nIf-None-Match: *\r\nAccept-Encoding: "
        "gzip\r\n\r\n");
    const Answer post = c.answer();
    EXPECT_EQ(post.status, 200);
    EXPECT_FALSE(post.has("ETag"));
    EXPECT_EQ(post.field("Content-Encoding"), "gzip");
}

TEST_F(TextAnswerTest, VaryHasBothReasons) {
    options.cors_origins = {"https://app.example"};
    start();
    EXPECT_EQ(get("/text/application_json?size=2000").field("Vary"), "Accept-Encoding, Origin");
}

}  // namespace
}  // namespace lectern::http::test

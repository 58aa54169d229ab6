#include "tests/server/http/fixtures/server_fixture.hpp"

#include <algorithm>

#include <boost/asio/awaitable.hpp>
#include <unistd.h>

namespace lectern::http::test {
namespace {

enum class Transport { plain, tls, kernel_tls };

// Answers with files are the same plain and over TLS, with OpenSSL and with the kernel encrypting. A kernel
// that does not encrypt leaves that to OpenSSL, which then still writes to the socket itself.
class FileAnswerTest : public ServerTest, public ::testing::WithParamInterface<Transport> {
protected:
    FileAnswerTest() : bytes_(pattern_bytes(3'000'017)), file_(make_file(bytes_)) {
        add(Method::get, "/file", [this](Request&) -> awaitable<Response> {
            Response response;
            response.fields.add("Content-Type", "video/mp4");
            response.fields.add("Cache-Control", "private");
            response.body = file_;
            co_return response;
        });
        add(Method::get, "/empty", [empty = make_file("")](Request&) -> awaitable<Response> {
            Response response;
            response.body = empty;
            co_return response;
        });
        add(Method::get, "/short", [short_file = shrunk()](Request&) -> awaitable<Response> {
            Response response;
            response.body = short_file;
            co_return response;
        });
        add(Method::get, "/unmapped", [this](Request&) -> awaitable<Response> {
            Response response;
            response.body = file_;
            auto& body = std::get<FileBody>(response.body);
            body.file = std::make_shared<const ServedFile>(UniqueFd(::dup(file_.file->fd())));
            co_return response;
        });
        add(Method::get, "/cut", [cut = cut_short()](Request&) -> awaitable<Response> {
            Response response;
            response.body = cut;
            co_return response;
        });
        if (GetParam() != Transport::plain) {
            certificate_ = std::make_unique<Certificate>("files");
            options.tls_certificate = certificate_->certificate();
            options.tls_key = certificate_->key();
            options.kernel_tls = GetParam() == Transport::kernel_tls;
        }
        start();
    }

    ~FileAnswerTest() override { stop(); }

    static FileBody shrunk() {
        FileBody file = make_file(std::string(1000, 'x'));
        file.size = 2000;  // as if the file had been cut short
        return file;
    }

    // Served files are never cut short, but a page on a broken disk looks the same to code that reads the
    // mapping.
    static FileBody cut_short() {
        FileBody file = make_file(pattern_bytes(1 << 20));
        EXPECT_EQ(::ftruncate(file.file->fd(), 300'000), 0);
        return file;
    }

    Client connect(int receive_buffer = 0) const {
        if (GetParam() == Transport::plain) return Client(server->port(), receive_buffer);
        return Client(server->port(), TlsOptions{.receive_buffer = receive_buffer});
    }

    std::string bytes_;
    FileBody file_;
    std::unique_ptr<Certificate> certificate_;
};

std::string name_of(const ::testing::TestParamInfo<Transport>& transport) {
    return transport.param == Transport::plain ? "Plain"
           : transport.param == Transport::tls ? "Tls"
                                               : "KernelTls";
}

INSTANTIATE_TEST_SUITE_P(Streams, FileAnswerTest,
                         ::testing::Values(Transport::plain, Transport::tls, Transport::kernel_tls), name_of);

TEST_P(FileAnswerTest, IsSentWhole) {
    Client c = connect();
    for (int i = 0; i < 3; ++i) {
        const Answer a = c.get("/file");
        EXPECT_EQ(a.status, 200);
        EXPECT_TRUE(a.body == bytes_);
        EXPECT_EQ(a.field("ETag"), "\"v1\"");
        EXPECT_EQ(a.field("Last-Modified"), "Sun, 06 Nov 1994 08:49:37 GMT");
        EXPECT_EQ(a.field("Accept-Ranges"), "bytes");
        EXPECT_EQ(a.field("Content-Type"), "video/mp4");
    }
    EXPECT_EQ(c.get("/empty").body, "");
    EXPECT_EQ(c.get("/empty").status, 200);
}

TEST_P(FileAnswerTest, OneRange) {
    struct Case {
        std::string range;
        std::size_t first, length;
    };
    const std::size_t size = bytes_.size();
    const Case cases[] = {
        {"bytes=0-0", 0, 1},
        {"bytes=0-1048575", 0, 1048576},
        {"bytes=1000000-2999999", 1000000, 2000000},
        {"bytes=17-", 17, size - 17},
        {"bytes=-1", size - 1, 1},
        {"bytes=-99999999999", 0, size},
        {"bytes=5-9,8-20", 5, 16},
    };
    Client c = connect();
    for (const Case& k : cases) {
        const Answer a = c.get("/file", "Range: " + k.range + "\r\n");
        EXPECT_EQ(a.status, 206) << k.range;
        EXPECT_TRUE(a.body == bytes_.substr(k.first, k.length)) << k.range;
        EXPECT_EQ(a.field("Content-Range"), "bytes " + std::to_string(k.first) + "-" +
                                                std::to_string(k.first + k.length - 1) + "/" +
                                                std::to_string(size));
    }
}

TEST_P(FileAnswerTest, SeveralRanges) {
    Client c = connect();
    const Answer a = c.get("/file", "Range: bytes=900000-1700000,0-9,-5\r\n");
    ASSERT_EQ(a.status, 206);
    const std::string type = a.field("Content-Type");
    const std::string prefix = "multipart/byteranges; boundary=";
    ASSERT_TRUE(type.starts_with(prefix));
    const std::string boundary = type.substr(prefix.size());
    const std::string total = std::to_string(bytes_.size());
    const std::string last = std::to_string(bytes_.size() - 1);
    const std::string before_last = std::to_string(bytes_.size() - 5);
    const std::string expected =
        "--" + boundary + "\r\nContent-Type: video/mp4\r\nContent-Range: bytes 900000-1700000/" + total +
        "\r\n\r\n" + bytes_.substr(900000, 800001) + "\r\n--" + boundary +
        "\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-9/" + total + "\r\n\r\n" +
        bytes_.substr(0, 10) + "\r\n--" + boundary + "\r\nContent-Type: video/mp4\r\nContent-Range: bytes " +
        before_last + "-" + last + "/" + total + "\r\n\r\n" + bytes_.substr(bytes_.size() - 5) + "\r\n--" +
        boundary + "--\r\n";
    EXPECT_TRUE(a.body == expected);
    EXPECT_FALSE(a.has("Content-Range"));
    const Answer b = c.get("/file", "Range: bytes=0-1,4-5\r\n");
    EXPECT_NE(b.field("Content-Type"), type);  // a boundary of its own
}

TEST_P(FileAnswerTest, RangesThatDoNotCount) {
    Client c = connect();
    const Answer outside = c.get("/file", "Range: bytes=99999999-\r\n");
    EXPECT_EQ(outside.status, 416);
    EXPECT_EQ(outside.field("Content-Range"), "bytes */" + std::to_string(bytes_.size()));
    EXPECT_EQ(outside.field("Content-Type"), "application/problem+json");
    EXPECT_EQ(c.get("/empty", "Range: bytes=0-\r\n").status, 416);
    std::string many = "Range: bytes=0-0";
    for (int i = 1; i < 17; ++i)
        many += "," + std::to_string(i * 3) + "-" + std::to_string(i * 3);
    for (const std::string& fields :
         {std::string("Range: bytes=5-2\r\n"), std::string("Range: lines=1-2\r\n"), many + "\r\n",
          std::string("Range: bytes=0-1\r\nRange: bytes=0-1\r\n"),
          std::string("Range: bytes=0-1\r\nIf-Range: \"v0\"\r\n"),
          std::string("Range: bytes=0-1\r\nIf-Range: W/\"v1\"\r\n"),
          std::string("Range: bytes=0-1\r\nIf-Range: Sun, 06 Nov 1994 08:49:38 GMT\r\n")}) {
        const Answer a = c.get("/file", fields);
        EXPECT_EQ(a.status, 200) << fields;
        EXPECT_TRUE(a.body == bytes_) << fields;
    }
    EXPECT_EQ(c.get("/file", "Range: bytes=0-1\r\nIf-Range: \"v1\"\r\n").status, 206);
    EXPECT_EQ(c.get("/file", "Range: bytes=0-1\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status, 206);
}

TEST_P(FileAnswerTest, Validators) {
    Client c = connect();
    const Answer same = c.get("/file", "If-None-Match: \"v0\", W/\"v1\"\r\n");
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.field("ETag"), "\"v1\"");
    EXPECT_EQ(same.field("Cache-Control"), "private");
    EXPECT_FALSE(same.has("Content-Length"));
    EXPECT_EQ(c.get("/file", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status, 304);
    EXPECT_EQ(c.get("/file", "If-None-Match: \"v1\"\r\nRange: bytes=0-1\r\n").status, 304);
    EXPECT_EQ(c.get("/file", "If-Match: \"v0\"\r\n").status, 412);
    EXPECT_EQ(c.get("/file", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n").status, 412);
    EXPECT_EQ(c.get("/file", "If-Match: \"v1\"\r\nRange: bytes=0-1\r\n").status, 206);
}

TEST_P(FileAnswerTest, HeadAnswersWithoutABody) {
    Client c = connect();
    c.send("HEAD /file HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n");
    const Answer a = c.answer(true);
    EXPECT_EQ(a.status, 200);  // ranges are for GET
    EXPECT_EQ(a.field("Content-Length"), std::to_string(bytes_.size()));
    EXPECT_EQ(a.field("ETag"), "\"v1\"");
    c.send("HEAD /file HTTP/1.1\r\nHost: a\r\nIf-Match: \"v0\"\r\n\r\n");
    EXPECT_EQ(c.answer(true).status, 412);
    EXPECT_EQ(c.get("/empty").status, 200);
}

TEST_P(FileAnswerTest, AFileThatShrankBreaksTheConnectionInsteadOfTheAnswer) {
    Client c = connect();
    const Answer a = c.get("/short");
    EXPECT_EQ(a.status, 200);
    EXPECT_FALSE(a.complete);
    EXPECT_FALSE(wait_for_log(1)[0].completed);
}

TEST_P(FileAnswerTest, AFileThatIsCutShortBreaksTheConnectionAndNotTheServer) {
    Client before = connect();
    for (const char* range : {"bytes=0-", "bytes=200000-", "bytes=0-"}) {
        Client c = connect();
        const Answer a = c.get("/cut", std::string("Range: ") + range + "\r\n");
        EXPECT_EQ(a.status, 206);
        EXPECT_FALSE(a.complete);
        EXPECT_LE(a.body.size(), 303'104u) << "no further than to the page's end";
    }
    EXPECT_TRUE(before.get("/file").body == bytes_);
    EXPECT_TRUE(before.get("/cut", "Range: bytes=0-9999\r\n").body == pattern_bytes(10'000));
}

TEST_P(FileAnswerTest, IsTheSameWithoutBeingMapped) {
    Client c = connect();
    EXPECT_TRUE(c.get("/unmapped").body == bytes_);
    EXPECT_TRUE(c.get("/unmapped", "Range: bytes=1000000-2999999\r\n").body ==
                bytes_.substr(1000000, 2000000));
}

TEST_P(FileAnswerTest, PipelinedSeeksAreAnsweredInOrder) {
    Client c = connect();
    std::string all;
    for (int i = 0; i < 40; ++i) {
        all += "GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=" + std::to_string(i * 50000) + "-" +
               std::to_string(i * 50000 + 99999) + "\r\n\r\n";
    }
    c.send(all);
    for (int i = 0; i < 40; ++i) {
        EXPECT_TRUE(c.answer().body == bytes_.substr(static_cast<std::size_t>(i) * 50000, 100000)) << i;
    }
}

TEST_P(FileAnswerTest, SlowClientsGetEverythingToo) {
    Client slow = connect(4096);
    slow.send(
        "GET /file HTTP/1.1\r\nHost: a\r\n\r\nGET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=5-\r\n\r\n");
    EXPECT_EQ(connect().get("/empty").status, 200);
    EXPECT_TRUE(slow.answer().body == bytes_);
    EXPECT_TRUE(slow.answer().body == bytes_.substr(5));
    // The small answer on the other connection may be logged at any place.
    const auto log = wait_for_log(3);
    EXPECT_EQ(std::count_if(log.begin(), log.end(),
                            [&](const auto& line) { return line.bytes > bytes_.size() / 2; }),
              2);
}

TEST_P(FileAnswerTest, AClientThatGoesInTheMiddleEndsTheAnswer) {
    for (int i = 0; i < 5; ++i) {
        Client c = connect();
        c.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_FALSE(c.receive(1000).empty());
        c.reset();
    }
    wait_until([](const Server::Counters& counters) { return counters.connections == 0; });
    EXPECT_EQ(connect().get("/file").status, 200);
    EXPECT_TRUE(errors().empty());
}

}  // namespace
}  // namespace lectern::http::test

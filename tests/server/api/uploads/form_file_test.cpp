#include "server/api/uploads/form_file.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace lectern::api::test {
namespace {

using http::awaitable;

// A body that comes in pieces of a given size.
class Pieces final : public http::BodyReader {
public:
    Pieces(std::string body, std::size_t size) : body_(std::move(body)), size_(size) {}
    awaitable<std::span<const char>> read() override {
        const std::size_t begin = at_;
        at_ = std::min(body_.size(), at_ + size_);
        co_return std::span<const char>(body_.data() + begin, at_ - begin);
    }
    std::optional<std::uint64_t> length() const override { return std::nullopt; }
    bool at_end() const { return at_ == body_.size(); }

private:
    const std::string body_;
    const std::size_t size_;
    std::size_t at_ = 0;
};

struct Read {
    std::string name, content, refusal;
    int status = 0;  // of a BodyError
    bool at_end = false;
    bool operator==(const Read&) const = default;
};

awaitable<void> read_form(Pieces& pieces, std::string boundary, Read& into) {
    FormFile file(pieces, boundary);
    const auto name = co_await file.open();
    if (!name) {
        into.refusal = name.error().fields.empty() ? name.error().message : name.error().fields[0].path;
        co_return;
    }
    into.name = *name;
    while (true) {
        const auto piece = co_await file.read();
        if (piece.empty()) break;
        into.content.append(piece.data(), piece.size());
    }
    const auto again = co_await file.read();
    if (!again.empty()) throw std::logic_error("more came after the end");
    into.at_end = pieces.at_end();
}

Read read_in_pieces(const std::string& body, std::size_t size, const std::string& boundary) {
    Read read;
    Pieces pieces(body, size);
    boost::asio::io_context loop;
    boost::asio::co_spawn(loop, read_form(pieces, boundary, read), [&](const std::exception_ptr& failure) {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (const http::BodyError& error) {
            read.status = error.status;
        }
    });
    loop.run();
    return read;
}

// However the body is cut into pieces, it reads the same.
Read read(const std::string& body, const std::string& boundary = "xyz") {
    const Read whole = read_in_pieces(body, body.size() + 1, boundary);
    for (std::size_t size : {1, 2, 3, 7, 64})
        EXPECT_EQ(read_in_pieces(body, size, boundary), whole) << "pieces of " << size << " of\n" << body;
    return whole;
}

const std::string file_head =
    "Content-Disposition: form-data; name=\"recording\"; filename=\"Bài 1.mp4\"\r\nContent-Type: "
    "video/mp4\r\n\r\n";

TEST(FormFile, IsTheFileOfTheForm) {
    const Read got = read("--xyz\r\n" + file_head + "some\r\nbytes\r\n--xyz--\r\n");
    EXPECT_EQ(got.name, "Bài 1.mp4");
    EXPECT_EQ(got.content, "some\r\nbytes");
    EXPECT_TRUE(got.at_end);
}

TEST(FormFile, OtherPartsAreSkipped) {
    const Read got = read(
        "a preamble\r\n--xyz \t\r\nContent-Disposition: form-data; "
        "name=\"module\"\r\n\r\nMaths\r\n--xyz\r\n\r\n"
        "no head\r\n--xyz\r\n" +
        file_head +
        "bytes\r\n--xyz\r\nContent-Disposition: form-data; name=\"more\"\r\n\r\n1\r\n--xyz--\r\nepilogue");
    EXPECT_EQ(got.content, "bytes");
    EXPECT_TRUE(got.at_end);
}

TEST(FormFile, MayHoldWhatLooksLikeADelimiter) {
    for (const char* content :
         {"--xyz", "\r\n--xy", "\r\n-", "\r", "a\n--xyz--", "\r\n\r\n", "\r\n--xy\r\n--xY"}) {
        const Read got = read("--xyz\r\n" + file_head + content + "\r\n--xyz--");
        EXPECT_EQ(got.content, content);
        EXPECT_EQ(got.status, 0) << content;
    }
}

TEST(FormFile, IsFoundByItsFileNameOrByTheNameFile) {
    const auto with = [](const std::string& disposition) {
        return read("--xyz\r\nCONTENT-disposition:" + disposition + "\r\n\r\nb\r\n--xyz--\r\n");
    };
    EXPECT_EQ(with("form-data; name=file").content, "b");
    EXPECT_EQ(with("form-data; filename=\"\"; name=x").content, "b");
    EXPECT_EQ(with("form-data; name=\"x\"; filename=\"C:\\videos\\a.mp4\"").name, "a.mp4");
    EXPECT_EQ(with("form-data; name=\"x\"; filename=\"../../etc/passwd\"").name, "passwd");
    EXPECT_EQ(with("form-data; name=\"x\"").refusal, "file");
}

TEST(FormFile, BrokenFormsAreRefused) {
    const std::string whole = "--xyz\r\n" + file_head + "some bytes\r\n--xyz--";
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(read(whole.substr(0, size)).status, 400) << size;
    EXPECT_EQ(read("--xyz--\r\n").refusal, "file");
    EXPECT_EQ(read("--xyzzy\r\n" + file_head + "b\r\n--xyz--").status, 400);
    EXPECT_EQ(read("--xyz\r\n" + file_head + "b\r\n--xyz\r\n" + file_head + "c\r\n--xyz--").status, 400);
    EXPECT_EQ(read("--xyz\r\n" + std::string(20000, 'x') + "\r\n\r\nb\r\n--xyz--").status, 400);
    EXPECT_EQ(
        read("--xyz\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=file\r\n\r\n"
             "Yg==\r\n--xyz--")
            .refusal,
        "Send the file without Content-Transfer-Encoding.");
}

TEST(FormFile, TakesLittleBesidesTheFile) {
    const std::string much((1 << 20) + 1000, 'x');
    EXPECT_EQ(read_in_pieces(much, 4096, "xyz").status, 413);
    EXPECT_EQ(read_in_pieces("--xyz\r\n" + file_head + "b\r\n--xyz--" + much, 4096, "xyz").status, 413);
    EXPECT_EQ(read_in_pieces("--xyz\r\n" + file_head + much + "\r\n--xyz--", 4096, "xyz").content, much);
}

http::Request with_type(const std::string& type) {
    http::Request request{};
    request.fields.add("Content-Type", type);
    return request;
}

TEST(FormFile, TheContentTypeNamesTheBoundary) {
    EXPECT_TRUE(is_form(with_type("Multipart/Form-Data ; boundary=a")));
    EXPECT_FALSE(is_form(with_type("multipart/mixed; boundary=a")));
    EXPECT_FALSE(is_form(http::Request{}));
    EXPECT_EQ(form_boundary(with_type("multipart/form-data; charset=utf-8; Boundary=\"a b'c\"")).value(),
              "a b'c");
    for (const std::string& wrong :
         {std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
          "multipart/form-data; boundary=" + std::string(71, 'x')})
        EXPECT_FALSE(form_boundary(with_type(wrong))) << wrong;
}

}  // namespace
}  // namespace lectern::api::test

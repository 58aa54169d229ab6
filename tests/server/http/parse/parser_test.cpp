#include "server/http/parse/parser.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(ChunkDecoder, DecodesChunksHoweverTheyAreSplit) {
    const std::string wire =
        "5;name=value\r\nhello\r\n1\r\n \r\nB\r\nwide world!\r\n0\r\nTrailer: x\r\nContent-MD5: y\r\n\r\nGET "
        "/";
    for (std::size_t step = 1; step <= wire.size(); ++step) {
        ChunkDecoder decoder;
        std::string data;
        std::string pending;
        std::size_t sent = 0;
        while (!decoder.finished() && sent < wire.size()) {
            const std::string piece = wire.substr(sent, step);
            sent += piece.size();
            pending += piece;
            while (!decoder.finished()) {
                const std::size_t used = decoder.feed(pending, data, 3);
                ASSERT_FALSE(decoder.failed()) << step;
                if (used == 0) break;
                pending.erase(0, used);
            }
        }
        ASSERT_TRUE(decoder.finished()) << step;
        EXPECT_EQ(data, "hello wide world!") << step;
        EXPECT_EQ(pending + wire.substr(sent), "GET /") << step;
    }
}

TEST(ChunkDecoder, FailsOnBrokenFramingAndFloods) {
    const std::string extension_flood = [] {
        std::string text;
        for (int i = 0; i < 200; ++i)
            text += "1;x=" + std::string(100, 'a') + "\r\nz\r\n";
        return text;
    }();
    for (const std::string& wire :
         {std::string("x\r\n"), std::string("-1\r\n"), std::string("5\r\nhelloX\r\n0\r\n\r\n"),
          std::string("5 \r\nhello\r\n"), std::string("0x5\r\nhello\r\n0\r\n\r\n"),
          std::string("5\nhello\n0\r\n\r\n"), std::string("11111111111111111\r\n"),
          "5;" + std::string(5000, 'a'), "1" + std::string(5000, '0'), extension_flood,
          "0\r\nA: " + std::string(9000, 'b') + "\r\n\r\n", "0\r\n" + std::string(2000, 'a')}) {
        ChunkDecoder decoder;
        std::string data;
        std::string_view rest = wire;
        while (!decoder.failed() && !rest.empty()) {
            const std::size_t used = decoder.feed(rest, data, 1000);
            if (used == 0) break;
            rest.remove_prefix(used);
        }
        EXPECT_TRUE(decoder.failed()) << wire.substr(0, 60);
        EXPECT_FALSE(decoder.finished());
    }
}

}  // namespace
}  // namespace lectern::http

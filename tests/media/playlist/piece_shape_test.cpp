#include "media/playlist/piece_shape.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

std::string box(const std::string& type, std::size_t inside) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>((inside + 8) >> shift & 0xff);
    return out + type + std::string(inside, 'x');
}

PieceShape shape_of(const std::string& bytes, std::size_t portion) {
    PieceShape shape;
    for (std::size_t at = 0; at < bytes.size(); at += portion)
        shape.take(std::string_view(bytes).substr(at, portion));
    return shape;
}

TEST(PieceShape, SeesWhatIsCutOff) {
    const std::string packet = "G" + std::string(187, 'x');
    const std::string long_box = std::string("\0\0\0\1mdat\0\0\0\0\0\0\0\x14", 16) + "1234";
    const std::string endless = std::string("\0\0\0\0mdat", 8) + "1234567";
    using Kind = PieceShape::Kind;
    const std::tuple<std::string, Kind, bool> table[] = {
        {packet, Kind::transport_stream, true},
        {packet + packet + packet, Kind::transport_stream, true},
        {packet + packet.substr(0, 100), Kind::transport_stream, false},
        {box("styp", 16) + box("moof", 500) + box("mdat", 9000), Kind::boxes, true},
        {(box("styp", 16) + box("moof", 500) + box("mdat", 9000)).substr(0, 5000), Kind::boxes, false},
        {box("styp", 16) + box("moof", 500).substr(0, 5), Kind::boxes, false},
        {box("ftyp", 16) + long_box, Kind::boxes, true},
        {box("ftyp", 16) + long_box + "x", Kind::boxes, false},
        {box("ftyp", 16) + endless, Kind::boxes, true},
        {box("ftyp", 16) + std::string("\0\0\0\5mdat", 8), Kind::boxes, false},
        {"\n #EXTM3U\n", Kind::playlist, true},
        {"<!DOCTYPE html>", Kind::page, true},
        {"ID3\4", Kind::unknown, true},
        {"G", Kind::transport_stream, false},
        {"", Kind::unknown, true},
    };
    for (const auto& [bytes, kind, complete] : table)
        for (const std::size_t portion : {1u, 3u, 100u, 100000u}) {
            const PieceShape shape = shape_of(bytes, portion);
            EXPECT_EQ(shape.kind(), kind) << bytes.substr(0, 40);
            EXPECT_EQ(shape.complete(), complete) << bytes.substr(0, 40) << " " << portion;
        }
}

}  // namespace
}  // namespace lectern::media

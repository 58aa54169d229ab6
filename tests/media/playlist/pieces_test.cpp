#include "media/playlist/aes.hpp"
#include "media/playlist/offer.hpp"
#include "media/playlist/piece_shape.hpp"
#include "media/playlist/playlist_kind.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace lectern::media {
namespace {

std::string encrypted(const std::string& text, const AesBlock& key, const AesBlock& iv) {
    std::string out(text.size() + 32, '\0');
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
    auto* to = reinterpret_cast<unsigned char*>(out.data());
    int length = 0, last = 0;
    EVP_EncryptInit_ex(context, EVP_aes_128_cbc(), nullptr, key.data(), iv.data());
    EVP_EncryptUpdate(context, to, &length, reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
    EVP_EncryptFinal_ex(context, to + length, &last);
    EVP_CIPHER_CTX_free(context);
    out.resize(static_cast<std::size_t>(length + last));
    return out;
}

TEST(AesStream, DecryptsInAnyPortions) {
    const AesBlock key{1, 2, 3}, iv{4, 5, 6}, other{7};
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += static_cast<char>(i * i >> 3);
    for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 1000u})
        for (const std::size_t portion : {1u, 7u, 16u, 33u, 5000u}) {
            const std::string bytes = encrypted(text.substr(0, size), key, iv);
            AesStream stream(key, iv);
            std::string plain;
            for (std::size_t at = 0; at < bytes.size(); at += portion)
                plain += stream.update(std::string_view(bytes).substr(at, portion));
            const auto last = stream.finish();
            ASSERT_TRUE(last) << size << " " << portion;
            plain += *last;
            EXPECT_TRUE(plain == text.substr(0, size)) << size << " " << portion;
        }
    const std::string bytes = encrypted(text, key, iv);
    AesStream cut(key, iv), wrong(other, iv);
    cut.update(std::string_view(bytes).substr(0, 100));
    EXPECT_FALSE(cut.finish());
    wrong.update(bytes);
    EXPECT_FALSE(wrong.finish());
}

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

TEST(PlaylistNames, ByEndingAndByType) {
    const auto named = [](const std::string& path, const std::string& type) {
        return names_playlist(*Url::parse("https://media.example.org" + path), type);
    };
    EXPECT_TRUE(named("/a/master.m3u8", ""));
    EXPECT_TRUE(named("/a/MASTER.M3U8?x=1", "text/plain"));
    EXPECT_TRUE(named("/a.mpd", "application/octet-stream"));
    EXPECT_TRUE(named("/play/5", "Application/Vnd.Apple.MpegURL; charset=utf-8"));
    EXPECT_TRUE(named("/play/5", "audio/x-mpegurl"));
    EXPECT_TRUE(named("/play/5", "application/dash+xml"));
    EXPECT_FALSE(named("/a.mp4", "video/mp4"));
    EXPECT_FALSE(named("/m3u8", "text/plain"));
    EXPECT_FALSE(named("/a.mp4?x=.m3u8", ""));

    EXPECT_EQ(playlist_kind("\xef\xbb\xbf#EXTM3U\n"), PlaylistKind::hls);
    EXPECT_EQ(playlist_kind("<?xml version=\"1.0\"?>\n<!-- x -->\n<MPD>"), PlaylistKind::dash);
    EXPECT_EQ(playlist_kind("<d:MPD xmlns:d=\"x\">"), PlaylistKind::dash);
    EXPECT_EQ(playlist_kind("<html>"), PlaylistKind::none);
    EXPECT_EQ(playlist_kind(""), PlaylistKind::none);
    EXPECT_EQ(playlist_kind("x #EXTM3U <MPD"), PlaylistKind::none);
}

TEST(NamedCodecs, AreTold) {
    const std::tuple<const char*, bool, bool, bool> table[] = {
        {"avc1.64001f,mp4a.40.2", true, true, false},
        {" hvc1.1.6.L93.B0 , ec-3 ", true, true, false},
        {"av01.0.04M.08", true, false, false},
        {"opus", false, true, false},
        {"avc1.64001f,wvtt", true, false, false},
        {"dvh1.05.06,mp4a.40.2", false, true, true},
        {"vp09.00.10.08,opus", true, true, false},
        {"", false, false, false},
        {",,", false, false, false},
        {"avc1x", false, false, true},
    };
    for (const auto& [list, video, audio, other] : table) {
        const NamedCodecs codecs = read_codecs(list);
        EXPECT_EQ(codecs.video, video) << list;
        EXPECT_EQ(codecs.audio, audio) << list;
        EXPECT_EQ(codecs.other, other) << list;
    }
}

}  // namespace
}  // namespace lectern::media

#include "media/playlist/aes.hpp"

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

}  // namespace
}  // namespace lectern::media

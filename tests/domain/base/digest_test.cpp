#include "domain/base/digest.hpp"

#include "domain/base/hex.hpp"
#include "domain/base/sha256.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(Digest, PiecesGiveTheHashOfTheWhole) {
    Digest sha256_digest(Digest::Algorithm::sha256);
    EXPECT_EQ(sha256_digest.hex(), to_hex(sha256("")));
    sha256_digest.update("ab");
    EXPECT_EQ(sha256_digest.hex(), to_hex(sha256("ab"))) << "of everything so far";
    sha256_digest.update("c");
    EXPECT_EQ(sha256_digest.hex(), to_hex(sha256("abc"))) << "to ask does not end it";
    sha256_digest.reset();
    EXPECT_EQ(sha256_digest.hex(), to_hex(sha256("")));
}

TEST(Digest, Md5IsThatOfRfc1321) {
    Digest md5(Digest::Algorithm::md5);
    md5.update("message digest");
    EXPECT_EQ(md5.hex(), "f96b697d7cb7938d525a2f31aaf161d0");
}

}  // namespace
}  // namespace lectern

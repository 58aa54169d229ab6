#include "server/api/access/login_cookie.hpp"

#include <initializer_list>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace lectern::api {
namespace {

const std::string one(64, '1');
const std::string two(64, '2');

std::optional<std::string> secret_in(std::initializer_list<std::string> cookies, bool secure = false) {
    http::Request request;
    request.secure = secure;
    for (const std::string& value : cookies)
        request.fields.add("Cookie", value);
    return login_secret(request);
}

TEST(LoginCookie, IsFoundAmongOthers) {
    EXPECT_EQ(secret_in({"lectern=" + one}), one);
    EXPECT_EQ(secret_in({"a=b; lectern=" + one + "; c"}), one);
    EXPECT_EQ(secret_in({"a=b;lectern=" + one}), one);
    EXPECT_EQ(secret_in({"a=b", "lectern=" + one}), one);
    EXPECT_EQ(secret_in({}), std::nullopt);
}

TEST(LoginCookie, HasADifferentNameOverTls) {
    EXPECT_EQ(secret_in({"__Host-lectern=" + one}, true), one);
    EXPECT_EQ(secret_in({"lectern=" + two + "; __Host-lectern=" + one}, true), one);
    EXPECT_EQ(secret_in({"lectern=" + one}, true), std::nullopt);
    EXPECT_EQ(secret_in({"__Host-lectern=" + one}), std::nullopt);
}

TEST(LoginCookie, OfTwoNoneCounts) {
    EXPECT_EQ(secret_in({"lectern=" + one + "; lectern=" + two}), std::nullopt);
    EXPECT_EQ(secret_in({"lectern=" + one, "lectern=" + two}), std::nullopt);
    EXPECT_EQ(secret_in({"lectern=" + one + "; lectern=" + one}), one);
}

TEST(LoginCookie, WhatIsNoSecretIsIgnored) {
    for (const std::string& value : {std::string(), std::string(63, '1'), std::string(65, '1'),
                                     std::string(64, 'A'), std::string(64, 'g'), std::string(10240, '1'),
                                     "\"" + one + "\"", one.substr(1) + ";", std::string(64, '\0')})
        EXPECT_EQ(secret_in({"lectern=" + value}), std::nullopt) << value;
    for (const std::string& text : {std::string(";;;="), std::string("lectern"), "Lectern=" + one,
                                    "x lectern=" + one, std::string(10240, ';'), std::string(10240, '=')})
        EXPECT_EQ(secret_in({text}), std::nullopt) << text;
    EXPECT_EQ(secret_in({"lectern=garbage; lectern=" + one}), one);
}

TEST(LoginCookie, IsReadByTheServerAlone) {
    http::Request request;
    EXPECT_EQ(login_cookie(request, one),
              "lectern=" + one + "; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
    EXPECT_EQ(no_login_cookie(request), "lectern=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    request.secure = true;
    EXPECT_EQ(login_cookie(request, one),
              "__Host-lectern=" + one + "; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(no_login_cookie(request), "__Host-lectern=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
}

// What browsers send behind a proxy that ends TLS, as nginx passes it on unless it is told otherwise.
http::Request behind_a_proxy(std::initializer_list<std::pair<std::string, std::string>> fields) {
    http::Request request;
    request.public_url = "https://school.example/lectern";
    for (const auto& [name, value] : fields)
        request.fields.add(name, value);
    return request;
}

TEST(LoginCookie, IsSecureIfThePublicAddressIs) {
    const std::string secure = "__Host-lectern=" + one;
    for (const auto& request :
         {behind_a_proxy({{"Host", "127.0.0.1:8080"}}), behind_a_proxy({{"Host", "school.example"}}),
          behind_a_proxy({{"Host", "127.0.0.1:8080"}, {"Origin", "https://school.example"}}),
          behind_a_proxy({{"Host", "127.0.0.1:8080"}, {"Origin", "http://school.example"}}),
          behind_a_proxy({{"Host", "school.example"}, {"Origin", "http://127.0.0.1:8080"}}),
          behind_a_proxy(
              {{"Host", "localhost"}, {"Origin", "http://localhost"}, {"X-Forwarded-For", "192.0.2.1"}})}) {
        EXPECT_EQ(login_cookie(request, one).substr(0, secure.size()), secure);
        EXPECT_TRUE(login_cookie(request, one).ends_with("; Secure"));
        EXPECT_TRUE(no_login_cookie(request).ends_with("; Secure"));
    }
    EXPECT_EQ(login_secret(behind_a_proxy({{"Host", "school.example"}, {"Cookie", secure}})), one);
    EXPECT_EQ(login_secret(behind_a_proxy({{"Host", "school.example"}, {"Cookie", secure.substr(7)}})),
              std::nullopt)
        << "another host may have set it";
    http::Request plain;
    plain.public_url = "http://school.example";
    EXPECT_TRUE(login_cookie(plain, one).starts_with("lectern="));
}

TEST(LoginCookie, APlainPageOnTheServersMachineKeepsItsOwn) {
    const std::string plain = "lectern=" + one;
    for (const char* const host : {"127.0.0.1:8080", "localhost", "[::1]:8080"}) {
        const std::string origin = "http://" + std::string(host);
        const auto login = behind_a_proxy({{"Host", host}, {"Origin", origin}});
        EXPECT_TRUE(login_cookie(login, one).starts_with(plain)) << host;
        EXPECT_FALSE(login_cookie(login, one).ends_with("; Secure"));
        // Reads have no Origin.
        const auto read = behind_a_proxy({{"Host", host}, {"Cookie", plain}});
        EXPECT_EQ(login_secret(read), one);
        EXPECT_TRUE(login_cookie(read, one).starts_with(plain)) << "it is renewed under its name";
        EXPECT_TRUE(no_login_cookie(read).starts_with("lectern=;"));
    }
    for (const char* const field : {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"})
        EXPECT_EQ(login_secret(behind_a_proxy({{"Host", "localhost"}, {"Cookie", plain}, {field, "x"}})),
                  std::nullopt)
            << field;
    auto over_tls = behind_a_proxy({{"Host", "localhost"}, {"Cookie", plain}});
    over_tls.secure = true;
    EXPECT_EQ(login_secret(over_tls), std::nullopt);
    const auto both = behind_a_proxy({{"Host", "localhost"}, {"Cookie", plain + "; __Host-lectern=" + two}});
    EXPECT_EQ(login_secret(both), two);
}

TEST(LoginCookie, EachSecretIsNew) {
    const std::string first = new_login_secret(), second = new_login_secret();
    EXPECT_NE(first, second);
    EXPECT_EQ(secret_in({"lectern=" + first}), first);
}

}  // namespace
}  // namespace lectern::api

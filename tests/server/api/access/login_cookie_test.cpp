#include "server/api/access/login_cookie.hpp"

#include <initializer_list>
#include <string>

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

TEST(LoginCookie, EachSecretIsNew) {
    const std::string first = new_login_secret(), second = new_login_secret();
    EXPECT_NE(first, second);
    EXPECT_EQ(secret_in({"lectern=" + first}), first);
}

}  // namespace
}  // namespace lectern::api

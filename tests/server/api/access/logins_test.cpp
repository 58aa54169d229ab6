#include "server/api/access/logins.hpp"

#include "server/api/access/authorizer.hpp"
#include "storage/access/login_store.hpp"
#include "storage/access/token_store.hpp"
#include "tests/server/api/api_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::api {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::StartsWith;
using namespace test;

class LoginsApi : public ApiTest {
protected:
    LoginsApi() {
        add_login_routes(routes, services);
        storage::Token token;
        token.id = "lan";
        token.hash = token_hash("lectern_lan");
        token.role = "teacher";
        token.name = "Cô Lan";
        token.client_id = "acme";
        token.created_at = now;
        tokens.create(token);
    }

    // `cookie`: the secret in the cookie of the request; "" for none.
    static http::Request request(const std::string& target, const std::string& cookie = "",
                                 bool own_page = true) {
        http::Request made;
        made.target = target;
        made.peer = "192.0.2.1";
        made.from_own_page = own_page;
        if (!cookie.empty()) made.fields.add("Cookie", "lectern=" + cookie);
        return made;
    }
    http::Response log_in(const std::string& token, http::Request made = request("/api/v1/login")) {
        made.body = R"({"token": ")" + token + R"("})";
        made.fields.add("Content-Type", "application/json");
        return call(Method::post, std::move(made));
    }
    http::Response log_out(const std::string& cookie, bool own_page = true) {
        return call(Method::post, request("/api/v1/logout", cookie, own_page));
    }
    std::string new_secret() const {
        EXPECT_THAT(set_cookie, StartsWith("lectern="));
        return set_cookie.substr(8, 64);
    }
    bool is_in(const std::string& secret) { return logins.is_valid(token_hash(secret), now); }

    storage::TokenStore tokens{*database};
    storage::LoginStore logins{*database};
    LoginAttempts attempts;
    bool has_demo = false;
    const LoginServices services{.database = pool,
                                 .tokens = tokens,
                                 .logins = logins,
                                 .attempts = attempts,
                                 .tokens_required = true,
                                 .has_demo_lecture = [this] { return has_demo; },
                                 .now = clock()};
};

TEST_F(LoginsApi, ATokenGivesACookie) {
    const auto answer = log_in("  lectern_lan ");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(text_of(answer),
              R"({"mode":"required","role":"teacher","name":"Cô Lan","client_id":"acme","demo":false})");
    EXPECT_EQ(*answer.fields.find("Cache-Control"), "no-store");
    EXPECT_THAT(set_cookie, HasSubstr("; HttpOnly; SameSite=Lax"));
    EXPECT_TRUE(is_in(new_secret()));
    EXPECT_EQ(tokens.find(token_hash("lectern_lan"))->last_used_at, now);
}

TEST_F(LoginsApi, AWrongTokenGivesNone) {
    EXPECT_EQ(log_in("lectern_minh").status, 401);
    EXPECT_EQ(set_cookie, "");
    ASSERT_TRUE(tokens.revoke("lan", now).has_value());
    EXPECT_EQ(log_in("lectern_lan").status, 401);
    EXPECT_EQ(log_in("").status, 400);
    EXPECT_EQ(set_cookie, "");
}

TEST_F(LoginsApi, AfterManyWrongTokensOneHasToWait) {
    for (int i = 0; i < LoginAttempts::most_failures; ++i)
        EXPECT_EQ(log_in("lectern_" + std::to_string(i)).status, 401);
    const auto refused = log_in("lectern_lan");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(*refused.fields.find("Retry-After"), "60");
    auto elsewhere = request("/api/v1/login");
    elsewhere.peer = "192.0.2.2";
    EXPECT_EQ(log_in("lectern_lan", elsewhere).status, 200);
    now += 60s;
    EXPECT_EQ(log_in("lectern_lan").status, 200);
}

TEST_F(LoginsApi, ALoginNeverTakesOverTheSecretOfTheRequest) {
    const std::string planted(64, 'a');
    log_in("lectern_lan", request("/api/v1/login", planted));
    EXPECT_NE(new_secret(), planted);
    EXPECT_FALSE(is_in(planted));
}

TEST_F(LoginsApi, ALoginOfOurPagesReplacesTheOneBeforeIt) {
    log_in("lectern_lan");
    const std::string first = new_secret();
    log_in("lectern_lan", request("/api/v1/login", first, false));
    EXPECT_TRUE(is_in(first));
    log_in("lectern_lan", request("/api/v1/login", first));
    EXPECT_FALSE(is_in(first));
    EXPECT_TRUE(is_in(new_secret()));
}

TEST_F(LoginsApi, LogoutEndsTheLoginAndItsCookie) {
    log_in("lectern_lan");
    const std::string secret = new_secret();
    EXPECT_EQ(log_out(secret, false).status, 403);
    EXPECT_EQ(set_cookie, "");
    EXPECT_TRUE(is_in(secret));
    EXPECT_EQ(log_out(secret).status, 204);
    EXPECT_THAT(set_cookie, StartsWith("lectern=; Path=/; Max-Age=0"));
    EXPECT_FALSE(is_in(secret));
    EXPECT_EQ(log_out(secret).status, 204);
    EXPECT_EQ(log_out("", false).status, 204) << "there is nothing to end";
}

TEST_F(LoginsApi, MeIsWhoCalls) {
    http::Caller caller;
    caller.token_id = "lan";
    caller.role = "viewer";
    caller.name = "Cô Lan";
    EXPECT_EQ(text_of(get("/api/v1/me", caller)),
              R"({"mode":"required","role":"viewer","name":"Cô Lan","client_id":null,"demo":false})");
}

TEST_F(LoginsApi, ADemoLectureIsTold) {
    has_demo = true;
    EXPECT_TRUE(json_of(get("/api/v1/me")).at("demo").as_bool());
}

TEST_F(LoginsApi, WithoutATokenOneMayDoEverything) {
    LoginServices local = services;
    local.tokens_required = false;
    http::Router other;
    Routes others(other);
    add_login_routes(others, local);
    std::swap(router, other);
    EXPECT_EQ(text_of(get("/api/v1/me")),
              R"({"mode":"local","role":"admin","name":"","client_id":null,"demo":false})");
}

}  // namespace
}  // namespace lectern::api

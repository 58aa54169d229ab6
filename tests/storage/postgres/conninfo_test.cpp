#include "storage/postgres/conninfo.hpp"

#include "storage/open_database.hpp"

#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

namespace lectern::storage::postgres {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string refusal_of(const std::string& url) {
    DatabaseOptions options;
    options.url = url;
    try {
        open_database(options);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

struct WrongUrl {
    const char* url;
    const char* mistake;
};

// The password contains Zq and Xjv around a character that has a meaning in a URL.
class WrongUrlTest : public testing::TestWithParam<WrongUrl> {};
INSTANTIATE_TEST_SUITE_P(
    Urls, WrongUrlTest,
    testing::Values(WrongUrl{"postgresql://lectern:Zq@Xjv@host/db", "an @ too many"},
                    WrongUrl{"postgresql://lectern:Zq/Xjv@host/db", "an @ too many"},
                    WrongUrl{"postgresql://lectern:12/Xjv@host/db", "an @ too many"},
                    WrongUrl{"postgresql://lectern:Zq/Xjv?x@host/db", "a port is not a number"},
                    WrongUrl{"postgresql://lectern:Zq%Xjv@host/db", "a % is not followed by two"},
                    WrongUrl{"postgresql://lectern:Zq%00Xjv@host/db", "%00 is not allowed"},
                    WrongUrl{"postgresql://lectern:Zq Xjv@host/db", "a space"},
                    WrongUrl{"postgresql://lectern:Zq\nXjv@host/db", "a control character"},
                    WrongUrl{"postgresql://host:ZqXjv", "a port is not a number"},
                    WrongUrl{"postgresql://host:5432/db?pasword=ZqXjv", "parameters of libpq"},
                    WrongUrl{"postgresql://host/db?password=Zq&Xjv", "parameters of libpq"},
                    WrongUrl{"postgresql://host/db?ZqXjv", "parameters of libpq"},
                    WrongUrl{"postgresql://[::1/ZqXjv", "parameters of libpq"},
                    WrongUrl{"host=here password=ZqXjv", "must start with postgresql://"},
                    WrongUrl{"host=here password='Zq\\' Xjv", "must start with postgresql://"},
                    WrongUrl{"postgres:/lectern:ZqXjv@host", "must start with postgresql://"},
                    WrongUrl{"mysql://lectern:ZqXjv@host", "must start with postgresql://"},
                    WrongUrl{" postgresql://lectern:ZqXjv@host", "must start with postgresql://"}));

TEST_P(WrongUrlTest, IsRefusedWithoutAPartOfThePassword) {
    const std::string text = refusal_of(GetParam().url);
    EXPECT_THAT(text, HasSubstr(GetParam().mistake));
    EXPECT_THAT(text, Not(HasSubstr("Zq")));
    EXPECT_THAT(text, Not(HasSubstr("Xjv")));
}

TEST(ConninfoTest, AllMistakesAreListed) {
    const std::string text = refusal_of("postgresql://me:a%z@b@host:port/db");
    EXPECT_THAT(text, HasSubstr("an @ too many"));
    EXPECT_THAT(text, HasSubstr("a port is not a number"));
    EXPECT_THAT(text, HasSubstr("a % is not followed by two"));
}

TEST(ConninfoTest, AnUnreachableServerIsNamedWithoutThePassword) {
    const std::string text = refusal_of("postgresql://lectern:Zq%40Xjv@127.0.0.1:1/db");
    EXPECT_THAT(text, HasSubstr("127.0.0.1"));
    EXPECT_THAT(text, Not(HasSubstr("Xjv")));
}

TEST(ConninfoTest, PercentCodedPartsAreRead) {
    EXPECT_THAT(session_conninfo("postgresql://us%20er:p%40%2F%3A%25@host:1/db"),
                testing::AllOf(HasSubstr("password='p@/:%' "), HasSubstr("user='us er' ")));
    EXPECT_THAT(session_conninfo("postgresql://user:p?a:b#c@[::1]:1/db"), HasSubstr("password='p?a:b#c' "));
    EXPECT_THAT(session_conninfo("postgresql:///db?host=/run&user=me%40there"), HasSubstr("host='/run' "));
}

TEST(ConninfoTest, OfSeveralHostsThePrimaryIsWanted) {
    EXPECT_THAT(session_conninfo("postgresql://a,b:5433/db"), HasSubstr("target_session_attrs='primary' "));
    EXPECT_THAT(session_conninfo("postgresql://a,b/db?target_session_attrs=any"),
                HasSubstr("target_session_attrs='any' "));
}

TEST(ConninfoTest, NoOptionsAreSentWithTheRequestToConnect) {
    EXPECT_THAT(session_conninfo("postgresql://host/db"), Not(HasSubstr("options=")));
}

}  // namespace
}  // namespace lectern::storage::postgres

#pragma once

#include "server/api/routes.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/open_database.hpp"
#include "tests/support/temporary_folder.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace lectern::api::test {

using namespace std::chrono_literals;

// The API on an empty SQLite database in a folder of its own, without sockets and without access checks: a
// request goes through the route table and its endpoint. The clock stands still unless a test sets `now`.
class ApiTest : public testing::Test {
protected:
    ApiTest();

    // `body`: JSON text, sent as application/json; "" for none.
    http::Response call(http::Method method, std::string_view target, std::string body = "",
                        http::Caller caller = {});
    http::Response call(http::Method method, http::Request request);  // path and query come from its target
    http::Response get(std::string_view target, http::Caller caller = {}) {
        return call(http::Method::get, target, "", std::move(caller));
    }
    http::Response post(std::string_view target, std::string body, http::Caller caller = {}) {
        return call(http::Method::post, target, std::move(body), std::move(caller));
    }

    std::function<Timestamp()> clock() {
        return [this] { return now; };
    }

    TemporaryFolder folder;
    std::unique_ptr<storage::Database> database;
    http::BlockingPool pool{2, 64};
    http::Router router;
    Routes routes{router};
    Timestamp now{1'800'000'000'000ms};
    std::string set_cookie;  // of the last answer
};

// A caller whose token is bound to one client.
http::Caller client(std::string id);

std::string text_of(const http::Response& response);
boost::json::value json_of(const http::Response& response);
// The messages about the wrong fields in a problem, by the paths of the fields.
std::map<std::string, std::vector<std::string>> mistakes_in(const http::Response& response);

}  // namespace lectern::api::test

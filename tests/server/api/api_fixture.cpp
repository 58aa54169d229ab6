#include "tests/server/api/api_fixture.hpp"

#include "server/http/parse/target.hpp"

#include <future>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace lectern::api::test {
namespace {

storage::DatabaseOptions in_folder(const std::filesystem::path& folder) {
    storage::DatabaseOptions options;
    options.state_folder = folder;
    return options;
}

}  // namespace

ApiTest::ApiTest() : database(storage::open_database(in_folder(folder.path()))) {
    database->migrate();
}

http::Response ApiTest::call(http::Method method, std::string_view target, std::string body,
                             http::Caller caller) {
    http::Request request;
    request.target = target;
    if (!body.empty()) request.fields.add("Content-Type", "application/json");
    request.body = std::move(body);
    request.caller = std::move(caller);
    return call(method, std::move(request));
}

http::Response ApiTest::call(http::Method method, http::Request request) {
    auto target = http::parse_target(request.target);
    if (!target) throw std::invalid_argument("no target: " + request.target);
    request.method = method;
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    http::Router::Match match = router.find(method, request.path);
    if (!match.route) throw std::invalid_argument("no route: " + request.target);
    request.params = std::move(match.params);

    boost::asio::io_context context;
    auto response = boost::asio::co_spawn(context, match.route->handler(request), boost::asio::use_future);
    context.run();
    set_cookie = std::move(request.set_cookie);
    return response.get();
}

http::Caller client(std::string id) {
    http::Caller caller;
    caller.token_id = "token";
    caller.role = "teacher";
    caller.client_id = std::move(id);
    return caller;
}

std::string text_of(const http::Response& response) {
    return std::get<std::string>(response.body);
}

boost::json::value json_of(const http::Response& response) {
    return boost::json::parse(text_of(response));
}

std::map<std::string, std::vector<std::string>> mistakes_in(const http::Response& response) {
    std::map<std::string, std::vector<std::string>> mistakes;
    const boost::json::value body = json_of(response);
    if (const auto* errors = body.as_object().if_contains("errors"))
        for (const auto& [path, messages] : errors->as_object())
            for (const auto& message : messages.as_array())
                mistakes[path].emplace_back(message.as_string());
    return mistakes;
}

}  // namespace lectern::api::test

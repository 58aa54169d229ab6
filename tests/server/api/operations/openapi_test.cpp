#include "server/api/operations/openapi.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace lectern::api {
namespace {

using http::Method;

struct PartBody {
    static constexpr std::string_view schema = "Part";
    std::string title;

    void describe(wire::Fields& f) { f.text("title", title, {.min = 1, .about = "As printed."}); }
};

struct BookBody {
    static constexpr std::string_view schema = "Book";
    std::vector<PartBody> parts;

    void describe(wire::Fields& f) { f.list("parts", parts); }
};

struct OtherBook {
    static constexpr std::string_view schema = "Book";
    void describe(wire::Fields&) {}
};

struct BookAddress {
    std::int64_t shelf = 0;
    std::string book;
    Page page;

    void describe(wire::Fields& f) {
        f.id("shelf", shelf, "The shelf's number.");
        f.uuid("book", book);
        page.describe(f);
    }
};

http::awaitable<Result<NoContent>> nothing(const BookAddress&) {
    co_return NoContent();
}
http::awaitable<Result<std::variant<Created<BookBody>, BookBody>>> create(const BookBody& body) {
    co_return body;
}
http::awaitable<Result<Paged<PartBody>>> list(const BookAddress&) {
    co_return Paged<PartBody>{};
}

boost::json::value described(const Routes& routes) {
    return boost::json::parse(openapi_text(routes));
}

TEST(OpenApi, TellsTheParametersOfPathAndQueryWithTheirTypes) {
    http::Router router;
    Routes routes(router);
    routes.add({.method = Method::del, .pattern = "/shelves/{shelf}/{book}", .summary = "Deletes a book."},
               endpoint<BookAddress, NoBody, NoContent>(nothing));
    const auto operation = described(routes).at("paths").at("/shelves/{shelf}/{book}").at("delete");
    EXPECT_EQ(operation.at("summary").as_string(), "Deletes a book.");
    EXPECT_EQ(operation.at("parameters"), boost::json::parse(R"([
        {"name": "shelf", "in": "path", "required": true, "description": "The shelf's number.",
         "schema": {"type": "integer", "minimum": 1.0}},
        {"name": "book", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}},
        {"name": "skip", "in": "query", "description": "Number of items to skip.",
         "schema": {"type": "integer", "minimum": 0.0, "default": 0}},
        {"name": "limit", "in": "query", "description": "Maximum number of items in the answer.",
         "schema": {"type": "integer", "minimum": 1.0, "maximum": 1000.0, "default": 100}}])"));
    EXPECT_TRUE(operation.at("responses").as_object().contains("204"));
}

TEST(OpenApi, CollectsTheSchemasOfBodiesAndOfWhatIsInThem) {
    http::Router router;
    Routes routes(router);
    routes.add({.method = Method::post, .pattern = "/books"},
               endpoint<NoParams, BookBody, std::variant<Created<BookBody>, BookBody>>(create));
    routes.add({.method = Method::get, .pattern = "/shelves/{shelf}/{book}"},
               endpoint<BookAddress, NoBody, Paged<PartBody>>(list));
    const auto document = described(routes);
    const auto& post = document.at("paths").at("/books").at("post");
    const auto book = boost::json::parse(R"({"$ref": "#/components/schemas/Book"})");
    EXPECT_EQ(post.at("requestBody").at("content").at("application/json").at("schema"), book);
    for (const char* status : {"200", "201"})
        EXPECT_EQ(post.at("responses").at(status).at("content").at("application/json").at("schema"), book);
    const auto& get = document.at("paths").at("/shelves/{shelf}/{book}").at("get");
    EXPECT_EQ(get.at("responses").at("200").at("content").at("application/json").at("schema").at("type"),
              "array");
    const auto& schemas = document.at("components").at("schemas");
    EXPECT_EQ(schemas.at("Part").at("properties").at("title").at("description").as_string(), "As printed.");
    EXPECT_TRUE(schemas.as_object().contains("Book"));
    EXPECT_TRUE(schemas.as_object().contains("Problem"));
}

TEST(OpenApi, TwoBodiesOfOneNameAreRefused) {
    http::Router router;
    Routes routes(router);
    const auto other = []() -> http::awaitable<Result<OtherBook>> { co_return OtherBook(); };
    routes.add({.method = Method::post, .pattern = "/books"},
               endpoint<NoParams, BookBody, std::variant<Created<BookBody>, BookBody>>(create));
    routes.add({.method = Method::get, .pattern = "/books"}, endpoint<NoParams, NoBody, OtherBook>(other));
    EXPECT_THROW(openapi_text(routes), std::logic_error);
}

TEST(OpenApi, OlderAddressesAreNotListed) {
    http::Router router;
    Routes routes(router);
    routes.add({.method = Method::get, .pattern = "/old/{shelf}/{book}", .alias = true},
               endpoint<BookAddress, NoBody, Paged<PartBody>>(list));
    EXPECT_TRUE(described(routes).at("paths").as_object().empty());
}

}  // namespace
}  // namespace lectern::api

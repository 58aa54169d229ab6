#include "server/api/endpoint.hpp"

#include "tests/server/api/api_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::api {
namespace {

using http::Method;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;
using namespace test;

struct ShelfAddress {
    std::int64_t shelf = 0;
    std::string room;
    bool loud = false;

    void describe(wire::Fields& f) {
        f.id("shelf", shelf, "The shelf's number.");
        f.uuid("room", room);
        f.truth("loud", loud, {.required = false});
    }
};

struct BookBody {
    static constexpr std::string_view schema = "Book";
    std::string title;
    std::int64_t pages = 0;

    void describe(wire::Fields& f) {
        f.text("title", title, {.min = 1, .max = 20});
        f.integer("pages", pages, {.min = 1});
    }
};

struct HintBody {
    static constexpr std::string_view schema = "Hint";
    static constexpr bool may_be_empty = true;
    std::optional<std::string> hint;

    void describe(wire::Fields& f) { f.text("hint", hint); }
};

Result<BookBody> give_back(const ShelfAddress& address, const BookBody& body) {
    if (address.shelf == 404) return Error::not_found("There is no such shelf.");
    return BookBody{body.title + (address.loud ? "!" : "") + " in " + address.room, body.pages + 1};
}

http::awaitable<Result<BookBody>> give_back_later(const ShelfAddress& address, const BookBody& body) {
    co_return give_back(address, body);
}

// A rule that the type of the body does not contain.
void check_book(const ShelfAddress&, const BookBody& body, Mistakes& mistakes) {
    if (body.pages % 7 == 0) mistakes.add("pages", "must not be divisible by 7");
}

const std::string room = "AAAAAAAA-0000-4000-8000-000000000001";
const std::string shelves = "/rooms/" + room + "/shelves/";

class EndpointTest : public ApiTest {
protected:
    EndpointTest() {
        const std::string pattern = "/rooms/{room}/shelves/{shelf}/";
        routes.add({.method = Method::post, .pattern = pattern + "blocking"},
                   blocking_endpoint<ShelfAddress, BookBody, BookBody>(pool, give_back));
        routes.add({.method = Method::post, .pattern = pattern + "later"},
                   endpoint<ShelfAddress, BookBody, BookBody>(give_back_later));
        routes.add({.method = Method::post, .pattern = pattern + "checked"},
                   blocking_endpoint<ShelfAddress, BookBody, BookBody>(pool, give_back, check_book));
    }
};

TEST_F(EndpointTest, GivesParametersAndBodyToTheHandler) {
    for (const char* kind : {"blocking", "later", "checked"}) {
        const auto answer =
            post(shelves + "7/" + kind + "?loud=true", R"({"title": " Dune ", "pages": 600, "other": 1})");
        EXPECT_EQ(answer.status, 200) << kind;
        EXPECT_EQ(*answer.fields.find("Content-Type"), "application/json");
        EXPECT_EQ(text_of(answer),
                  R"({"title":"Dune! in aaaaaaaa-0000-4000-8000-000000000001","pages":601})");
    }
}

TEST_F(EndpointTest, TellsAllMistakesOfPathQueryAndBodyAtOnce) {
    for (const char* kind : {"blocking", "later", "checked"}) {
        const auto answer = post("/rooms/here/shelves/0/" + std::string(kind) + "?loud=perhaps",
                                 R"({"title": "", "pages": "many"})");
        EXPECT_EQ(answer.status, 400);
        EXPECT_THAT(mistakes_in(answer),
                    testing::IsSupersetOf({Pair("title", ElementsAre("must not be empty")),
                                           Pair("pages", ElementsAre("must be a whole number")),
                                           Pair("shelf", ElementsAre("must be a positive whole number")),
                                           Pair("room", ElementsAre("must be a UUID")),
                                           Pair("loud", ElementsAre("must be true or false"))}));
        EXPECT_EQ(mistakes_in(answer).size(), 5u);
    }
}

TEST_F(EndpointTest, ACheckAddsItsMistakesToTheOthers) {
    EXPECT_THAT(mistakes_in(post(shelves + "0/checked", R"({"title": "Dune", "pages": 21})")),
                UnorderedElementsAre(Pair("shelf", ElementsAre("must be a positive whole number")),
                                     Pair("pages", ElementsAre("must not be divisible by 7"))));
    EXPECT_EQ(post(shelves + "1/checked", R"({"title": "Dune", "pages": 21})").status, 400);
}

TEST_F(EndpointTest, ABodyThatIsNotJsonIsTheOnlyMistake) {
    const auto broken = post("/rooms/here/shelves/0/blocking", "{");
    EXPECT_EQ(broken.status, 400);
    EXPECT_TRUE(mistakes_in(broken).empty());

    http::Request other;
    other.target = shelves + "1/blocking";
    other.fields.add("Content-Type", "text/plain");
    other.body = R"({"title": "Dune", "pages": 1})";
    EXPECT_EQ(call(Method::post, other).status, 415);
    other.fields.set("Content-Type", "Application/JSON ; charset=utf-8");
    EXPECT_EQ(call(Method::post, other).status, 200);
}

TEST_F(EndpointTest, AnErrorBecomesAProblem) {
    for (const char* kind : {"blocking", "later"}) {
        const auto answer = post(shelves + "404/" + kind, R"({"title": "Dune", "pages": 1})");
        EXPECT_EQ(answer.status, 404);
        EXPECT_EQ(json_of(answer).at("detail").as_string(), "There is no such shelf.");
    }
}

TEST_F(EndpointTest, AnExceptionOfABlockingHandlerReachesTheCaller) {
    routes.add({.method = Method::get, .pattern = "/broken"},
               blocking_endpoint<NoParams, NoBody, NoContent>(
                   pool, []() -> Result<NoContent> { throw std::runtime_error("the disk is on fire"); }));
    EXPECT_THROW(get("/broken"), std::runtime_error);
}

TEST_F(EndpointTest, HandlersTakeTheCallerOrTheRequestIfTheyWantTo) {
    const auto name_caller = [](const http::Caller& caller) -> Result<BookBody> {
        return BookBody{caller.client_id.value_or("nobody"), 1};
    };
    const auto name_target = [](const HintBody& body, http::Request& request) -> Result<BookBody> {
        return BookBody{request.target + body.hint.value_or(" without hint"), 1};
    };
    routes.add({.method = Method::get, .pattern = "/caller"},
               blocking_endpoint<NoParams, NoBody, BookBody>(pool, name_caller));
    routes.add({.method = Method::post, .pattern = "/target"},
               blocking_endpoint<NoParams, HintBody, BookBody>(pool, name_target));
    EXPECT_EQ(text_of(get("/caller", client("thu"))), R"({"title":"thu","pages":1})");
    EXPECT_EQ(text_of(post("/target", "")), R"({"title":"/target without hint","pages":1})");
    EXPECT_EQ(text_of(post("/target", R"({"hint": "?"})")), R"({"title":"/target?","pages":1})");
}

TEST_F(EndpointTest, AnswersHaveTheirStatusAndFields) {
    const auto add = [&]<class Answer>(const char* path, Answer answer) {
        routes.add({.method = Method::get, .pattern = path},
                   blocking_endpoint<NoParams, NoBody, Answer>(
                       pool, [answer]() -> Result<Answer> { return answer; }));
        return get(path);
    };
    EXPECT_EQ(add("/none", NoContent()).status, 204);
    EXPECT_EQ(add("/created", Created<BookBody>{{"Dune", 1}}).status, 201);
    using Either = std::variant<Created<BookBody>, BookBody>;
    EXPECT_EQ(add("/first", Either(Created<BookBody>{{"Dune", 1}})).status, 201);
    EXPECT_EQ(add("/second", Either(BookBody{"Dune", 1})).status, 200);
    const auto tagged = add("/tagged", WithFields<BookBody>{{"Dune", 1}, {{"ETag", "\"1\""}}});
    EXPECT_EQ(*tagged.fields.find("ETag"), "\"1\"");
    const auto page = add("/page", Paged<BookBody>{{{"Dune", 1}, {"Emma", 2}}, 3, {0, 2}});
    EXPECT_EQ(text_of(page), R"([{"title":"Dune","pages":1},{"title":"Emma","pages":2}])");
    EXPECT_EQ(*page.fields.find("X-Total-Count"), "3");
    EXPECT_THAT(*page.fields.find("Link"), testing::HasSubstr("</page?skip=2&limit=2>; rel=\"next\""));
}

TEST_F(EndpointTest, AShortcutAnswersBeforeAnythingIsRead) {
    const auto known = [](const http::Request& request) -> std::optional<http::Response> {
        if (!request.query_value("known")) return std::nullopt;
        return http::Response::no_content();
    };
    routes.add({.method = Method::post, .pattern = "/short/{room}/{shelf}"},
               with_shortcut(known, blocking_endpoint<ShelfAddress, BookBody, BookBody>(pool, give_back)));
    EXPECT_EQ(post("/short/here/0?known=1", "{").status, 204);
    EXPECT_EQ(post("/short/here/0", "{").status, 400);
}

TEST_F(EndpointTest, ARowWhosePathIsNotDescribedIsRefused) {
    EXPECT_THROW(routes.add({.method = Method::get, .pattern = "/rooms/{room}/{window}"},
                            blocking_endpoint<ShelfAddress, NoBody, NoContent>(
                                pool, [](const ShelfAddress&) -> Result<NoContent> { return NoContent(); })),
                 std::logic_error);
}

}  // namespace
}  // namespace lectern::api

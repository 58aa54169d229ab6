#include "media/source/link.hpp"
#include "server/api/batches/batch_routes.hpp"
#include "server/api/batches/client_files.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/batches/download_store.hpp"
#include "tests/server/api/api_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::api {
namespace {

using http::Method;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;
using namespace test;

const std::string two_tasks = R"({"ids": ["a", "b"], "names": ["A", "B"], "batch_names": ["x", "x"]})";

class BatchesApi : public ApiTest {
protected:
    BatchesApi() {
        add_batch_routes(routes, services, {sources, id_template}, files);
        add_download_task_routes(routes, services, state, false);
    }

    // Creates a session and returns the ids of its tasks.
    std::vector<std::string> create(const std::string& client_id, const std::string& session_id) {
        const auto made = post("/api/client/" + client_id + "/" + session_id + "/create_session", two_tasks);
        EXPECT_EQ(made.status, 200) << text_of(made);
        std::vector<std::string> ids;
        const auto answer = json_of(made);
        for (const auto& id : answer.at("task_ids").as_array())
            ids.emplace_back(id.as_string());
        return ids;
    }

    storage::StateFolder state{folder.path(), 0};
    storage::BatchStore batches{*database};
    storage::DownloadStore downloads{*database};
    storage::JobStore jobs{*database};
    storage::UploadStore uploads{*database};
    storage::LoginStore logins{*database};
    storage::Outbox outbox{*database, state};
    jobs::Executor executor{{.workers = 1, .capacity = 4}};
    jobs::Runner runner{jobs, executor, {}, {}, "boot"};  // not started: no job is claimed
    pipeline::Housekeeping housekeeping{
        {jobs, uploads, logins, outbox, state}, std::chrono::hours(1), {}, {}, clock()};
    const BatchServices services{
        .database = pool, .batches = batches, .downloads = downloads, .runner = runner, .now = clock()};
    ClientFiles files{pool, outbox, housekeeping};
    media::SourceOptions sources;
    const std::string id_template = "https://drive.google.com/file/d/{id}/view";
};

TEST_F(BatchesApi, ASessionIsCreatedReadAndDeletedUnderBothAddresses) {
    const auto ids = create("thu", "algebra");
    for (const char* prefix : {"/api", ""}) {
        const auto session = get(prefix + std::string("/client/thu/algebra"));
        EXPECT_EQ(session.status, 200);
        ASSERT_EQ(json_of(session).at("tasks").as_array().size(), 2u);
        EXPECT_EQ(json_of(session).at("tasks").at(0).at("task_id").as_string(), ids[0]);
    }
    EXPECT_EQ(json_of(call(Method::del, "/api/client/thu/algebra/delete_session")).at("message").as_string(),
              "Session deleted");
    EXPECT_EQ(get("/api/client/thu/algebra").status, 404);
    EXPECT_EQ(call(Method::del, "/api/client/thu/algebra/delete_session").status, 404);
}

TEST_F(BatchesApi, AllMistakesAreToldAtOnce) {
    const auto refused = post("/api/client/t%20u/delete_client/create_session",
                              R"({"ids": ["a", ""], "names": ["A"], "batch_names": 7})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(
        mistakes_in(refused),
        UnorderedElementsAre(
            Pair("ids.1", ElementsAre("must not be empty")),
            Pair("names", ElementsAre("must have as many items as ids")),
            Pair("batch_names", ElementsAre("must be a list")),
            Pair("client_id", ElementsAre(testing::StartsWith("must be 1 to 64 of the characters"))),
            Pair("session_id", ElementsAre("is the name of an action of this API: choose another id"))));
}

TEST_F(BatchesApi, LinksAreCheckedWhenTheyArePosted) {
    const auto refused = post("/api/client/thu/algebra/create_session",
                              R"({"ids": ["a", "b", "c", "d"], "names": ["A", "B", "C", "D"],
        "batch_names": ["x", "x", "x", "x"], "lecture_urls": [null, "https://example.org/a.mp4",
        "https://drive.google.com/drive/folders/1AbCdEfGhIjKlMnOpQrStUvWxYz012345",
        "upload://00000000-0000-4000-8000-000000000000"]})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(mistakes_in(refused),
                UnorderedElementsAre(Pair("lecture_urls.1", ElementsAre(HasSubstr("not allowed"))),
                                     Pair("lecture_urls.2", ElementsAre(HasSubstr("folder"))),
                                     Pair("lecture_urls.3", ElementsAre(HasSubstr("upload")))));
    EXPECT_EQ(get("/api/client/thu").status, 404) << "nothing is stored";
}

TEST_F(BatchesApi, TheSameRecordingsAgainAreNamed) {
    const std::string drive = "https://drive.google.com/";
    const std::string first = "1AbCdEfGhIjKlMnOpQrStUvWxYz012345",
                      second = "1ZyXwVuTsRqPoNmLkJiHgFeDcBa543210";
    const auto add = [&](const std::string& id, const std::string& link) {
        return json_of(post("/api/client/thu/algebra/create_session",
                            R"({"ids": ["x", ")" + id +
                                R"("], "names": ["A", "B"], "batch_names": ["x", "x"], )" +
                                R"("lecture_urls": [")" + link + R"(", null]})"));
    };
    const auto made = add(first, drive + "open?id=" + second);
    EXPECT_TRUE(made.at("already_there").as_array().empty());
    const auto again = add("other", "<" + drive + "file/d/" + first + "/view>");
    EXPECT_EQ(again.at("task_ids").as_array().size(), 2u) << "they are added all the same";
    ASSERT_EQ(again.at("already_there").as_array().size(), 1u);
    const auto& same = again.at("already_there").at(0);
    EXPECT_EQ(same.at("index").as_int64(), 0);
    EXPECT_EQ(same.at("task_id"), made.at("task_ids").at(1));
    EXPECT_EQ(same.at("status").as_string(), "created");
}

TEST_F(BatchesApi, StartingTwiceIsAConflict) {
    const auto ids = create("thu", "algebra");
    EXPECT_EQ(json_of(post("/api/start/" + ids[0], "")).at("message").as_string(), "Download started");
    EXPECT_EQ(post("/api/start/" + ids[0], "").status, 409);
    EXPECT_EQ(json_of(post("/api/client/thu/algebra/start", "")).at("message").as_string(), "1 task started");
    EXPECT_EQ(json_of(post("/api/tasks/" + ids[1] + "/cancel", "")).at("status").as_string(), "cancelled");
    EXPECT_EQ(get("/api/tasks/" + ids[1] + "/file").status, 404) << "nothing was downloaded";
}

TEST_F(BatchesApi, ACallerThatIsBoundToAClientSeesOnlyItsOwnData) {
    const auto ids = create("thu", "algebra");
    create("lan", "biology");
    const auto all = get("/api/client");
    EXPECT_EQ(*all.fields.find("X-Total-Count"), "2");
    const auto own = get("/api/client", client("lan"));
    ASSERT_EQ(json_of(own).as_array().size(), 1u);
    EXPECT_EQ(json_of(own).at(0).at("client_id").as_string(), "lan");
    EXPECT_EQ(get("/api/tasks/" + ids[0], client("thu")).status, 200);
    EXPECT_EQ(get("/api/tasks/" + ids[0], client("lan")).status, 404);
    EXPECT_EQ(post("/api/start/" + ids[0], "", client("lan")).status, 404);
}

TEST_F(BatchesApi, MergingNamesTwoSessions) {
    create("thu", "algebra");
    create("thu", "biology");
    EXPECT_EQ(post("/api/client/thu/merge_sessions", R"({"session_ids": ["algebra", "algebra"]})").status,
              400);
    EXPECT_EQ(post("/api/client/thu/merge_sessions", R"({"session_ids": ["algebra", "nothing"]})").status,
              404);
    EXPECT_EQ(json_of(post("/api/client/thu/merge_sessions", R"({"session_ids": ["algebra", "biology"]})"))
                  .at("message")
                  .as_string(),
              "Sessions merged");
    EXPECT_EQ(json_of(get("/api/client/thu/algebra")).at("tasks").as_array().size(), 4u);
    EXPECT_EQ(get("/api/client/thu/biology").status, 404);
}

}  // namespace
}  // namespace lectern::api

#include "media/source/link.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/cache/answer_cache.hpp"
#include "server/api/lectures/events/lecture_watchers.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/plans/plan_routes.hpp"
#include "server/api/lectures/recording_resolver.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/access/ownership_store.hpp"
#include "storage/access/token_store.hpp"
#include "storage/batches/download_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/lectures/class_tie_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/snippet_store.hpp"
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

class LecturesApi : public ApiTest {
protected:
    LecturesApi() {
        database->changes().subscribe([this](const storage::Changes& changes, storage::Certainty) {
            answer_cache.changed(storage::lectures_of(changes));
        });
        add_lecture_routes(routes, services, class_ties, recordings);
        add_plan_routes(routes, services, media_urls);
        add_transcript_routes(routes, services);
        add_pipeline_routes(routes, services, answer_cache);
    }

    // Creates a lecture and returns its address.
    std::string create(const std::string& name, const std::string& drive_id, http::Caller caller = {}) {
        const auto made =
            post("/api/v1/upload-session",
                 R"({"name": ")" + name + R"(", "drive_link": "https://drive.google.com/file/d/)" + drive_id +
                     R"(/view"})",
                 std::move(caller));
        EXPECT_EQ(made.status, 200) << text_of(made);
        return "/api/v1/sessions/" + std::to_string(json_of(made).at("id").as_int64());
    }

    storage::StateFolder state{folder.path(), 0};
    storage::LectureStore lectures{*database, 1000};
    storage::SnippetStore snippets{*database, 1000};
    storage::DownloadStore downloads{*database};
    storage::JobStore jobs{*database};
    storage::UploadStore uploads{*database};
    storage::LoginStore logins{*database};
    storage::ClassroomStore classrooms{*database};
    storage::ClassTieStore class_ties{*database};
    storage::OwnershipStore owners{*database};
    storage::TokenStore tokens{*database};
    storage::Outbox outbox{*database, state};
    jobs::Executor executor{{.workers = 1, .capacity = 4}};
    jobs::Runner runner{jobs, executor, {}, {}, "boot"};  // not started: no job is claimed
    pipeline::Housekeeping housekeeping{
        {jobs, uploads, logins, outbox, state}, std::chrono::hours(1), {}, {}, clock()};
    media::SourceOptions sources;
    RecordingResolver recordings{sources, "https://drive.google.com/file/d/{id}/view", uploads, downloads,
                                 classrooms};
    LectureWatchers watchers{database->changes(), 1s};
    const LectureServices services{.database = pool,
                                   .lectures = lectures,
                                   .snippets = snippets,
                                   .owners = owners,
                                   .tokens = tokens,
                                   .logins = logins,
                                   .runner = runner,
                                   .housekeeping = housekeeping,
                                   .watchers = watchers,
                                   .now = clock()};
    AnswerCache answer_cache{100};
    MediaUrls media_urls{std::string(64, 'k'), 3600};
};

const std::string first_id = "1AbCdEfGhIjKlMnOpQrStUvWxYz012345";
const std::string second_id = "1ZyXwVuTsRqPoNmLkJiHgFeDcBa543210";

TEST_F(LecturesApi, WhatIsCreatedCanBeReadListedAndDeleted) {
    const std::string lecture = create("Algebra", first_id);
    now += 1s;
    create("Biology", second_id);
    EXPECT_EQ(json_of(get(lecture)).at("name").as_string(), "Algebra");
    const auto page = get("/api/v1/sessions?sort_by=name&order=desc&limit=1");
    EXPECT_EQ(json_of(page).at(0).at("name").as_string(), "Biology");
    EXPECT_EQ(*page.fields.find("X-Total-Count"), "2");
    EXPECT_EQ(call(Method::del, lecture).status, 204);
    EXPECT_EQ(get(lecture).status, 404);
}

TEST_F(LecturesApi, TheSameRecordingTwiceNamesTheFirst) {
    create("Algebra", first_id);
    const auto again =
        post("/api/v1/upload-session",
             R"({"name": "Again", "drive_link": "https://drive.google.com/open?id=)" + first_id + R"("})");
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(json_of(again).at("id").as_int64(), 1);
}

TEST_F(LecturesApi, ALinkWithTheMissingResourceKeyPutsAFailedLectureRight) {
    const std::string lecture = create("Algebra", first_id);
    const auto post_link = [&](const std::string& key) {
        return post("/api/v1/upload-session",
                    R"({"name": "Again", "drive_link": "https://drive.google.com/open?id=)" + first_id +
                        (key.empty() ? "" : "&resourcekey=" + key) + R"("})");
    };
    EXPECT_EQ(post_link("0-abc").status, 400) << "it has not failed";
    const auto fail = [&] {
        const auto job = jobs.claim("boot", {JobKind::download}, now, 1min).value();
        jobs.fail({job.id, job.lease_token}, {JobState::failed, now, "There is no such file."}, now);
    };
    fail();
    EXPECT_EQ(post_link("").status, 400) << "nothing new";
    const auto mended = post_link("0-abc");
    EXPECT_EQ(mended.status, 200) << text_of(mended);
    EXPECT_EQ(json_of(mended).at("id").as_int64(), 1);
    EXPECT_EQ(json_of(mended).at("job_status").as_string(), "Pending");
    EXPECT_THAT(std::string(json_of(get(lecture)).at("drive_link").as_string()), HasSubstr("0-abc"));
    EXPECT_EQ(json_of(get(lecture)).at("name").as_string(), "Algebra");
    EXPECT_EQ(post_link("0-abc").status, 400) << "it runs";
    EXPECT_EQ(post_link("0-def").status, 400) << "it runs";
    fail();
    EXPECT_EQ(post_link("0-abc").status, 400) << "the same key again";
    EXPECT_EQ(post_link("0-def").status, 200);
}

TEST_F(LecturesApi, AllMistakesAreToldAtOnce) {
    EXPECT_THAT(mistakes_in(post("/api/v1/upload-session",
                                 R"({"name": "", "drive_link": "ftp://x/", "subtitles": "none",
                                     "classroom_id": "here"})")),
                UnorderedElementsAre(Pair("name", testing::_), Pair("drive_link", testing::_),
                                     Pair("subtitles", testing::_),
                                     Pair("classroom_id", ElementsAre("must be a UUID"))));
    EXPECT_THAT(mistakes_in(get("/api/v1/sessions?skip=x&sort_by=size&order=up&class_session_id=1")),
                UnorderedElementsAre(
                    Pair("skip", testing::_),
                    Pair("sort_by", ElementsAre("must be one of created_at, id, name, module, job_status")),
                    Pair("order", ElementsAre("must be asc or desc")),
                    Pair("class_session_id", ElementsAre("must be a UUID"))));
    EXPECT_THAT(mistakes_in(get("/api/v1/sessions/0/transcript?format=pdf")),
                UnorderedElementsAre(Pair("session_id", ElementsAre("must be a positive whole number")),
                                     Pair("format", ElementsAre("must be one of json, vtt, srt"))));
}

TEST_F(LecturesApi, WhatIsNotThereIsNotFound) {
    for (const char* path : {"/api/v1/sessions/9", "/api/v1/sessions/9/results", "/api/v1/jobs/9/status",
                             "/api/v1/sessions/9/transcript", "/api/v1/jobs/9/events"})
        EXPECT_EQ(get(path).status, 404) << path;
}

TEST_F(LecturesApi, APlanIsAConflictUntilThereIsARecording) {
    const std::string lecture = create("Algebra", first_id);
    const std::string plan = R"({"snippets": [{"name": "A", "start": 0, "end": 5}]})";
    EXPECT_EQ(call(Method::patch, lecture + "/plan", plan).status, 409);
    EXPECT_EQ(json_of(post("/api/v1/jobs/1/cancel", "")).at("job_status").as_string(), "Failed");
    EXPECT_EQ(call(Method::patch, lecture + "/plan", plan).status, 409) << "there is no recording";
    const auto refused =
        call(Method::patch, lecture + "/plan",
             R"({"snippets": [{"name": "", "start": 0, "end": 5}, {"name": "B", "start": 5, "end": 5}]})");
    EXPECT_THAT(mistakes_in(refused), UnorderedElementsAre(Pair("snippets.0.name", testing::_),
                                                           Pair("snippets.1.end", testing::_)));
}

TEST_F(LecturesApi, AStatusIsKeptUntilItsLectureChanges) {
    create("Algebra", first_id);
    const auto before = get("/api/v1/jobs/1/status");
    EXPECT_EQ(text_of(get("/api/v1/jobs/1/status")), text_of(before));
    EXPECT_EQ(answer_cache.counters().hits, 1u);
    post("/api/v1/jobs/1/cancel", "");
    EXPECT_EQ(json_of(get("/api/v1/jobs/1/status")).at("job_status").as_string(), "Failed");
}

TEST_F(LecturesApi, ACallerThatIsBoundToAClientSeesOnlyItsOwnData) {
    create("Algebra", first_id);
    const std::string own = create("Biology", second_id, client("lan"));
    const auto listed = get("/api/v1/sessions", client("lan"));
    ASSERT_EQ(json_of(listed).as_array().size(), 1u);
    EXPECT_EQ(json_of(listed).at(0).at("name").as_string(), "Biology");
    EXPECT_TRUE(json_of(get(own)).as_object().contains("match"));
    EXPECT_FALSE(json_of(get(own, client("lan"))).as_object().contains("match"));
    EXPECT_EQ(
        post(
            "/api/v1/upload-session",
            R"({"name": "C", "drive_link": "https://drive.google.com/file/d/1QqQqQqQqQqQqQqQqQqQqQqQqQq012345/view",
                       "classroom_id": "00000000-0000-4000-8000-000000000000"})",
            client("lan"))
            .status,
        403);
}

}  // namespace
}  // namespace lectern::api

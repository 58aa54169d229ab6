#include "server/api/cache/answer_cache.hpp"

#include "tests/storage/store_fixture.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

namespace lectern::api {
namespace {

using namespace std::chrono_literals;

const Timestamp noon{1'800'000'000'000ms};

http::Request request_for(std::string path, std::optional<std::string> client = {}) {
    http::Request request;
    request.method = http::Method::get;
    request.path = std::move(path);
    request.caller.client_id = std::move(client);
    return request;
}

std::string body_of(const http::Response& response) {
    return std::get<std::string>(response.body);
}

std::string found(AnswerCache& reads, const http::Request& request, Timestamp now = noon) {
    const auto response = reads.find(request, now);
    return response ? body_of(*response) : "";
}

TEST(AnswerCache, GivesWhatWasKeptUntilItsLectureChanges) {
    AnswerCache reads(100);
    const auto one = request_for("/one"), other = request_for("/other");
    EXPECT_EQ(found(reads, one), "");
    const http::Response made = reads.keep(one, reads.moment(), 1, "[1]", noon);
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(body_of(made), "[1]");
    reads.keep(other, reads.moment(), 2, "[2]", noon);
    EXPECT_EQ(found(reads, one), "[1]");
    EXPECT_EQ(*reads.find(one, noon)->fields.find("ETag"), *made.fields.find("ETag"));
    reads.changed({1, 7});
    EXPECT_EQ(found(reads, one), "");
    EXPECT_EQ(found(reads, other), "[2]");
    reads.keep(one, reads.moment(), 1, "[3]", noon);
    EXPECT_EQ(found(reads, one), "[3]");
}

TEST(AnswerCache, WhatChangedWhileItWasReadIsNotKept) {
    AnswerCache reads(100);
    const auto request = request_for("/one");
    const auto before = reads.moment();
    reads.changed({1});
    EXPECT_EQ(body_of(reads.keep(request, before, 1, "old", noon)), "old")
        << "whoever asked gets what was read";
    EXPECT_EQ(found(reads, request), "");
    const auto again = reads.moment();
    reads.keep(request, again, 1, "new", noon);
    reads.keep(request, before, 1, "old", noon);  // a slow reader
    EXPECT_EQ(found(reads, request), "new");
}

TEST(AnswerCache, DropsAnswersAfterTheirTime) {
    AnswerCache reads(100);
    const auto one = request_for("/one"), other = request_for("/other");
    reads.keep(one, reads.moment(), 1, "x", noon, noon + 2s);
    EXPECT_EQ(found(reads, one, noon + 1999ms), "x");
    EXPECT_EQ(found(reads, one, noon + 2s), "");
    reads.keep(other, reads.moment(), 1, "x", noon);
    EXPECT_EQ(found(reads, other, noon + 4999ms), "x");
    EXPECT_EQ(found(reads, other, noon + 5s), "") << "a change by hand is seen in the end";
}

TEST(AnswerCache, ClientsDoNotSeeEachOthersAnswers) {
    AnswerCache reads(100);
    reads.keep(request_for("/one", "a"), reads.moment(), 1, "of a", noon);
    EXPECT_EQ(found(reads, request_for("/one", "a")), "of a");
    EXPECT_EQ(found(reads, request_for("/one", "b")), "");
    EXPECT_EQ(found(reads, request_for("/one")), "");
}

TEST(AnswerCache, IsBoundedAndDropsFirstWhatNobodyAsksFor) {
    AnswerCache reads(1000);
    const auto hot = request_for("/hot");
    reads.keep(hot, reads.moment(), 1, "hot", noon);
    for (int i = 0; i < 10000; ++i) {
        reads.keep(request_for("/cold/" + std::to_string(i)), reads.moment(), 2, "cold", noon);
        EXPECT_EQ(found(reads, hot), "hot") << i;
    }
    EXPECT_GT(reads.counters().kept, 400);
    EXPECT_LE(reads.counters().kept, 1024);

    AnswerCache none(0);
    none.keep(hot, none.moment(), 1, "hot", noon);
    EXPECT_EQ(found(none, hot), "");
    EXPECT_EQ(none.counters().kept, 0);
}

class AnswerCacheOfStores : public storage::test::StoreTest {};
LECTERN_ON_BOTH_DRIVERS(AnswerCacheOfStores);

// Each write stores a larger number. A reader must get at least the last number whose write returned before
// the read.
TEST_P(AnswerCacheOfStores, NothingIsOlderThanAWriteThatHasReturned) {
    constexpr int lectures_count = 3, writes = 120, readers = 4;
    AnswerCache reads(100);
    const auto shared = open_again(6);
    shared->changes().subscribe([&](const storage::Changes& changes, storage::Certainty) {
        reads.changed(storage::lectures_of(changes));
    });
    storage::LectureStore store(*shared, 1000);
    storage::SnippetStore snippet_store(*shared, 1000);
    storage::JobStore job_store(*shared);

    // The plans of all lectures but the last are replaced again and again. The last one is being downloaded.
    std::vector<std::int64_t> ids, snippet_ids;
    for (int i = 0; i + 1 < lectures_count; ++i) {
        ids.push_back(finished("lecture " + std::to_string(i), 1).id);
        snippet_ids.push_back(lectures.with_snippets(ids.back())->snippets.at(0).id);
    }
    ids.push_back(create("running").id);
    const storage::Lease lease = storage::test::lease_of(claim());

    const auto write = [&](std::size_t i, int number) {
        if (i + 1 == ids.size()) {
            job_store.heartbeat(lease, number, now, 10min);
            return;
        }
        const PlanItem item{snippet_ids[i], std::to_string(number), "", 0, 10};
        ASSERT_TRUE(snippet_store.set_plan(ids[i], {item}, now).has_value());
    };
    const auto read = [&](std::size_t i) {
        const auto request = request_for("/" + std::to_string(i));
        if (const auto known = reads.find(request, noon)) return std::stoi(body_of(*known));
        const auto before = reads.moment();
        const std::string text = i + 1 == ids.size()
                                     ? std::to_string(std::lround(store.status(ids[i])->progress / 0.2))
                                     : snippet_store.get(snippet_ids[i])->name;
        return std::stoi(body_of(reads.keep(request, before, ids[i], text, noon)));
    };
    for (std::size_t i = 0; i < ids.size(); ++i)
        write(i, 0);

    std::vector<std::atomic<int>> returned(ids.size());
    std::atomic<int> writing{lectures_count};
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        threads.emplace_back([&, i] {
            for (int number = 1; number <= writes; ++number) {
                write(i, number);
                returned[i] = number;
            }
            --writing;
        });
    }
    for (int reader = 0; reader < readers; ++reader) {
        threads.emplace_back([&] {
            while (writing > 0) {
                for (std::size_t i = 0; i < ids.size(); ++i) {
                    const int least = returned[i];
                    EXPECT_GE(read(i), least);
                }
            }
        });
    }
    threads.clear();
    for (std::size_t i = 0; i < ids.size(); ++i)
        EXPECT_EQ(read(i), writes);
    EXPECT_GT(reads.counters().hits, 0u);
    EXPECT_GT(reads.counters().misses, 0u);
}

}  // namespace
}  // namespace lectern::api

#include "server/api/lectures/events/event_feed.hpp"

#include <atomic>
#include <exception>
#include <map>
#include <optional>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::api {
namespace {

using namespace std::chrono_literals;
using storage::Certainty;
using storage::Topic;
using testing::HasSubstr;
using testing::Not;

// Longer than any of these tests. A wait that is never ended hangs until the time limit of CTest.
constexpr auto for_ever = 1h;

class EventFeedTest : public ::testing::Test {
protected:
    std::optional<LectureState> read(std::int64_t id) {
        const std::lock_guard lock(mutex);
        ++reads;
        if (away-- > 0) throw std::runtime_error("the database is away");
        const auto found = states.find(id);
        return found == states.end() ? std::nullopt : std::optional(found->second);
    }
    void change(std::int64_t id, const std::string& name, Certainty certainty = Certainty::committed) {
        {
            const std::lock_guard lock(mutex);
            LectureState& state = states[id];
            state.plan.lecture.id = id;
            state.plan.lecture.name = name;
            state.draft.version = "plan-1";
            state.client_id = id == 8 ? std::optional<std::string>("acme") : std::nullopt;
        }
        bus.publish({{Topic::lecture, id}}, certainty);
    }
    void remove(std::int64_t id) {
        {
            const std::lock_guard lock(mutex);
            states.erase(id);
        }
        bus.publish({{Topic::lecture, id}});
    }
    std::unique_ptr<EventFeed::Reader> reader(EventFeed::Filter filter = {},
                                              const std::string& last_id = "") {
        return std::make_unique<EventFeed::Reader>(feed, std::move(filter), last_id, context.get_executor());
    }
    // Starts a wait. The result is set when the wait has ended.
    std::shared_ptr<std::optional<bool>> start_wait(EventFeed::Reader& of) {
        auto news = std::make_shared<std::optional<bool>>();
        boost::asio::co_spawn(context, of.wait(), [news](const std::exception_ptr& error, bool found) {
            EXPECT_FALSE(error);
            *news = found;
        });
        context.restart();
        context.poll();
        return news;
    }
    bool finish(const std::optional<bool>& news) {
        while (!news) {
            context.restart();
            context.run_one();
        }
        return *news;
    }
    bool wait(EventFeed::Reader& of) { return finish(*start_wait(of)); }
    // Waits until an event holds this text; returns all that came until then.
    std::string until(EventFeed::Reader& of, const std::string& wanted) {
        std::string all;
        while (all.find(wanted) == std::string::npos) {
            EXPECT_TRUE(wait(of));
            all += of.take().value();
        }
        return all;
    }

    std::mutex mutex;
    std::map<std::int64_t, LectureState> states;
    std::atomic<int> reads = 0, away = 0;
    boost::asio::io_context context;
    storage::ChangeBus bus;
    EventFeed feed{bus, [this](std::int64_t id) { return read(id); }, for_ever};
};

TEST_F(EventFeedTest, TellsEachPartOnceAndAgainOnlyIfItReadsDifferently) {
    const auto stream = reader();
    EXPECT_FALSE(stream->resumed());
    EXPECT_EQ(stream->take(), "");
    change(7, "first");
    const std::string first = until(*stream, "first");
    EXPECT_THAT(first, HasSubstr("event: lecture\ndata: {\"session_id\":7,\"name\":\"first\""));
    const std::string rest =
        first.find("event: draft") == std::string::npos ? until(*stream, "draft") : first;
    EXPECT_THAT(rest, HasSubstr("\"version\":\"plan-1\""));
    change(7, "second");
    change(9, "other");
    const std::string second = until(*stream, "other");
    EXPECT_THAT(second, HasSubstr("second"));
    EXPECT_EQ(second.find("\"version\""), second.rfind("\"version\"")) << "only the draft of 9 is new";
}

TEST_F(EventFeedTest, TellsHowFarThePreviewIs) {
    const auto stream = reader();
    for (const char* const wanted : {"null", "\"making\"", "\"ready\"", "\"failed\""}) {
        change(7, "seen");
        EXPECT_THAT(until(*stream, "event: lecture"), HasSubstr("\"preview\":" + std::string(wanted)));
        const std::lock_guard lock(mutex);
        auto& preview = states[7].plan.preview;
        preview = !preview                          ? PreviewState::making
                  : preview == PreviewState::making ? PreviewState::ready
                                                    : PreviewState::failed;
    }
}

TEST_F(EventFeedTest, AStreamHearsWhatItMaySee) {
    const auto all = reader(), one = reader({.lecture_id = 7}), acme = reader({.client_id = "acme"});
    change(7, "seven");
    change(8, "eight");
    change(7, "seven again");
    // The changes of 7 may be read at once, before or after that of 8.
    if (until(*all, "again").find("eight") == std::string::npos) until(*all, "eight");
    EXPECT_THAT(until(*one, "again"), Not(HasSubstr("eight")));
    EXPECT_THAT(until(*acme, "eight"), Not(HasSubstr("seven")));
    remove(8);
    EXPECT_THAT(until(*acme, "deleted"), HasSubstr("event: deleted\ndata: {\"session_id\":8}"));
}

TEST_F(EventFeedTest, ABrokenStreamGoesOnWhereItWas) {
    auto stream = reader();
    const auto other = reader();
    change(7, "first");
    until(*stream, "event: lecture");
    while (!stream->take().value().empty()) {
    }
    const std::string last = stream->id();
    stream.reset();
    change(8, "second");
    until(*other, "second");
    stream = reader({}, last);
    EXPECT_TRUE(stream->resumed());
    EXPECT_THAT(until(*stream, "second"), Not(HasSubstr("first")));
    EXPECT_FALSE(reader({}, "00000000.1")->resumed()) << "an id of another start";
    EXPECT_FALSE(reader({}, "nonsense")->resumed());
}

TEST_F(EventFeedTest, WhatNobodyHeardIsNotReadAndNotTakenForSilence) {
    auto stream = reader();
    const std::string last = stream->id();
    stream.reset();
    EXPECT_TRUE(reader({}, last)->resumed()) << "nothing has happened";
    change(7, "unheard");
    EXPECT_EQ(reads, 0);
    stream = reader({}, last);
    EXPECT_FALSE(stream->resumed());
    EXPECT_EQ(stream->take(), "");
}

TEST_F(EventFeedTest, TooManyEventsAreNotKept) {
    const auto slow = reader(), quick = reader();
    for (int i = 0; i < 1100; ++i) {
        change(7, "name " + std::to_string(i) + ".");
        until(*quick, "name " + std::to_string(i) + ".");
    }
    EXPECT_EQ(slow->take(), std::nullopt);
    change(7, "after");
    EXPECT_THAT(until(*slow, "after"), Not(HasSubstr("1099")));
}

std::string presence(const std::string& people) {
    return "event: presence\ndata: {\"id\":7,\"people\":[" + people + "],\"others\":0}\n\n";
}

TEST_F(EventFeedTest, WatchersHearOfEachOther) {
    const EventFeed::Filter lan{.lecture_id = 7, .watcher = "Cô Lan"}, minh{.lecture_id = 7, .watcher = ""};
    const auto first = reader(lan);
    EXPECT_EQ(first->take(), presence(R"({"name":"Cô Lan","count":1})"));
    EXPECT_EQ(first->take(), "");
    const auto news = start_wait(*first);
    auto second = reader(minh);
    EXPECT_TRUE(finish(*news));
    const std::string both = presence(R"({"name":"","count":1},{"name":"Cô Lan","count":1})");
    EXPECT_EQ(first->take(), both);
    EXPECT_EQ(second->take(), both);
    second = reader(lan);
    EXPECT_EQ(second->take(), presence(R"({"name":"Cô Lan","count":2})"));
    second.reset();
    EXPECT_TRUE(wait(*first));
    EXPECT_EQ(first->take(), presence(R"({"name":"Cô Lan","count":1})"));
    EXPECT_EQ(reads, 0) << "nobody reads the database";
}

TEST_F(EventFeedTest, OnlyThoseWhoWatchTheSameLectureHearWhoDoes) {
    const auto watcher = reader({.lecture_id = 7, .watcher = "Cô Lan"});
    const auto listener = reader({.lecture_id = 7}), all = reader();
    const auto elsewhere = reader({.lecture_id = 8, .watcher = "Mr Minh"});
    EXPECT_EQ(watcher->take(), presence(R"({"name":"Cô Lan","count":1})"));
    EXPECT_EQ(watcher->take(), "");
    EXPECT_EQ(listener->take(), "");
    EXPECT_EQ(all->take(), "");
    EXPECT_THAT(elsewhere->take().value(), HasSubstr(R"({"id":8,"people":[{"name":"Mr Minh","count":1}])"));
}

TEST_F(EventFeedTest, WhoWatchesIsNoEventToResumeAfter) {
    auto watcher = reader({.lecture_id = 7, .watcher = "Cô Lan"});
    const std::string before = watcher->id();
    const auto other = reader({.lecture_id = 7, .watcher = "Mr Minh"});
    watcher->take();
    EXPECT_EQ(watcher->id(), before);
    watcher.reset();
    watcher = reader({.lecture_id = 7, .watcher = "Cô Lan"}, before);
    EXPECT_TRUE(watcher->resumed());
    EXPECT_EQ(watcher->take(), presence(R"({"name":"Cô Lan","count":1},{"name":"Mr Minh","count":1})"));
}

TEST_F(EventFeedTest, OfManyWatchersAHundredAreNamed) {
    std::vector<std::unique_ptr<EventFeed::Reader>> crowd;
    for (int i = 0; i < 103; ++i)
        crowd.push_back(reader({.lecture_id = 7, .watcher = "Student " + std::to_string(1000 + i)}));
    const std::string told = crowd.front()->take().value();
    EXPECT_THAT(told, HasSubstr("Student 1099"));
    EXPECT_THAT(told, Not(HasSubstr("Student 1100")));
    EXPECT_THAT(told, HasSubstr("\"others\":3}"));
}

TEST_F(EventFeedTest, AnOutageDelaysAnEvent) {
    const auto stream = reader();
    away = 1;
    change(7, "late");
    until(*stream, "late");
    EXPECT_GE(reads, 2);
}

TEST_F(EventFeedTest, AChangeInDoubtIsReadAgain) {
    const auto stream = reader();
    change(7, "before", Certainty::in_doubt);
    until(*stream, "before");
    {
        const std::lock_guard lock(mutex);
        states[7].plan.lecture.name = "it was written after all";
    }
    until(*stream, "after all");
}

TEST_F(EventFeedTest, StreamsThatWaitAlreadyHearWhatComesAfterAnOutage) {
    const auto stream = reader();
    const auto news = start_wait(*stream);
    away = 1;
    change(7, "late");
    EXPECT_TRUE(finish(*news));
    until(*stream, "late");
}

TEST_F(EventFeedTest, StreamsThatWaitAlreadyLookAgainAfterAChangeInDoubt) {
    const auto stream = reader({.lecture_id = 7});
    change(7, "before");
    until(*stream, "event: lecture");
    while (!stream->take().value().empty()) {
    }
    const auto news = start_wait(*stream);
    bus.publish({{Topic::lecture, 7}}, Certainty::in_doubt);
    {
        const std::lock_guard lock(mutex);
        states[7].plan.lecture.name = "it was written after all";
    }
    EXPECT_TRUE(finish(*news));
    until(*stream, "after all");
}

TEST_F(EventFeedTest, ADrainEndsTheWaits) {
    const auto stream = reader();
    feed.stop();
    EXPECT_TRUE(wait(*stream));
}

}  // namespace
}  // namespace lectern::api

#include "server/api/lectures/events/lecture_watchers.hpp"

#include <exception>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace lectern::api {
namespace {

using namespace std::chrono_literals;
using storage::Certainty;
using storage::Topic;

// Longer than any of these tests. A wait that is never ended hangs until the time limit of CTest.
constexpr auto for_ever = 1h;

class LectureWatchersTest : public ::testing::Test {
protected:
    // Starts a wait. The result is set when the wait has ended.
    std::shared_ptr<std::optional<bool>> start_wait(LectureWatchers::Watch& waiting) {
        auto result = std::make_shared<std::optional<bool>>();
        boost::asio::co_spawn(context, waiting.changed(),
                              [result](const std::exception_ptr& error, bool changed) {
                                  EXPECT_FALSE(error);
                                  *result = changed;
                              });
        run_what_is_due();
        return result;
    }
    void run_what_is_due() {
        context.restart();
        context.poll();
    }
    bool wait_to_the_end(LectureWatchers::Watch& waiting) {
        const auto result = start_wait(waiting);
        while (!result->has_value()) {
            context.restart();
            context.run_one();
        }
        return **result;
    }

    boost::asio::io_context context;
    storage::ChangeBus bus;
    LectureWatchers watchers{bus, for_ever};
    LectureWatchers::Watch watch{watchers, 7, context.get_executor()};
};

TEST_F(LectureWatchersTest, AChangeEndsTheWaitsForItsLecture) {
    LectureWatchers::Watch same(watchers, 7, context.get_executor()),
        other(watchers, 8, context.get_executor());
    const auto first = start_wait(watch), second = start_wait(same), third = start_wait(other);
    EXPECT_FALSE(first->has_value());
    bus.publish({{Topic::lecture, 7}, {Topic::client, "7"}});
    run_what_is_due();
    EXPECT_EQ(*first, true);
    EXPECT_EQ(*second, true);
    EXPECT_FALSE(third->has_value());
    bus.publish({{Topic::lecture, 8}});
    run_what_is_due();
    EXPECT_EQ(*third, true);
}

TEST_F(LectureWatchersTest, AChangeDuringTheReadIsNotMissed) {
    watch.before_read();
    bus.publish({{Topic::lecture, 7}});
    EXPECT_EQ(*start_wait(watch), true);
    watch.before_read();
    EXPECT_FALSE(start_wait(watch)->has_value()) << "the read has seen the changes before it";
    watchers.stop();
    run_what_is_due();
}

TEST_F(LectureWatchersTest, AQuietWaitEndsAfterTheLongestWait) {
    LectureWatchers hasty(bus, 1ms);
    LectureWatchers::Watch quiet(hasty, 7, context.get_executor());
    EXPECT_FALSE(wait_to_the_end(quiet));
}

TEST_F(LectureWatchersTest, AfterACommitInDoubtTheyLookAgain) {
    bus.publish({{Topic::lecture, 7}}, Certainty::in_doubt);
    EXPECT_EQ(*start_wait(watch), true);
    watch.before_read();
    EXPECT_TRUE(wait_to_the_end(watch)) << "the commit may become visible only now";
}

TEST_F(LectureWatchersTest, StoppingEndsAllWaitsAndLaterOnesToo) {
    const auto waiting = start_wait(watch);
    watchers.stop();
    run_what_is_due();
    EXPECT_EQ(*waiting, true);
    EXPECT_EQ(*start_wait(watch), true);
}

}  // namespace
}  // namespace lectern::api

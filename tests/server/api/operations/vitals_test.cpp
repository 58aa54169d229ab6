#include "server/api/operations/vitals.hpp"

#include "storage/sql/database.hpp"

#include <future>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace lectern::api {
namespace {

// Runs one check on a loop of its own, which is gone afterwards.
std::exception_ptr ask(Vitals& vitals) {
    boost::asio::io_context loop;
    std::exception_ptr found;
    boost::asio::co_spawn(loop, vitals.check(),
                          [&](const std::exception_ptr& failure, std::exception_ptr outcome) {
                              found = failure ? failure : outcome;
                          });
    loop.run();
    return found;
}

TEST(Vitals, TellWhatTheCheckFinds) {
    bool well = true;
    Vitals vitals({[&] {
                       if (!well) throw std::runtime_error("the disk is gone");
                   },
                   [] {
                       return Vitals::JobCounts{{{JobKind::cut, JobState::queued}, 3}};
                   }});
    EXPECT_EQ(ask(vitals), nullptr);
    well = false;
    EXPECT_THROW(std::rethrow_exception(ask(vitals)), std::runtime_error);
    ASSERT_TRUE(vitals.jobs());
    EXPECT_EQ(vitals.jobs()->at({JobKind::cut, JobState::queued}), 3);
}

// A check that hangs ends when the loop of who asked is gone already, as it may at the server's end.
TEST(Vitals, WhoeverGaveUpIsNotToldLater) {
    std::promise<void> begun;
    std::promise<void> goes_on;
    std::optional<Vitals> vitals(std::in_place, Vitals::Checks{[&] {
                                                                   begun.set_value();
                                                                   goes_on.get_future().wait();
                                                               },
                                                               [] { return Vitals::JobCounts{}; }});
    EXPECT_THROW(std::rethrow_exception(ask(*vitals)), storage::StoreUnavailable);
    begun.get_future().wait();
    EXPECT_THROW(std::rethrow_exception(ask(*vitals)), storage::StoreUnavailable) << "it still hangs";
    goes_on.set_value();
    vitals.reset();
}

}  // namespace
}  // namespace lectern::api

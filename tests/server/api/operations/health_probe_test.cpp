#include "server/api/operations/health_probe.hpp"

#include "storage/sql/database.hpp"

#include <future>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace lectern::api {
namespace {

// Runs one check on an io_context of its own, which is destroyed afterwards.
std::exception_ptr ask(HealthProbe& probe) {
    boost::asio::io_context loop;
    std::exception_ptr found;
    boost::asio::co_spawn(loop, probe.check(),
                          [&](const std::exception_ptr& failure, std::exception_ptr outcome) {
                              found = failure ? failure : outcome;
                          });
    loop.run();
    return found;
}

TEST(HealthProbe, ReturnsTheResultOfTheCheck) {
    bool well = true;
    HealthProbe probe({[&] {
                           if (!well) throw std::runtime_error("no disk");
                       },
                       [] {
                           return HealthProbe::JobCounts{{{JobKind::cut, JobState::queued}, 3}};
                       }});
    EXPECT_EQ(ask(probe), nullptr);
    well = false;
    EXPECT_THROW(std::rethrow_exception(ask(probe)), std::runtime_error);
    ASSERT_TRUE(probe.jobs());
    EXPECT_EQ(probe.jobs()->at({JobKind::cut, JobState::queued}), 3);
}

// A check that hangs may end after the io_context of the asker was destroyed, for example when the server
// ends.
TEST(HealthProbe, AnAskerThatGaveUpIsNotCalledLater) {
    std::promise<void> begun;
    std::promise<void> goes_on;
    std::optional<HealthProbe> probe(std::in_place,
                                     HealthProbe::Checks{[&] {
                                                             begun.set_value();
                                                             goes_on.get_future().wait();
                                                         },
                                                         [] { return HealthProbe::JobCounts{}; }});
    EXPECT_THROW(std::rethrow_exception(ask(*probe)), storage::StoreUnavailable);
    begun.get_future().wait();
    EXPECT_THROW(std::rethrow_exception(ask(*probe)), storage::StoreUnavailable) << "it still hangs";
    goes_on.set_value();
    probe.reset();
}

}  // namespace
}  // namespace lectern::api

#include "storage/sql/change_bus.hpp"

#include <gmock/gmock.h>

namespace lectern::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Changes some{{Topic::lecture, 7}, {Topic::lecture, 3}, {Topic::client, "acme"}};

TEST(ChangeBus, TellsAllSubscribers) {
    ChangeBus bus;
    std::vector<Changes> first, second;
    bus.subscribe([&](const Changes& changes, Certainty) { first.push_back(changes); });
    bus.subscribe([&](const Changes& changes, Certainty) { second.push_back(changes); });
    bus.publish(some);
    EXPECT_THAT(first, ElementsAre(some));
    EXPECT_THAT(second, ElementsAre(some));
}

TEST(ChangeBus, SaysNothingWithoutChanges) {
    ChangeBus bus;
    std::vector<Changes> told;
    bus.subscribe([&](const Changes& changes, Certainty) { told.push_back(changes); });
    bus.publish({});
    EXPECT_THAT(told, IsEmpty());
}

TEST(ChangeBus, LecturesOfFindsOnlyLectures) {
    EXPECT_THAT(lectures_of(some), ElementsAre(3, 7));
    EXPECT_THAT(lectures_of({{Topic::classroom, "3"}}), IsEmpty());
}

}  // namespace
}  // namespace lectern::storage

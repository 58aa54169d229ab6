#include "server/pipeline/steps.hpp"

#include <gmock/gmock.h>

namespace lectern::pipeline {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(PlaceKinds, TakesPoolsAndLimitsFromTheTableOfKinds) {
    jobs::Executor transfers({.workers = 1});
    jobs::Executor quick({.workers = 1});
    jobs::Runner::Options options;
    place_kinds(options, transfers, quick);
    EXPECT_THAT(options.at_once, ElementsAre(Pair(JobKind::transcribe, 1), Pair(JobKind::preview, 1),
                                             Pair(JobKind::proxy, 1)));
    EXPECT_THAT(options.leaves_a_worker, ElementsAre(JobKind::proxy));
    EXPECT_THAT(options.elsewhere,
                ElementsAre(Pair(JobKind::download, &transfers), Pair(JobKind::batch_download, &transfers),
                            Pair(JobKind::fast_cut, &quick)));
}

}  // namespace
}  // namespace lectern::pipeline

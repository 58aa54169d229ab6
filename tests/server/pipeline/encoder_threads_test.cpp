#include "server/pipeline/encoder_threads.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::pipeline {
namespace {

using Share = EncoderThreads::Share;

TEST(EncoderThreads, OneAloneGetsAllCores) {
    EncoderThreads threads(0, 4, 2);
    EXPECT_EQ(Share(threads, 0).threads(), 4);
    EXPECT_EQ(Share(threads, 0).threads(), 4) << "the first one has ended";
}

TEST(EncoderThreads, SeveralGetEqualParts) {
    EncoderThreads threads(0, 8, 4);
    const Share first(threads, 1), second(threads, 0), third(threads, 0);
    EXPECT_EQ(first.threads(), 4) << "another one is about to begin";
    EXPECT_EQ(second.threads(), 4);
    EXPECT_EQ(third.threads(), 2);
}

TEST(EncoderThreads, OfThoseThatWaitOnlyAsManyCountAsThereAreWorkersFor) {
    EncoderThreads threads(0, 2, 2);
    const Share first(threads, 19);
    EXPECT_EQ(first.threads(), 1);
    EncoderThreads one_worker(0, 2, 1);
    EXPECT_EQ(Share(one_worker, 19).threads(), 2);
}

TEST(EncoderThreads, AllTogetherHaveNoMoreThanTheCoresOrOneEach) {
    for (const int cores : {1, 2, 3, 6, 16}) {
        for (const int workers : {1, 2, 5, 20}) {
            EncoderThreads threads(0, cores, workers);
            std::vector<std::unique_ptr<Share>> running;
            int sum = 0;
            for (int i = 0; i < workers; ++i)
                sum += running.emplace_back(std::make_unique<Share>(threads, 19 - i))->threads();
            EXPECT_LE(sum, std::max(cores, workers)) << cores << " cores, " << workers << " workers";
            EXPECT_GT(2 * sum, std::min(cores, 16)) << cores << " cores, " << workers << " workers";
        }
    }
}

TEST(EncoderThreads, AConfiguredNumberHoldsForEach) {
    EncoderThreads threads(3, 8, 4);
    const Share first(threads, 5), second(threads, 0);
    EXPECT_EQ(first.threads(), 3);
    EXPECT_EQ(second.threads(), 3);
    EncoderThreads many(200, 8, 4);
    EXPECT_EQ(Share(many, 0).threads(), 16);
}

}  // namespace
}  // namespace lectern::pipeline

#pragma once

#include "media/source/fetch.hpp"
#include "tests/media/support/fetching/drive_server.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::media {

// A target in an unnamed temporary file, and a server in place of Drive that all tests of a program share.
class FetchFixture : public testing::Test {
protected:
    static void SetUpTestSuite();
    static void TearDownTestSuite();

    FetchFixture();

    // "cut" -> a file id of that scene that only this test uses.
    std::string id_of(const std::string& scene) const;
    SourceLink drive(const std::string& scene) const;
    SourceLink web(const std::string& scene) const;

    Outcome<FetchedFile> fetch_from(const SourceLink& link, const WorkControl& control = {});
    // Expects success and the recording's own bytes in the file.
    FetchedFile expect_whole(const SourceLink& link);
    Failure expect_failure(const SourceLink& link, FailureKind kind);

    std::string content() const;                                      // of the target
    std::vector<std::string> ranges(const std::string& scene) const;  // Range headers asked for, "" = none

    static std::unique_ptr<DriveServer> drive_server;
    SourceOptions options;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file;
    FetchTarget target;
    std::vector<std::string> checkpoints;
};

}  // namespace lectern::media

#include "domain/job/kinds.hpp"

#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(JobKinds, KindsSurviveTheWayThroughText) {
    std::set<std::string_view> seen;
    for (const JobKindRow& row : job_kinds) {
        EXPECT_EQ(parse_job_kind(to_text(row.kind)), row.kind);
        EXPECT_TRUE(seen.insert(to_text(row.kind)).second);
    }
}

TEST(JobKinds, OtherTextsAreNothing) {
    for (std::string_view text : {"", "Download", "download ", "unknown", "queued"}) {
        EXPECT_EQ(parse_job_kind(text), std::nullopt) << text;
    }
}

TEST(JobKinds, StoredWordsDoNotChange) {
    EXPECT_EQ(to_text(JobKind::download), "download");
    EXPECT_EQ(to_text(JobKind::transcribe), "transcribe");
    EXPECT_EQ(to_text(JobKind::analyze), "analyze");
    EXPECT_EQ(to_text(JobKind::cut), "cut");
    EXPECT_EQ(to_text(JobKind::batch_download), "batch_download");
    EXPECT_EQ(to_text(JobKind::fast_cut), "fast_cut");
    EXPECT_EQ(to_text(JobScope::pipeline), "pipeline");
    EXPECT_EQ(to_text(JobScope::clip), "clip");
    EXPECT_EQ(to_text(JobScope::lecture_extra), "lecture_extra");
    EXPECT_EQ(to_text(JobScope::batch), "batch");
}

TEST(JobKinds, ThePipelineGoesFromDownloadToAnalysis) {
    ASSERT_EQ(first_of_pipeline(), JobKind::download);
    EXPECT_EQ(pipeline_step(JobKind::download).next, JobKind::transcribe);
    EXPECT_EQ(pipeline_step(JobKind::transcribe).next, JobKind::analyze);
    EXPECT_EQ(pipeline_step(JobKind::analyze).next, std::nullopt);
    EXPECT_THROW(pipeline_step(JobKind::cut), std::logic_error);
}

TEST(JobKinds, OnlyBatchesAreNotCountedToTheBound) {
    for (const JobScope scope : job_scopes)
        EXPECT_EQ(counts_to_bound(scope), scope != JobScope::batch) << to_text(scope);
}

TEST(JobKinds, WhatThePipelineDoesNotNeedWaitsForIt) {
    for (const JobKind kind : {JobKind::preview, JobKind::proxy, JobKind::batch_download})
        EXPECT_EQ(about(kind).priority, JobPriority::bulk) << to_text(kind);
}

TEST(WorkFiles, NamesOfUnfinishedFilesDoNotChange) {
    EXPECT_EQ(work_file_name(JobKind::download, "17"), "download-17");
    EXPECT_EQ(work_file_name(JobKind::cut, "id"), "cut-id");
    EXPECT_EQ(work_file_name(JobKind::fast_cut, "id"), "fastcut-id");
    EXPECT_EQ(work_file_name(JobKind::batch_download, "id"), "task-id");
    EXPECT_THROW(work_file_name(JobKind::analyze, "id"), std::logic_error);
}

TEST(WorkFiles, ANameSaysWhoseFileItIs) {
    struct Row {
        std::string_view name;
        std::optional<JobKind> kind;
        std::string_view id = "";
    };
    for (const Row& row : {
             Row{"download-17", JobKind::download, "17"},
             Row{"download-17.parts", JobKind::download, "17"},
             Row{"download-17.subtitles", JobKind::download, "17"},
             Row{"cut-00000000-0000-4000-8000-000000000001", JobKind::cut,
                 "00000000-0000-4000-8000-000000000001"},
             Row{"task-00000000-0000-4000-8000-000000000001.parts", JobKind::batch_download,
                 "00000000-0000-4000-8000-000000000001"},
             Row{"analyze-17", std::nullopt},
             Row{"download", std::nullopt},
             Row{"-17", std::nullopt},
             Row{"", std::nullopt},
             Row{"downloads-17", std::nullopt},
         }) {
        const auto found = parse_work_file_name(row.name);
        EXPECT_EQ(found.has_value(), row.kind.has_value()) << row.name;
        if (!found || !row.kind) continue;
        EXPECT_EQ(found->kind, *row.kind) << row.name;
        EXPECT_EQ(found->id, row.id) << row.name;
    }
}

TEST(ExtraJobKind, IsKnownWhileItLives) {
    EXPECT_THROW(about(ExtraJobKind::kind), std::logic_error);
    const JobKindRow made_up{.kind = ExtraJobKind::kind,
                             .name = "made_up",
                             .scope = JobScope::lecture_extra,
                             .work_file = {"made", WorkFile::KeptFor::job}};
    {
        const ExtraJobKind extra(made_up);
        EXPECT_EQ(parse_job_kind("made_up"), ExtraJobKind::kind);
        EXPECT_EQ(to_text(ExtraJobKind::kind), "made_up");
        EXPECT_EQ(parse_work_file_name("made-1").value().kind, ExtraJobKind::kind);
        EXPECT_THROW(ExtraJobKind another(made_up), std::logic_error);
    }
    EXPECT_EQ(parse_job_kind("made_up"), std::nullopt);
}

}  // namespace
}  // namespace lectern

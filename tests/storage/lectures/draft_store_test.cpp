#include "storage/lectures/draft_store.hpp"

#include "tests/storage/lectures/plan_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

class DraftStoreTest : public PlanTest {
protected:
    DraftStore drafts{*database, 100};

    // The plan with another end of its first topic, and with a new one.
    Draft changed_draft() {
        Draft draft = drafts.get(lecture).value();
        draft.items[0].item.end = 12;
        draft.items[0].item.name = "Tích phân";
        draft.items.push_back({{std::nullopt, "New", "", 90, 95}, "mine"});
        return draft;
    }
    Draft save(const Draft& draft) { return drafts.save(lecture, draft, {}, now).value(); }
    Published publish(const Publication& wanted) { return drafts.publish(lecture, wanted, now).value(); }
    std::int64_t revision() { return lectures.get(lecture)->revision; }
};
LECTERN_ON_BOTH_DRIVERS(DraftStoreTest);

TEST_P(DraftStoreTest, IsThePlanUntilOneIsSaved) {
    const Draft draft = drafts.get(lecture).value();
    EXPECT_EQ(draft.base_revision, revision());
    EXPECT_FALSE(draft.saved_at);
    ASSERT_EQ(draft.items.size(), before.size());
    EXPECT_EQ(draft.items[1].item.id, before[1].id);
    EXPECT_EQ(draft.items[1].item.start, before[1].start);
    EXPECT_FALSE(drafts.get(9999));
}

TEST_P(DraftStoreTest, KeepsWhatIsSavedAndTouchesNoPlan) {
    const auto plan = lectures.with_snippets(lecture).value();
    const Draft saved = save(changed_draft());
    const Draft read = drafts.get(lecture).value();
    EXPECT_EQ(read.version, saved.version);
    EXPECT_EQ(read.saved_at, now);
    EXPECT_EQ(read.items[0].item.name, "Tích phân");
    EXPECT_EQ(read.items[0].item.end, 12);
    EXPECT_EQ(read.items.back().key, "mine");
    EXPECT_EQ(read.items.back().item.id, std::nullopt);
    EXPECT_EQ(revision(), plan.lecture.revision);
    EXPECT_EQ(find(before[0]).end, before[0].end);
}

TEST_P(DraftStoreTest, ASaveOverAnotherOneIsRefused) {
    const std::string seen = drafts.get(lecture)->version;
    const Draft first = drafts.save(lecture, changed_draft(), {{seen}}, now).value();
    EXPECT_EQ(drafts.save(lecture, Draft{}, {{seen}}, now).error().code, ErrorCode::outdated);
    EXPECT_EQ(drafts.get(lecture)->version, first.version);
    const Draft second = drafts.save(lecture, changed_draft(), {{first.version}}, now).value();
    EXPECT_NE(second.version, first.version);
    ASSERT_TRUE(drafts.discard(lecture));
    EXPECT_EQ(drafts.save(lecture, Draft{}, {{second.version}}, now).error().code, ErrorCode::outdated);
}

TEST_P(DraftStoreTest, RefusesWhatCannotBe) {
    Draft draft = changed_draft();
    draft.base_revision = revision() + 1;
    EXPECT_EQ(drafts.save(lecture, draft, {}, now).error().fields[0].path, "base_revision");
    EXPECT_EQ(drafts.save(9999, changed_draft(), {}, now).error().code, ErrorCode::not_found);
    EXPECT_EQ(drafts.discard(9999).error().code, ErrorCode::not_found);
    const Lecture waiting = create("waiting");
    EXPECT_EQ(drafts.save(waiting.id, Draft{}, {}, now).error().code, ErrorCode::conflict);
}

TEST_P(DraftStoreTest, APublishedDraftIsThePlanAndItsChangedClipsAreCut) {
    for (const Snippet& snippet : before)
        cut(snippet.id, "clip of " + std::to_string(snippet.id));
    save(changed_draft());
    const Published published = publish({revision()});
    EXPECT_EQ(published.plan.snippets.front().name, "Tích phân");
    EXPECT_EQ(published.plan.snippets.back().name, "New");
    EXPECT_EQ(published.plan.lecture.revision, revision());
    EXPECT_FALSE(drafts.get(lecture)->saved_at) << "it is forgotten";
    std::vector<std::int64_t> cut_now;
    while (const auto job = try_claim())
        cut_now.push_back(job->snippet_id.value());
    EXPECT_THAT(cut_now, testing::UnorderedElementsAre(before[0].id, published.plan.snippets.back().id));
    EXPECT_EQ(drafts.publish(lecture, {revision()}, now).error().code, ErrorCode::conflict);
}

TEST_P(DraftStoreTest, AllClipsOrNoneAreCutIfThatIsWanted) {
    for (const Snippet& snippet : before)
        cut(snippet.id, "clip of " + std::to_string(snippet.id));
    save(changed_draft());
    publish({revision(), {}, CutsOfDraft::none});
    EXPECT_FALSE(try_claim());
    save(drafts.get(lecture).value());
    const Published all = publish({revision(), {}, CutsOfDraft::all, {"{}", JobKind::fast_cut}});
    for (std::size_t i = 0; i < all.plan.snippets.size(); ++i)
        EXPECT_EQ(claim().kind, JobKind::fast_cut);
    EXPECT_FALSE(try_claim());
}

TEST_P(DraftStoreTest, IsPublishedOnlyOverThePlanThatWasSeen) {
    const std::int64_t seen = revision();
    const Draft saved = save(changed_draft());
    EXPECT_EQ(drafts.publish(lecture, {seen, "other"}, now).error().code, ErrorCode::outdated);
    ASSERT_TRUE(snippets.set_plan(lecture, {{std::nullopt, "Else", "", 0, 5}}, now));
    EXPECT_EQ(drafts.publish(lecture, {seen, saved.version}, now).error().code, ErrorCode::outdated);
    EXPECT_EQ(drafts.get(lecture)->version, saved.version) << "the draft stays";
    EXPECT_EQ(lectures.with_snippets(lecture)->snippets.size(), 1);
    // The snippets of the draft are gone: each is named.
    const auto refused = drafts.publish(lecture, {revision()}, now).error();
    EXPECT_EQ(refused.code, ErrorCode::invalid);
    EXPECT_EQ(refused.fields[0].path, "snippets.0.id");
}

TEST_P(DraftStoreTest, AllMistakesOfADraftAreToldAndNothingIsPublished) {
    Draft draft = changed_draft();
    draft.items[0].item.name = "";
    draft.items[1].item.end = 1000;
    save(draft);
    const std::int64_t seen = revision();
    const auto refused = drafts.publish(lecture, {seen}, now).error();
    ASSERT_EQ(refused.fields.size(), 2);
    EXPECT_EQ(refused.fields[0].path, "snippets.0.name");
    EXPECT_EQ(refused.fields[1].path, "snippets.1.end");
    EXPECT_EQ(revision(), seen);
    EXPECT_TRUE(drafts.get(lecture)->saved_at);
}

TEST_P(DraftStoreTest, NothingIsPublishedIfItsCutsCannotBeQueued) {
    save(changed_draft());
    DraftStore full(*database, 0);
    const std::int64_t seen = revision();
    EXPECT_EQ(full.publish(lecture, {seen}, now).error().code, ErrorCode::busy);
    EXPECT_EQ(revision(), seen);
    EXPECT_TRUE(drafts.get(lecture)->saved_at);
    EXPECT_FALSE(try_claim());
}

TEST_P(DraftStoreTest, SeveralSnippetsAreCutAtOnceOrNone) {
    const auto tasks = snippets.start_cuts(lecture, {}, {"{}"}, now).value();
    EXPECT_EQ(tasks.size(), before.size());
    const auto again = snippets.start_cuts(lecture, {before[1].id}, {"{}"}, now).value();
    ASSERT_EQ(again.size(), 1);
    EXPECT_TRUE(again[0].already_running);
    EXPECT_EQ(again[0].task_id, tasks[1].task_id);
    const auto refused = snippets.start_cuts(lecture, {before[0].id, 9999, 9998}, {"x"}, now).error();
    ASSERT_EQ(refused.fields.size(), 2);
    EXPECT_EQ(refused.fields[0].path, "snippets.1.id");
    EXPECT_EQ(find(before[0]).task_id, tasks[0].task_id);
    EXPECT_EQ(snippets.start_cuts(9999, {}, {"{}"}, now).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace lectern::storage::test

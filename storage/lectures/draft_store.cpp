#include "storage/lectures/draft_store.hpp"

#include "domain/base/random.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/plan_rows.hpp"
#include "storage/sql/transact.hpp"

#include <boost/json.hpp>

namespace lectern::storage {
namespace {

namespace json = boost::json;

struct DraftRow {
    std::int64_t lecture_id = 0;
    Draft draft;
    std::string body;
};
constexpr Columns<DraftRow> draft_columns{
    column<&DraftRow::lecture_id>("lecture_id"),
    column<&DraftRow::draft, &Draft::base_revision>("base_revision"),
    column<&DraftRow::draft, &Draft::version>("version"),
    column<&DraftRow::body>("body"),
    column<&DraftRow::draft, &Draft::saved_at>("saved_at"),
};
const Statement find_draft{"draft.find",
                           "SELECT " + draft_columns.list() + " FROM drafts WHERE lecture_id = $1"};
const Statement insert_draft{"draft.insert", draft_columns.insert_into("drafts")};
const Statement delete_draft{"draft.delete", "DELETE FROM drafts WHERE lecture_id = $1"};

json::value text_or_null(const std::optional<std::string>& text) {
    return text ? json::value(*text) : json::value(nullptr);
}

std::string to_json(const std::vector<DraftItem>& items) {
    json::array written;
    written.reserve(items.size());
    for (const DraftItem& one : items) {
        written.push_back({{"id", one.item.id ? json::value(*one.item.id) : json::value(nullptr)},
                           {"key", text_or_null(one.key)},
                           {"name", one.item.name},
                           {"summary", one.item.summary},
                           {"start", one.item.start},
                           {"end", one.item.end}});
    }
    return json::serialize(written);
}

std::vector<DraftItem> items_from_json(const std::string& body) {
    std::vector<DraftItem> items;
    const json::value read = json::parse(body);
    items.reserve(read.as_array().size());
    for (const json::value& one : read.as_array()) {
        DraftItem& made = items.emplace_back();
        if (const auto& id = one.at("id"); id.is_int64()) made.item.id = id.as_int64();
        if (const auto& key = one.at("key"); key.is_string()) made.key = std::string(key.as_string());
        made.item.name = one.at("name").as_string();
        made.item.summary = one.at("summary").as_string();
        made.item.start = one.at("start").to_number<double>();
        made.item.end = one.at("end").to_number<double>();
    }
    return items;
}

// What is saved, or else the plan itself. `rows`: of find_draft.
Draft read_draft(const std::vector<Row>& rows, const LectureWithSnippets& plan) {
    auto row = draft_columns.read_first(rows);
    if (!row) return draft_of_plan(plan);
    row->draft.items = items_from_json(row->body);
    return std::move(row->draft);
}

std::vector<PlanItem> items_of(const Draft& draft) {
    std::vector<PlanItem> items;
    items.reserve(draft.items.size());
    for (const DraftItem& one : draft.items)
        items.push_back(one.item);
    return items;
}

bool is_wanted(const Snippet& snippet, CutsOfDraft cuts) {
    if (cuts == CutsOfDraft::changed) return !snippet.clip || snippet.clip_is_stale();
    return cuts == CutsOfDraft::all;
}

Error other_draft() {
    return Error::outdated("The draft has been changed since you read it.");
}

}  // namespace

std::optional<Draft> DraftStore::get(std::int64_t lecture_id) {
    std::optional<Draft> draft;
    database_.read([&](Transaction& tx) {
        draft.reset();
        const auto plan = read_with_snippets(tx.query(lecture_with_snippets, {lecture_id}));
        if (plan) draft = read_draft(tx.query(find_draft, {lecture_id}), *plan);
    });
    return draft;
}

Result<Draft> DraftStore::save(std::int64_t lecture_id, const Draft& draft,
                               const std::optional<std::set<std::string>>& only_if, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Draft> {
        const auto plan = lock_plan(tx, lecture_id, {});
        if (!plan) return plan.error();
        if (only_if && !only_if->contains(read_draft(tx.query(find_draft, {lecture_id}), *plan).version))
            return other_draft();
        if (draft.base_revision > plan->lecture.revision)
            return Error::invalid("base_revision", "must be a revision that the plan has had");
        DraftRow row{lecture_id, draft, to_json(draft.items)};
        row.draft.version = random_hex(8);
        row.draft.saved_at = now;
        tx.query(delete_draft, {lecture_id});
        tx.query(insert_draft, draft_columns.values(row));
        return row.draft;
    });
}

Result<> DraftStore::discard(std::int64_t lecture_id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_lecture(tx, lecture_id)) return no_lecture();
        tx.query(delete_draft, {lecture_id});
        return {};
    });
}

Result<Published> DraftStore::publish(std::int64_t lecture_id, const Publication& wanted, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Published> {
        const auto before = lock_plan(tx, lecture_id, {{wanted.revision}});
        if (!before) return before.error();
        if (!before->lecture.recording || !before->lecture.duration) return no_recording_yet();
        const Draft draft = read_draft(tx.query(find_draft, {lecture_id}), *before);
        if (wanted.version && *wanted.version != draft.version) return other_draft();
        if (!draft.saved_at) return Error::conflict("There is no draft to publish.");
        const auto change = plan_change(before->snippets, items_of(draft), before->lecture.duration);
        if (!change) return change.error();
        apply_plan(tx, *before, *change, now);
        tx.query(delete_draft, {lecture_id});
        Published published;
        for (const Snippet& snippet : plan_now(tx, lecture_id).snippets) {
            if (!is_wanted(snippet, wanted.cuts)) continue;
            auto started = order_cut(tx, snippet, wanted.order, random_uuid(), now, max_open_jobs_);
            if (!started) return started.error();
            if (started->replaced) published.replaced.push_back(*std::move(started->replaced));
        }
        published.plan = plan_now(tx, lecture_id);
        return published;
    });
}

}  // namespace lectern::storage

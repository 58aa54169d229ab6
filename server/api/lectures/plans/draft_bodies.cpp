#include "server/api/lectures/plans/draft_bodies.hpp"

#include "server/http/problem.hpp"
#include "server/wire/json.hpp"

#include <array>

#include <boost/json/parse.hpp>

namespace lectern::api {

DraftItemBody::DraftItemBody(const DraftItem& item)
    : id(item.item.id),
      key(item.key),
      summary(item.item.summary),
      name(item.item.name),
      start(item.item.start),
      end(item.item.end) {}

Draft SaveDraftBody::draft() const {
    Draft draft;
    draft.base_revision = base_revision;
    draft.items.reserve(snippets.size());
    for (const DraftItemBody& one : snippets)
        draft.items.push_back({{one.id, one.name, one.summary.value_or(""), one.start, one.end}, one.key});
    return draft;
}

DraftBody::DraftBody(const Draft& draft) : version(draft.version), saved_at(draft.saved_at) {
    base_revision = draft.base_revision;
    snippets.reserve(draft.items.size());
    for (const DraftItem& item : draft.items)
        snippets.emplace_back(item);
}

void DraftItemBody::describe(wire::Fields& f) {
    f.integer("id", id, {.min = 1, .about = "Of a snippet that stays in the plan."});
    f.text("key", key, {.max = 64, .about = "The client's own name for an item without an id."});
    f.text("name", name, {.max = 200});
    f.text("summary", summary, {.max = 5000});
    f.number("start", start, {.min = 0});
    f.number("end", end, {.min = 0});
}

void SaveDraftBody::describe(wire::Fields& f) {
    f.integer("base_revision", base_revision,
              {.min = 1, .about = "The revision of the plan that the draft began with."});
    f.list("snippets", snippets, {.max = max_plan_items});
}

void DraftBody::describe(wire::Fields& f) {
    SaveDraftBody::describe(f);
    f.text("version", version, {.about = "Different after each save. The ETag is made of it."});
    f.time("saved_at", saved_at, {.about = "null: nothing is saved, and this is the plan itself."});
}

http::Response DraftAnswer::response(const http::Request&) const {
    http::Response response = http::Response::json(200, wire::to_json(body));
    response.fields.set("ETag", '"' + body.version + '"');
    return response;
}

http::Response OutdatedDraft::response(const http::Request&) const {
    const std::string draft = wire::to_json(present);
    http::Response response = http::problem(412, error.message, {}, boost::json::parse(draft).as_object());
    response.fields.set("ETag", '"' + present.version + '"');
    return response;
}

void PublishBody::describe(wire::Fields& f) {
    static constexpr std::array<std::pair<std::string_view, storage::CutsOfDraft>, 3> cuts{
        {{"changed", storage::CutsOfDraft::changed},
         {"none", storage::CutsOfDraft::none},
         {"all", storage::CutsOfDraft::all}}};
    f.integer("revision", revision, {.min = 1, .about = "Of the plan that the draft replaces."});
    f.text("version", version, {.max = 64, .about = "Of the draft; left out: whatever it is."});
    f.choice("cut", cut, cuts, "Which clips to cut. changed: those that are missing or stale.");
    ProcessBody::describe(f);
}

}  // namespace lectern::api

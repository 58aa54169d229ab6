#include "domain/lecture/plan.hpp"

#include "domain/base/characters.hpp"
#include "domain/base/mistakes.hpp"

#include <cmath>
#include <map>
#include <set>

namespace lectern {
namespace {

constexpr std::size_t longest_name = 200;  // characters

// Times are told in microseconds. One that a client sends back as it was told is the one that is stored.
constexpr double told_within = 1e-6;

bool is_same_time(double a, double b) {
    return std::abs(a - b) < told_within;
}

PlanItem with_stored_bounds(PlanItem item, const Snippet& snippet) {
    if (is_same_time(item.start, snippet.start)) item.start = snippet.start;
    if (is_same_time(item.end, snippet.end)) item.end = snippet.end;
    return item;
}

// The checks of one item. `path` is the beginning of the paths of its fields: "snippets.1."
void check_bounds(const PlanItem& item, std::optional<double> duration, const std::string& path,
                  Mistakes& mistakes) {
    const bool start_is_number = std::isfinite(item.start);
    if (!start_is_number) {
        mistakes.add(path + "start", "must be a finite number");
    } else if (item.start < 0) {
        mistakes.add(path + "start", "must be at least 0");
    }
    if (!std::isfinite(item.end)) {
        mistakes.add(path + "end", "must be a finite number");
    } else if (start_is_number && item.end <= item.start) {
        mistakes.add(path + "end", "must be greater than start");
    } else if (duration && item.end > *duration + told_within) {
        mistakes.add(path + "end", "must not be after the end of the recording");
    }
}

void check_name(const PlanItem& item, const std::string& path, Mistakes& mistakes) {
    const std::size_t length = count_characters(item.name);
    if (length == 0) mistakes.add(path + "name", "must not be empty");
    if (length > longest_name)
        mistakes.add(path + "name", "must have at most " + std::to_string(longest_name) + " characters");
}

}  // namespace

Result<PlanChange> plan_change(const std::vector<Snippet>& current, const std::vector<PlanItem>& items,
                               std::optional<double> duration) {
    if (items.size() > max_plan_items)
        return Error::invalid("snippets", "must have at most " + std::to_string(max_plan_items) + " items");
    std::set<std::int64_t> known;
    for (const Snippet& snippet : current)
        known.insert(snippet.id);
    Mistakes mistakes;
    std::set<std::int64_t> named;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const PlanItem& item = items[i];
        const std::string path = "snippets." + std::to_string(i) + ".";
        check_name(item, path, mistakes);
        check_bounds(item, duration, path, mistakes);
        if (!item.id) continue;
        if (!named.insert(*item.id).second)
            mistakes.add(path + "id", "must not be the id of another item");
        else if (!known.contains(*item.id))
            mistakes.add(path + "id", "must be the id of a snippet of this session");
    }
    if (mistakes.any()) return mistakes.error();
    return match_plan(current, items);
}

PlanChange match_plan(const std::vector<Snippet>& current, const std::vector<PlanItem>& items) {
    std::map<std::int64_t, const Snippet*> remaining;
    for (const Snippet& snippet : current)
        remaining.emplace(snippet.id, &snippet);
    PlanChange change;
    int position = 0;
    for (const PlanItem& item : items) {
        ++position;
        if (!item.id) {
            change.added.push_back({item, position});
            continue;
        }
        const Snippet& snippet = *remaining.at(*item.id);
        remaining.erase(*item.id);
        PlanItem kept = with_stored_bounds(item, snippet);
        const bool same = snippet.start == kept.start && snippet.end == kept.end && snippet.name == kept.name;
        change.kept.push_back({*item.id, std::move(kept), position, !same});
    }
    for (const auto& [id, snippet] : remaining)
        change.dropped.push_back(id);
    return change;
}

}  // namespace lectern

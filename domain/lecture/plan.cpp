#include "domain/lecture/plan.hpp"

#include "domain/base/characters.hpp"

#include <cmath>
#include <map>
#include <set>

namespace lectern {
namespace {

constexpr std::size_t longest_name = 200;  // characters

class Mistakes {
public:
    explicit Mistakes(std::size_t index) : prefix_("snippets." + std::to_string(index) + ".") {}

    void add(const std::string& field, std::string message) {
        found_.push_back({prefix_ + field, std::move(message)});
    }
    std::vector<FieldError> take() { return std::move(found_); }

private:
    std::string prefix_;
    std::vector<FieldError> found_;
};

void check_bounds(const PlanItem& item, std::optional<double> duration, Mistakes& mistakes) {
    const bool start_is_number = std::isfinite(item.start);
    const bool end_is_number = std::isfinite(item.end);
    if (!start_is_number || item.start < 0) mistakes.add("start", "Must be a number of seconds, 0 or more.");
    if (!end_is_number) {
        mistakes.add("end", "Must be a number of seconds.");
    } else if (start_is_number && item.end <= item.start) {
        mistakes.add("end", "Must be greater than start.");
    } else if (duration && item.end > *duration) {
        mistakes.add("end", "Must not lie behind the end of the recording.");
    }
}

void check_name(const PlanItem& item, Mistakes& mistakes) {
    const std::size_t length = count_characters(item.name);
    if (length == 0 || length > longest_name) mistakes.add("name", "Must have 1 to 200 characters.");
}

Error invalid(std::vector<FieldError> fields) {
    return Error{ErrorCode::invalid, "The plan has mistakes.", std::move(fields), {}, {}};
}

}  // namespace

Result<PlanChange> plan_change(const std::vector<Snippet>& current, const std::vector<PlanItem>& items,
                               std::optional<double> duration) {
    if (items.size() > max_plan_items) return invalid({{"snippets", "At most 500 snippets."}});
    std::map<std::int64_t, const Snippet*> remaining;
    for (const Snippet& snippet : current)
        remaining.emplace(snippet.id, &snippet);

    PlanChange change;
    std::vector<FieldError> errors;
    std::set<std::int64_t> named;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const PlanItem& item = items[i];
        const int position = static_cast<int>(i) + 1;
        Mistakes mistakes(i);
        check_name(item, mistakes);
        check_bounds(item, duration, mistakes);
        if (!item.id) {
            change.added.push_back({item, position});
        } else if (!named.insert(*item.id).second) {
            mistakes.add("id", "Another item has this id.");
        } else if (const auto found = remaining.find(*item.id); found == remaining.end()) {
            mistakes.add("id", "No snippet of this session has this id.");
        } else {
            const Snippet& snippet = *found->second;
            const bool same_bounds = snippet.start == item.start && snippet.end == item.end;
            change.kept.push_back({*item.id, item, position, same_bounds});
            remaining.erase(found);
        }
        for (FieldError& mistake : mistakes.take())
            errors.push_back(std::move(mistake));
    }
    if (!errors.empty()) return invalid(std::move(errors));
    for (const auto& [id, snippet] : remaining)
        change.dropped.push_back(id);
    return change;
}

}  // namespace lectern

#include "domain/timetable/overlaps.hpp"
#include "domain/timetable/schedule.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>

// Any schedule: its sessions are exactly those on each item's weekday within its dates, in order. The
// overlaps that are found are those that a comparison of every pair finds.

namespace {

using namespace lectern;
using namespace std::chrono;

class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
    std::uint32_t number(std::uint32_t below) {
        std::uint32_t value = 0;
        for (int i = 0; i < 3 && size_ > 0; ++i, ++data_, --size_)
            value = value << 8 | *data_;
        return value % below;
    }
    bool empty() const { return size_ == 0; }

private:
    const std::uint8_t* data_;
    std::size_t size_;
};

ScheduleItem read_item(Input& input) {
    ScheduleItem item;
    item.day = weekday(input.number(7));
    item.start = minutes(input.number(1439));
    item.end = item.start + minutes(1 + input.number(static_cast<std::uint32_t>(1439 - item.start.count())));
    const auto span = static_cast<std::uint32_t>((last_schedule_day - first_schedule_day).count());
    const WallDay first = first_schedule_day + days(input.number(span));
    const WallDay last = std::min(first + days(input.number(400)), last_schedule_day);
    if (input.number(8) != 0) item.repeat = {first, last};
    return item;
}

void demand(bool holds) {
    if (!holds) std::abort();
}

void check_slots(const std::vector<ScheduleItem>& items, const std::set<WallDay>& excluded,
                 const TimeZone& zone, const std::vector<Slot>& slots) {
    std::size_t at = 0;
    for (std::size_t place = 0; place < items.size(); ++place) {
        if (!items[place].repeat) continue;
        for (WallDay day = items[place].repeat->first; day <= items[place].repeat->last; day += days(1)) {
            if (weekday(day) != items[place].day || excluded.contains(day) || !zone.has_day(day)) continue;
            demand(at < slots.size());
            const Slot& slot = slots[at++];
            demand(slot.item == place && slot.start < slot.end);
            demand(slot.start == zone.to_utc(day + items[place].start));
        }
    }
    demand(at == slots.size());
}

void check_overlaps(const std::vector<Slot>& slots) {
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < slots.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (slots[i].start < slots[j].end && slots[j].start < slots[i].end) ++pairs;
    const Overlaps found = find_overlaps(slots, {}, 10);
    demand(found.total == pairs && found.found.size() == std::min<std::size_t>(pairs, 10));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<TimeZone> zones{TimeZone::utc(), TimeZone::find("America/New_York").value(),
                                             TimeZone::find("Australia/Lord_Howe").value(),
                                             TimeZone::find("Pacific/Apia").value(),
                                             TimeZone::find("Europe/Dublin").value()};
    Input input(data, size);
    const TimeZone& zone = zones[input.number(static_cast<std::uint32_t>(zones.size()))];
    std::vector<WallDay> excluded;
    for (std::uint32_t n = input.number(3); n > 0; --n)
        excluded.push_back(first_schedule_day + days(input.number(84000)));
    std::vector<ScheduleItem> items;
    while (!input.empty() && items.size() < 8)
        items.push_back(read_item(input));

    const auto slots = expand(items, excluded, zone);
    if (!slots) {
        demand(!slots.error().fields.empty());
        return 0;
    }
    check_slots(items, {excluded.begin(), excluded.end()}, zone, *slots);
    check_overlaps(*slots);
    return 0;
}

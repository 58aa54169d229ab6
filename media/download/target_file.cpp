#include "media/download/target_file.hpp"

#include "media/download/saved_arrival.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace lectern::media {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds report_pause{300};

}  // namespace

TargetFile::TargetFile(const FetchTarget& target, std::string key, const DownloadOptions& options,
                       const WorkControl& control)
    : target_(target),
      file_(target.fd, target_.reserve),
      key_(std::move(key)),
      options_(options),
      control_(control) {
    boost::system::error_code error;
    const json::value value = json::parse(target_.checkpoint, error);
    if (error || !value.is_object() || saved_text(value.as_object(), "key") != key_) return;
    const json::object& object = value.as_object();
    const std::int64_t size = file_.size();
    arrival_ = get_arrival(object);
    arrival_.have = std::min(arrival_.have, size);
    made_ = object.contains("made") && arrival_.have > 0 && arrival_.have == size;
    name_ = saved_text(object, "name");
    type_ = saved_text(object, "type");
}

Outcome<> TargetFile::take_up() {
    const std::int64_t reached = file_.read(0, arrival_.have, [this](std::string_view bytes) {
        sha256_.update(bytes);
        md5_.update(bytes);
        return !control_.stop.stop_requested();
    });
    if (control_.stop.stop_requested()) return Failure::cancelled();
    arrival_.have = reached;  // less if the file has become shorter
    highest_ = saved_ = arrival_.have;
    return {};
}

Outcome<> TargetFile::begin(const Arrival& arrival) {
    if (arrival.have != arrival_.have) restart();
    arrival_ = arrival;
    if (arrival_.total > options_.max_bytes) return too_large(arrival_.total);
    return arrival_.total > arrival_.have ? file_.reserve(arrival_.total, arrival_.have) : Outcome<>();
}

Outcome<> TargetFile::write(std::string_view bytes) {
    const auto end = arrival_.have + static_cast<std::int64_t>(bytes.size());
    if (end > options_.max_bytes) return too_large(end);
    if (arrival_.total >= 0 && end > arrival_.total)
        return Failure::transient("The server sent more than it announced.", "body longer than its total");
    if (auto outcome = file_.write(bytes, arrival_.have); outcome.has_error()) return outcome;
    sha256_.update(bytes);
    md5_.update(bytes);
    arrival_.have = end;
    highest_ = std::max(highest_, end);
    if (arrival_.have - saved_ >= options_.checkpoint_bytes) save();
    const auto now = std::chrono::steady_clock::now();
    if (arrival_.total > 0 && now - reported_ >= report_pause) {
        reported_ = now;
        control_.report(static_cast<double>(arrival_.have) / static_cast<double>(arrival_.total));
    }
    return {};
}

Failure TargetFile::too_large(std::int64_t bytes) {
    const bool whole = bytes == arrival_.total;
    restart();
    return recording_too_large(bytes, options_.max_bytes, whole);
}

void TargetFile::restart() {
    arrival_ = Arrival{};
    made_ = false;
    sha256_.reset();
    md5_.reset();
    file_.truncate(0);
    if (saved_ > 0) save();
}

void TargetFile::save() {
    saved_ = arrival_.have;
    if (!target_.save_checkpoint) return;
    file_.sync();
    json::object checkpoint{{"key", key_}, {"name", name_}, {"type", type_}};
    put_arrival(checkpoint, arrival_);
    if (made_) checkpoint["made"] = true;
    target_.save_checkpoint(json::serialize(checkpoint));
}

void TargetFile::pause() {
    if (arrival_.have > 0) save();
}

std::string TargetFile::text() const {
    std::string out;
    file_.read(0, arrival_.have, [&out](std::string_view bytes) {
        out += bytes;
        return true;
    });
    return out;
}

Outcome<> TargetFile::take_made(std::int64_t bytes) {
    sha256_.reset();
    md5_.reset();
    arrival_ = Arrival{};
    arrival_.have = arrival_.total = bytes;
    if (auto outcome = take_up(); outcome.has_error()) return outcome;
    made_ = true;
    save();
    return {};
}

void TargetFile::describe(std::string name, std::string type) {
    if (!name.empty()) name_ = std::move(name);
    if (!type.empty()) type_ = std::move(type);
}

FetchedFile TargetFile::finish() {
    file_.truncate(arrival_.have);
    if (saved_ != arrival_.have) save();
    control_.report(1);
    return FetchedFile{arrival_.have, name_, type_, sha256_.hex()};
}

}  // namespace lectern::media

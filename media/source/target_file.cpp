#include "media/source/target_file.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include <boost/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {
namespace {

namespace json = boost::json;

constexpr std::size_t read_size = std::size_t{1} << 20;
constexpr std::int64_t blind_reserve = std::int64_t{64} << 20;  // while nobody says how much will come
constexpr std::chrono::milliseconds report_pause{300};

[[noreturn]] void throw_errno(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string text(const json::object& object, const char* name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::int64_t number(const json::object& object, const char* name, std::int64_t otherwise) {
    const auto* value = object.if_contains(name);
    return value && value->is_int64() ? value->as_int64() : otherwise;
}

Failure full() {
    return {FailureKind::storage_full, "The server has no space left for this recording.", "no space", {}};
}

}  // namespace

TargetFile::TargetFile(const FetchTarget& target, std::string key, const SourceOptions& options,
                       const Control& control)
    : target_(target), key_(std::move(key)), options_(options), control_(control) {
    boost::system::error_code error;
    const json::value value = json::parse(target_.checkpoint, error);
    if (error || !value.is_object() || text(value.as_object(), "key") != key_) return;
    const json::object& object = value.as_object();
    struct stat status {};
    if (::fstat(target_.fd, &status) != 0) throw_errno("fstat of the target");
    arrival_.have = std::clamp<std::int64_t>(number(object, "bytes", 0), 0, status.st_size);
    arrival_.total = number(object, "total", -1);
    arrival_.etag = text(object, "etag");
    arrival_.modified = text(object, "modified");
    arrival_.hash = text(object, "hash");
    name_ = text(object, "name");
    type_ = text(object, "type");
}

Outcome<> TargetFile::take_up() {
    std::vector<char> buffer(arrival_.have > 0 ? read_size : 0);
    for (std::int64_t at = 0; at < arrival_.have;) {
        if (control_.stop.stop_requested()) return Failure::cancelled();
        const auto wanted =
            std::min<std::int64_t>(static_cast<std::int64_t>(buffer.size()), arrival_.have - at);
        const ssize_t got = ::pread(target_.fd, buffer.data(), static_cast<std::size_t>(wanted), at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw_errno("read of the target");
        if (got == 0) {  // shorter than a moment ago
            arrival_.have = at;
            break;
        }
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
        sha256_.update(bytes);
        md5_.update(bytes);
        at += got;
    }
    highest_ = saved_ = reserved_ = arrival_.have;
    return {};
}

Outcome<> TargetFile::begin(const Arrival& arrival) {
    if (arrival.have != arrival_.have) restart();
    arrival_ = arrival;
    if (arrival_.total > options_.max_bytes)
        return Failure::permanent("The recording is larger than this server accepts.",
                                  std::to_string(arrival_.total) + " bytes");
    return arrival_.total > arrival_.have ? reserve(arrival_.total) : Outcome<>();
}

Outcome<> TargetFile::reserve(std::int64_t upto) {
    if (!target_.reserve || upto <= reserved_) return {};
    if (auto outcome = target_.reserve(upto - std::max(reserved_, arrival_.have)); outcome.has_error())
        return outcome;
    reserved_ = upto;
    return {};
}

Outcome<> TargetFile::write(std::string_view bytes) {
    const auto end = arrival_.have + static_cast<std::int64_t>(bytes.size());
    if (end > options_.max_bytes)
        return Failure::permanent("The recording is larger than this server accepts.");
    if (arrival_.total >= 0 && end > arrival_.total)
        return Failure::transient("The server sent more than it announced.", "body longer than its total");
    if (end > reserved_)
        if (auto outcome = reserve(end + blind_reserve); outcome.has_error()) return outcome;
    for (std::string_view rest = bytes; !rest.empty();) {
        const ssize_t put =
            ::pwrite(target_.fd, rest.data(), rest.size(), end - static_cast<std::int64_t>(rest.size()));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0 && (errno == ENOSPC || errno == EDQUOT)) return full();
        if (put < 0) throw_errno("write to the target");
        rest.remove_prefix(static_cast<std::size_t>(put));
    }
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

void TargetFile::restart() {
    arrival_ = Arrival{};
    sha256_.reset();
    md5_.reset();
    reserved_ = 0;
    if (::ftruncate(target_.fd, 0) != 0) throw_errno("truncate of the target");
    if (saved_ > 0) save();
}

void TargetFile::save() {
    saved_ = arrival_.have;
    if (!target_.save_checkpoint) return;
    if (::fdatasync(target_.fd) != 0) throw_errno("fdatasync of the target");
    target_.save_checkpoint(json::serialize(json::object{{"key", key_},
                                                         {"bytes", arrival_.have},
                                                         {"total", arrival_.total},
                                                         {"etag", arrival_.etag},
                                                         {"modified", arrival_.modified},
                                                         {"hash", arrival_.hash},
                                                         {"name", name_},
                                                         {"type", type_}}));
}

void TargetFile::describe(std::string name, std::string type) {
    if (!name.empty()) name_ = std::move(name);
    if (!type.empty()) type_ = std::move(type);
}

FetchedFile TargetFile::finish() {
    if (::ftruncate(target_.fd, arrival_.have) != 0) throw_errno("truncate of the target");
    if (saved_ != arrival_.have) save();
    control_.report(1);
    return FetchedFile{arrival_.have, name_, type_, sha256_.hex()};
}

}  // namespace lectern::media

#include "media/playlist/parts_file.hpp"

#include "media/download/saved_arrival.hpp"

#include <algorithm>
#include <string_view>

namespace lectern::media {
namespace {

namespace json = boost::json;

std::int64_t first_of(const Piece& piece) {
    return piece.range ? piece.range->first : 0;
}
std::int64_t length_of(const Piece& piece) {
    return piece.range ? piece.range->length : -1;
}

}  // namespace

PartsFile::PartsFile(int fd, const FetchTarget& target, std::string key, std::string plan,
                     const DownloadOptions& options)
    : target_(target),
      file_(fd, target_.reserve),
      key_(std::move(key)),
      plan_(std::move(plan)),
      options_(options) {
    boost::system::error_code error;
    const json::value value = json::parse(target_.checkpoint, error);
    if (!error && value.is_object()) take_up(value.as_object());
    highest_ = saved_ = end_ + plain_;
}

void PartsFile::take_up(const json::object& saved) {
    if (saved_text(saved, "key") != key_ || saved_text(saved, "plan") != plan_) return;
    const auto pieces = saved_number(saved, "pieces", 0), end = saved_number(saved, "end", 0);
    const auto* ends = saved.if_contains("ends");
    const std::int64_t size = file_.size();
    if (pieces < 0 || end < 0 || end > size || !ends || !ends->is_array()) return;
    for (const json::value& one : ends->as_array())
        if (one.is_int64()) ends_.push_back(one.as_int64());
    pieces_ = static_cast<std::size_t>(pieces);
    end_ = end;
    if (const auto* piece = saved.if_contains("piece"); piece && piece->is_object()) {
        arrival_ = get_arrival(piece->as_object());
        arrival_.first = saved_number(piece->as_object(), "first", 0);
        arrival_.length = saved_number(piece->as_object(), "length", -1);
        if (end_ + arrival_.have > size) arrival_ = Arrival{};
        plain_ = arrival_.have;
    }
}

void PartsFile::begin_piece(const Piece& piece, const std::optional<AesBlock>& key, bool last_of_run) {
    last_of_run_ = last_of_run;
    const bool goes_on =
        arrival_.have > 0 && !key && arrival_.first == first_of(piece) && arrival_.length == length_of(piece);
    piece_key_ = key;
    if (piece.key) iv_ = piece.key->iv;
    shape_ = PieceShape();
    if (goes_on) {
        file_.read(end_, end_ + plain_, [this](std::string_view bytes) {
            shape_.take(bytes);
            return true;
        });
        return;
    }
    arrival_ = Arrival{};
    arrival_.first = first_of(piece);
    arrival_.length = length_of(piece);
    plain_ = 0;
}

void PartsFile::begin_try() {
    if (!piece_key_) return;
    restart();
    cipher_.emplace(*piece_key_, iv_);
}

bool PartsFile::piece_complete() const {
    return arrival_.have > 0 && arrival_.have == arrival_.total;
}

Outcome<> PartsFile::end_piece() {
    if (cipher_) {
        const auto last = cipher_->finish();
        if (!last) {
            cipher_.reset();
            restart();
            return Failure::permanent(
                "A part of the stream cannot be decrypted with the key that its playlist names.",
                "bad padding of " + std::to_string(arrival_.have) + " bytes");
        }
        if (auto outcome = put(*last); outcome.has_error()) return outcome;
        cipher_.reset();
    }
    const auto kind = shape_.kind();
    const bool complete = shape_.complete();
    const std::int64_t bytes = plain_;
    if (kind == PieceShape::Kind::playlist || kind == PieceShape::Kind::page || !complete || bytes == 0) {
        restart();
        const std::string detail = std::to_string(bytes) + " bytes";
        if (kind == PieceShape::Kind::playlist)
            return Failure::permanent("A part of the stream is itself a playlist.", detail);
        if (kind == PieceShape::Kind::page)
            return Failure::permanent("A part of the stream is a web page.", detail);
        return Failure::permanent("A part of the stream is cut off: its end is missing at its host.", detail);
    }
    end_ += plain_;
    skip_piece();
    return {};
}

void PartsFile::skip_piece() {
    ++pieces_;
    if (last_of_run_) ends_.push_back(end_);
    arrival_ = Arrival{};
    plain_ = 0;
    piece_key_.reset();
    cipher_.reset();
    if (end_ - saved_ >= options_.checkpoint_bytes) save();
}

void PartsFile::clear() {
    file_.truncate(0);
}

void PartsFile::start_over() {
    clear();
    pieces_ = 0;
    end_ = plain_ = 0;
    ends_.clear();
    arrival_ = Arrival{};
    save();
}

Failure PartsFile::too_large(std::int64_t bytes) {
    start_over();
    return recording_too_large(bytes, options_.max_bytes, false);
}

Outcome<> PartsFile::begin(const Arrival& arrival) {
    if (arrival.have != arrival_.have) restart();
    arrival_ = arrival;
    const std::int64_t whole = end_ + std::max(arrival_.total, arrival_.have);
    if (whole > options_.max_bytes) return too_large(whole);
    return {};
}

Outcome<> PartsFile::write(std::string_view bytes) {
    if (arrival_.total >= 0 && arrival_.have + static_cast<std::int64_t>(bytes.size()) > arrival_.total)
        return Failure::transient("The server sent more than it announced.", "body longer than its total");
    if (auto outcome = put(cipher_ ? cipher_->update(bytes) : bytes); outcome.has_error()) return outcome;
    arrival_.have += static_cast<std::int64_t>(bytes.size());
    highest_ = std::max(highest_, end_ + arrival_.have);
    if (!piece_key_ && end_ + plain_ - saved_ >= options_.checkpoint_bytes) save();
    if (watch && arrival_.total > 0)
        watch(static_cast<double>(arrival_.have) / static_cast<double>(arrival_.total));
    return {};
}

Outcome<> PartsFile::put(std::string_view bytes) {
    const std::int64_t at = end_ + plain_;
    if (const auto size = at + static_cast<std::int64_t>(bytes.size()); size > options_.max_bytes)
        return too_large(size);
    if (auto outcome = file_.write(bytes, at); outcome.has_error()) return outcome;
    shape_.take(bytes);
    plain_ += static_cast<std::int64_t>(bytes.size());
    return {};
}

void PartsFile::restart() {
    Arrival anew;
    anew.first = arrival_.first;
    anew.length = arrival_.length;
    arrival_ = anew;
    plain_ = 0;
    shape_ = PieceShape();
}

void PartsFile::save() {
    saved_ = end_ + plain_;
    if (!target_.save_checkpoint) return;
    file_.sync();
    json::object checkpoint{{"key", key_},
                            {"plan", plan_},
                            {"pieces", pieces_},
                            {"end", end_},
                            {"ends", json::array(ends_.begin(), ends_.end())}};
    if (arrival_.have > 0 && !piece_key_) {
        json::object piece{{"first", arrival_.first}, {"length", arrival_.length}};
        put_arrival(piece, arrival_);
        checkpoint["piece"] = std::move(piece);
    }
    target_.save_checkpoint(json::serialize(checkpoint));
}

}  // namespace lectern::media

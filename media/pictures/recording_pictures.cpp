#include "media/pictures/recording_pictures.hpp"

#include "domain/lecture/sprites.hpp"
#include "media/av/error.hpp"
#include "media/pictures/jpeg.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {
namespace {

constexpr int poster_width = 640;
constexpr int most_cells = 100'000;  // eleven days
constexpr double share_before_poster = 0.1;
constexpr double poster_candidates = 100;  // in a short recording, whose cells are few

FrameShaper::Target box(int width, int height) {
    FrameShaper::Target target;
    target.width = width;
    target.height = height;
    target.colours.matrix = AVCOL_SPC_SMPTE170M;  // as JPEG wants it
    return target;
}

double shown_aspect(const AVFrame& frame, Orientation orientation) {
    const AVRational pixel = frame.sample_aspect_ratio;
    const double width = frame.width * (pixel.num > 0 && pixel.den > 0 ? av_q2d(pixel) : 1.0);
    const double aspect = width / std::max(frame.height, 1);
    return std::clamp(orientation.lying() ? 1 / aspect : aspect, 0.01, 100.0);
}

double spacing_for(double duration) {
    return std::clamp(duration / poster_candidates, 0.5, sprite_seconds);
}

}  // namespace

RecordingPictures::RecordingPictures(const Recording& recording, double duration, SpriteSheets::Sink sink)
    : orientation_(video_orientation(*recording.video())),
      cells_(sprite_cells(duration, most_cells)),
      sheets_(cells_, std::move(sink)),
      to_cell_(box(sprite_width, sprite_height), orientation_),
      choice_(duration * share_before_poster),
      decoder_(recording, recording.video(), spacing_for(duration),
               [this](const AVFrame& frame, double seconds) { take(frame, seconds); }) {}

void RecordingPictures::put(const AVPacket& packet) {
    decoder_.put(packet);
}

void RecordingPictures::take(const AVFrame& frame, double seconds) {
    const double number = seconds / sprite_seconds;
    if (number >= cells_) return;
    const AVFrame* cell = to_cell_.shape(&frame);
    sheets_.put(static_cast<int>(number), *cell);
    const double aspect = shown_aspect(frame, orientation_);
    if (choice_.takes(seconds, contrast_of(*cell, area_in_box(aspect, sprite_width, sprite_height))))
        draw_poster(frame, aspect);
}

void RecordingPictures::draw_poster(const AVFrame& frame, double aspect) {
    if (!to_poster_) {
        const int height = static_cast<int>(std::lround(poster_width / aspect / 2)) * 2;
        to_poster_.emplace(box(poster_width, std::clamp(height, 64, 2 * poster_width)), orientation_);
    }
    poster_ = shared_frame(to_poster_->shape(&frame));
}

int RecordingPictures::finish() {
    if (!poster_) return 0;
    sheets_.finish();
    return cells_;
}

std::string RecordingPictures::poster() const {
    return poster_ ? to_jpeg(*poster_) : "";
}

}  // namespace lectern::media

#include "media/av/subtitles.hpp"

#include "media/av/error.hpp"
#include "media/av/recording.hpp"

#include <algorithm>
#include <cctype>
#include <memory>

namespace lectern::media {

namespace {

constexpr std::size_t most_lines = 200'000;
constexpr int fields_before_text = 8;

struct DecodedSubtitle : AVSubtitle {
    DecodedSubtitle() : AVSubtitle{} {}
    DecodedSubtitle(const DecodedSubtitle&) = delete;
    DecodedSubtitle& operator=(const DecodedSubtitle&) = delete;
    ~DecodedSubtitle() { avsubtitle_free(this); }
};

std::string text_of(const AVSubtitle& subtitle) {
    std::string text;
    for (unsigned i = 0; i < subtitle.num_rects; ++i) {
        const AVSubtitleRect& rect = *subtitle.rects[i];
        std::string part;
        if (rect.ass != nullptr) {
            part = plain_subtitle_text(rect.ass);
        } else if (rect.text != nullptr) {
            part = rect.text;
        }
        if (!text.empty() && !part.empty()) text += ' ';
        text += part;
    }
    return text;
}

}  // namespace

std::string plain_subtitle_text(std::string_view event) {
    for (int i = 0; i < fields_before_text; ++i) {
        const std::size_t comma = event.find(',');
        if (comma == std::string_view::npos) break;
        event.remove_prefix(comma + 1);
    }
    std::string text;
    const auto space = [&text] {
        if (!text.empty() && text.back() != ' ') text += ' ';
    };
    for (std::size_t i = 0; i < event.size(); ++i) {
        const char c = event[i];
        if (c == '{' && i + 1 < event.size() && event[i + 1] == '\\') {
            const std::size_t close = event.find('}', i);
            if (close != std::string_view::npos) {
                i = close;
                continue;
            }
        }
        if (c == '\\' && i + 1 < event.size() &&
            (event[i + 1] == 'N' || event[i + 1] == 'n' || event[i + 1] == 'h')) {
            space();
            ++i;
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            space();
        } else {
            text += c;
        }
    }
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

Outcome<std::vector<SubtitleLine>> read_subtitles(int fd, int stream, const MediaLimits& limits,
                                                  const WorkControl& control) {
    return guarded<std::vector<SubtitleLine>>([&] {
        Recording recording = open_media(fd, limits, control);
        const AVFormatContext& context = *recording.context();
        if (stream < 0 || stream >= static_cast<int>(context.nb_streams) ||
            context.streams[stream]->codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE) {
            fail(Failure::permanent("The recording has no such subtitles."));
        }
        const AVStream* from = context.streams[stream];
        recording.read_only({from});
        const CodecContext decoder = recording.decoder(from);
        std::vector<SubtitleLine> lines;
        const Packet packet = make_packet();
        while (lines.size() < most_lines && recording.read(packet.get())) {
            recording.throw_if_stopped();
            if (packet->pts == AV_NOPTS_VALUE) continue;
            DecodedSubtitle subtitle;
            int got = 0;
            // A broken event is skipped.
            if (avcodec_decode_subtitle2(decoder.get(), &subtitle, &got, packet.get()) < 0 || got == 0)
                continue;
            SubtitleLine line;
            line.text = text_of(subtitle);
            if (line.text.empty()) continue;
            const double at = recording.to_seconds(from, packet->pts);
            line.start = std::max(0.0, at + subtitle.start_display_time / 1000.0);
            const bool known = subtitle.end_display_time > 0 && subtitle.end_display_time != UINT32_MAX;
            line.end = known ? at + subtitle.end_display_time / 1000.0
                             : at + static_cast<double>(packet->duration) * av_q2d(from->time_base);
            line.end = std::max(line.end, line.start);
            lines.push_back(std::move(line));
        }
        std::stable_sort(lines.begin(), lines.end(),
                         [](const SubtitleLine& a, const SubtitleLine& b) { return a.start < b.start; });
        return lines;
    });
}

}  // namespace lectern::media

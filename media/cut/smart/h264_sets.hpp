#pragma once

#include "media/cut/copy/nal_units.hpp"

#include <optional>
#include <vector>

namespace lectern::media {

// The parameter sets of H.264 (sections 7.3.2.1 and 7.3.2.2), as far as two encodings in one track depend on
// them. Pure.

// A sequence parameter set (SPS).
struct SequenceSet {
    int id = 0;
    int profile = 0;
    int constraints = 0;  // the byte of constraint_set flags
    int level = 0;
    int chroma_format = 1;  // 1: 4:2:0
    int luma_bits = 8;
    int chroma_bits = 8;
    bool frames_only = true;  // no frame is coded as fields
    // In macroblocks of 16 pixels, and what is cut off from it in pixels of colour.
    int width = 0;
    int height = 0;
    int crop_left = 0;
    int crop_right = 0;
    int crop_top = 0;
    int crop_bottom = 0;

    bool same_size(const SequenceSet& other) const;
};

// A picture parameter set (PPS).
struct PictureSet {
    int id = 0;
    int sequence_id = 0;
};

// Both read a NAL unit with its header; nullopt if it is damaged.
std::optional<SequenceSet> read_sequence_set(Bytes unit);
std::optional<PictureSet> read_picture_set(Bytes unit);

// The NAL units of the sets of a stream.
struct ParameterSets {
    std::vector<std::vector<std::uint8_t>> sequences;
    std::vector<std::vector<std::uint8_t>> pictures;
};

// Of the headers of a stream: `avcC` or Annex B. Equal units count once. nullopt if it holds other
// units, or more or longer ones than any encoder makes.
std::optional<ParameterSets> parameter_sets(Bytes extradata);

// The `avcC` (AVCDecoderConfigurationRecord) of a track with packets of several encodings, 4:2:0 of 8 bits,
// with lengths of 4 bytes. Its profile and level are the greatest ones. The first SPS of each can be read.
std::vector<std::uint8_t> avc_configuration(std::span<const ParameterSets> encodings);

}  // namespace lectern::media

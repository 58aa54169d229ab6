#pragma once

namespace lectern::media {

// The containers of lectures. None of them refers to other files.
inline constexpr const char* containers = "mov,matroska,webm,mpegts,avi,flv,asf,wav,mp3,aac,ogg,flac";

// The decoders of lectures.
inline constexpr const char* decoders =
    // video
    "h264,hevc,vp8,vp9,libdav1d,libaom-av1,av1,mpeg4,mpeg2video,mpeg1video,h263,flv,msmpeg4,msmpeg4v2,wmv1,"
    "wmv2,wmv3,vc1,mjpeg,theora,prores,dnxhd,ffv1,qtrle,vp6f,mss2,"
    // audio
    "aac,aac_latm,mp3float,mp3,mp2float,mp2,mp1float,ac3,eac3,opus,libopus,vorbis,flac,alac,wmav1,wmav2,"
    "wmapro,wmavoice,wmalossless,dca,truehd,mlp,wavpack,tta,amrnb,amrwb,speex,libspeex,nellymoser,gsm,gsm_ms,"
    "g722,g726,g726le,g723_1,g729,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,adpcm_yamaha,"
    "pcm_s8,pcm_s8_planar,pcm_u8,pcm_s16le,pcm_s16le_planar,pcm_s16be,pcm_s16be_planar,pcm_u16le,pcm_u16be,"
    "pcm_s24le,pcm_s24le_planar,pcm_s24be,pcm_u24le,pcm_u24be,pcm_s24daud,pcm_s32le,pcm_s32le_planar,"
    "pcm_s32be,pcm_u32le,pcm_u32be,pcm_s64le,pcm_s64be,pcm_f16le,pcm_f24le,pcm_f32le,pcm_f32be,pcm_f64le,"
    "pcm_f64be,pcm_alaw,pcm_mulaw,pcm_vidc,pcm_lxf,pcm_dvd,pcm_bluray,"
    // subtitles
    "ass,ssa,srt,subrip,mov_text,webvtt,text";

}  // namespace lectern::media

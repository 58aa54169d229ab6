#pragma once

namespace lectern {

inline constexpr const char* version = LECTERN_VERSION;

}  // namespace lectern

#pragma once

#include "domain/base/error.hpp"
#include "media/cut/style.hpp"
#include "server/pipeline/orders.hpp"

#include <string>

namespace lectern::pipeline {

// The configured style with what a person asked for over it; Error::invalid when that cannot be drawn.
Result<media::StyleOptions> style_of(const CutOrder& order, const media::StyleOptions& configured,
                                     const std::string& snippet_name);

}  // namespace lectern::pipeline

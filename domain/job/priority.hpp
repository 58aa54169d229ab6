#pragma once

namespace lectern {

// interactive: a person waits for it (a cut). bulk: there may be thousands, so all other jobs go first.
enum class JobPriority { bulk = -1, background = 0, interactive = 1 };

}  // namespace lectern

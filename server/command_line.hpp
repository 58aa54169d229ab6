#pragma once

namespace lectern {

// Reads the arguments of main() and does what they ask for. Returns the exit code:
//   0   success (`scrub`: no faults)
//   1   failure (`scrub`: there are faults)
//   2   an argument or the configuration is wrong (`scrub`: or the comparison failed)
int run_command_line(int argc, char** argv);

}  // namespace lectern

#pragma once

namespace lectern {

// Reads the arguments of main() and does what they ask for. Returns the exit code:
//   0   it was done
//   1   it could not be done; of `scrub`: there are faults
//   2   an argument or the configuration is wrong; of `scrub`: it could not be done
int run_command_line(int argc, char** argv);

}  // namespace lectern

#pragma once

namespace lectern::media {

// While OpenMP's threads wait for each other they use the processor, unless OMP_WAIT_POLICY is "passive". The
// library reads that variable before main() begins. Call this first in main(), before any thread starts: if
// the variable is not set, it sets it and starts the program again in the same process, with the same
// arguments. Returns if there is nothing to do or the program cannot be started again.
void make_openmp_patient(char** argv);

}  // namespace lectern::media

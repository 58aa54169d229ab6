#pragma once

namespace lectern::media {

// Threads of OpenMP burn their processor while they wait for each other, unless OMP_WAIT_POLICY says
// otherwise; and the library reads that before main() begins. Call this first in main(): if the variable is
// not set, it sets it and starts the program again in the same process, with the same arguments. Returns when
// there is nothing to do, or when starting again is not possible. No threads may run yet.
void make_openmp_patient(char** argv);

}  // namespace lectern::media

#include "media/speech/openmp.hpp"
#include "server/command_line.hpp"

int main(int argc, char** argv) {
    lectern::media::make_openmp_patient(argv);
    return lectern::run_command_line(argc, argv);
}

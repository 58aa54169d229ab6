/* A library to preload into a server under test. It counts the system calls that change something below one
 * folder, and the sends to a database over a Unix socket. It breaks one of these calls or, if `for_good` is set,
 * that call and all later calls of the same side (files or database). A send that fails also ends its connection.
 *
 *   FAULT_ROOT     the folder, absolute, without links in it
 *   FAULT_SOCKET   beginning of the path of the database's socket; unset = sends are not counted
 *   FAULT_CONTROL  file of `struct control`, mapped by both sides: the test arms and disarms at any time
 *   FAULT_TRACE    file that gets a line for each counted call: "number call path"
 *
 * A call is counted only if it changes something. An open that neither creates nor truncates is not counted. */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS /* it would make open and open64 one name */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

enum kind { kill_before = 1, kill_after = 2, fail_eio = 3, fail_enospc = 4 };
enum side { files = 1, database = 2 };

struct control {
    uint32_t armed; /* nothing is counted or broken while 0 */
    uint32_t at;    /* number of the call to break, from 1; 0 = only count */
    uint32_t kind;
    uint32_t for_good; /* all calls of the same side from `at` on */
    uint32_t count;    /* calls since the test set this to 0 */
    uint32_t broken;   /* calls that were broken */
    uint32_t side;     /* of call number `at`, once that call was made */
};

static struct control* control;
static const char* root;
static size_t root_length;
static const char* socket_path;
static int trace = -1;

/* The function of this name in the next library, usually libc. */
static void* next(const char* name) {
    void* found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}
#define NEXT(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))next(#name)

static long raw_open(const char* path, int flags) {
    NEXT(syscall);
    return real(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0644);
}

__attribute__((constructor)) static void begin(void) {
    const char* control_path = getenv("FAULT_CONTROL");
    const char* trace_path = getenv("FAULT_TRACE");
    root = getenv("FAULT_ROOT");
    socket_path = getenv("FAULT_SOCKET");
    if (!control_path || !root) return;
    root_length = strlen(root);
    const int fd = (int)raw_open(control_path, O_RDWR);
    void* page = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED) abort();
    close(fd);
    if (trace_path) trace = (int)raw_open(trace_path, O_WRONLY | O_CREAT | O_APPEND);
    control = page;
}

static int armed(void) {
    return control && __atomic_load_n(&control->armed, __ATOMIC_ACQUIRE);
}

static int is_inside(const char* path) {
    return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

/* Writes the absolute path of an open file to `path`; returns 0 if the file is not below the folder. */
static int file_inside(int fd, char* path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_inside(path);
}

static int name_inside(int folder, const char* name, char* path) {
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
        return is_inside(path);
    }
    char base[PATH_MAX] = "";
    if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return 0;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        const ssize_t length = readlink(link, base, sizeof base - 1);
        if (length <= 0) return 0;
        base[length] = 0;
    }
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) return 0;
    return is_inside(path);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* What happens to a counted call. */
enum fate { pass, fail, pass_and_die };

static int is_to_break(uint32_t number, enum side side) {
    const uint32_t at = control->at;
    if (number == at) {
        __atomic_store_n(&control->side, side, __ATOMIC_RELEASE);
        return 1;
    }
    return at != 0 && number > at && control->for_good &&
           __atomic_load_n(&control->side, __ATOMIC_ACQUIRE) == side;
}

static enum fate fate_of(const char* call, const char* path, enum side side) {
    const uint32_t number = __atomic_add_fetch(&control->count, 1, __ATOMIC_ACQ_REL);
    if (trace >= 0) {
        char line[PATH_MAX + 64];
        const int length =
            snprintf(line, sizeof line, "%u %s %s\n", number, call, side == files ? path + root_length : "");
        NEXT(write);
        if (real(trace, line, (size_t)length) != length) abort();
    }
    if (!is_to_break(number, side)) return pass;
    __atomic_add_fetch(&control->broken, 1, __ATOMIC_ACQ_REL);
    switch (control->kind) {
        case kill_before:
            die();
            return fail;
        case kill_after:
            return pass_and_die;
        case fail_enospc:
            errno = ENOSPC;
            return fail;
        default:
            errno = EIO;
            return fail;
    }
}

/* `inside` says whether the call is counted (and fills `path`), `call` makes it. */
#define GUARDED(type, name, inside, call) \
    do { \
        NEXT(name); \
        char path[PATH_MAX]; \
        if (!armed() || !(inside)) return call; \
        const enum fate fate = fate_of(#name, path, files); \
        if (fate == fail) return (type)-1; \
        const type result = call; \
        if (fate == pass_and_die) die(); \
        return result; \
    } while (0)

/* An open changes something if it creates or truncates the file. */
static int opens_anew(int folder, const char* name, int flags, char* path) {
    if (!name_inside(folder, name, path)) return 0;
    if (flags & O_TRUNC) return 1;
    if (!(flags & O_CREAT)) return 0;
    struct stat facts;
    const int before = errno;
    const int there = fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0;
    errno = before;
    return !there;
}

#define MODE_OF(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list list; \
        va_start(list, flags); \
        mode = va_arg(list, mode_t); \
        va_end(list); \
    }
int open(const char* name, int flags, ...) {
    MODE_OF(flags)
    GUARDED(int, open, opens_anew(AT_FDCWD, name, flags, path), real(name, flags, mode));
}
int open64(const char* name, int flags, ...) {
    MODE_OF(flags)
    GUARDED(int, open64, opens_anew(AT_FDCWD, name, flags, path), real(name, flags, mode));
}
int openat(int folder, const char* name, int flags, ...) {
    MODE_OF(flags)
    GUARDED(int, openat, opens_anew(folder, name, flags, path), real(folder, name, flags, mode));
}
int openat64(int folder, const char* name, int flags, ...) {
    MODE_OF(flags)
    GUARDED(int, openat64, opens_anew(folder, name, flags, path), real(folder, name, flags, mode));
}

/* openat2 has no wrapper function: it is called through syscall(). */
long syscall(long number, ...) {
    va_list list;
    va_start(list, number);
    long a[6];
    for (int i = 0; i < 6; ++i)
        a[i] = va_arg(list, long);
    va_end(list);
    if (number != SYS_openat2) {
        NEXT(syscall);
        return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    }
    const int flags = (int)((const struct open_how*)a[2])->flags;
    GUARDED(long, syscall, opens_anew((int)a[0], (const char*)a[1], flags, path),
            real(number, a[0], a[1], a[2], a[3]));
}

#define ON_FILE(type, name, parameters, arguments) \
    type name parameters { \
        GUARDED(type, name, file_inside(fd, path), real arguments); \
    }
ON_FILE(ssize_t, write, (int fd, const void* from, size_t size), (fd, from, size))
ON_FILE(ssize_t, writev, (int fd, const struct iovec* from, int count), (fd, from, count))
ON_FILE(ssize_t, pwrite, (int fd, const void* from, size_t size, off_t at), (fd, from, size, at))
ON_FILE(ssize_t, pwrite64, (int fd, const void* from, size_t size, off64_t at), (fd, from, size, at))
ON_FILE(ssize_t, pwritev, (int fd, const struct iovec* from, int count, off_t at), (fd, from, count, at))
ON_FILE(ssize_t, pwritev64, (int fd, const struct iovec* from, int count, off64_t at), (fd, from, count, at))
ON_FILE(int, fsync, (int fd), (fd))
ON_FILE(int, fdatasync, (int fd), (fd))
ON_FILE(int, ftruncate, (int fd, off_t size), (fd, size))
ON_FILE(int, ftruncate64, (int fd, off64_t size), (fd, size))
ON_FILE(int, fallocate, (int fd, int mode, off_t at, off_t size), (fd, mode, at, size))
ON_FILE(int, fallocate64, (int fd, int mode, off64_t at, off64_t size), (fd, mode, at, size))
ON_FILE(ssize_t, sendfile, (int fd, int from, off_t* at, size_t size), (fd, from, at, size))
ON_FILE(ssize_t, sendfile64, (int fd, int from, off64_t* at, size_t size), (fd, from, at, size))
ON_FILE(ssize_t, copy_file_range,
        (int from, off64_t* from_at, int fd, off64_t* at, size_t size, unsigned flags),
        (from, from_at, fd, at, size, flags))

/* These two return the error number. */
#define ON_FILE_GIVES_ERROR(name, offset) \
    int name(int fd, offset at, offset size) { \
        NEXT(name); \
        char path[PATH_MAX]; \
        if (!armed() || !file_inside(fd, path)) return real(fd, at, size); \
        const enum fate fate = fate_of(#name, path, files); \
        if (fate == fail) return errno; \
        const int result = real(fd, at, size); \
        if (fate == pass_and_die) die(); \
        return result; \
    }
ON_FILE_GIVES_ERROR(posix_fallocate, off_t)
ON_FILE_GIVES_ERROR(posix_fallocate64, off64_t)

#define ON_NAME(name, folder, file, parameters, arguments) \
    int name parameters { \
        GUARDED(int, name, name_inside(folder, file, path), real arguments); \
    }
ON_NAME(truncate, AT_FDCWD, file, (const char* file, off_t size), (file, size))
ON_NAME(truncate64, AT_FDCWD, file, (const char* file, off64_t size), (file, size))
ON_NAME(unlink, AT_FDCWD, file, (const char* file), (file))
ON_NAME(unlinkat, folder, file, (int folder, const char* file, int flags), (folder, file, flags))
ON_NAME(mkdir, AT_FDCWD, file, (const char* file, mode_t mode), (file, mode))
ON_NAME(mkdirat, folder, file, (int folder, const char* file, mode_t mode), (folder, file, mode))
ON_NAME(rmdir, AT_FDCWD, file, (const char* file), (file))
ON_NAME(remove, AT_FDCWD, file, (const char* file), (file))
ON_NAME(rename, AT_FDCWD, to, (const char* from, const char* to), (from, to))
ON_NAME(renameat, folder, to, (int from_folder, const char* from, int folder, const char* to),
        (from_folder, from, folder, to))
ON_NAME(renameat2, folder, to, (int from_folder, const char* from, int folder, const char* to, unsigned flags),
        (from_folder, from, folder, to, flags))
ON_NAME(link, AT_FDCWD, to, (const char* from, const char* to), (from, to))
ON_NAME(linkat, folder, to, (int from_folder, const char* from, int folder, const char* to, int flags),
        (from_folder, from, folder, to, flags))
ON_NAME(symlink, AT_FDCWD, to, (const char* from, const char* to), (from, to))
ON_NAME(symlinkat, folder, to, (const char* from, int folder, const char* to), (from, folder, to))

/* libpq sends to the database with send(). */
ssize_t send(int fd, const void* from, size_t size, int flags) {
    NEXT(send);
    struct sockaddr_un peer;
    socklen_t length = sizeof peer;
    memset(&peer, 0, sizeof peer);
    if (!armed() || !socket_path || getpeername(fd, (struct sockaddr*)&peer, &length) != 0 ||
        peer.sun_family != AF_UNIX || strncmp(peer.sun_path, socket_path, strlen(socket_path)) != 0)
        return real(fd, from, size, flags);
    const enum fate fate = fate_of("send", "", database);
    if (fate == fail) {
        /* The connection ends too. On an open socket libpq would wait for an answer for ever. */
        shutdown(fd, SHUT_RDWR);
        errno = ECONNRESET;
        return -1;
    }
    const ssize_t result = real(fd, from, size, flags);
    if (fate == pass_and_die) die();
    return result;
}

// SPDX-License-Identifier: BSL-1.0
#include "board.hpp"

// The linker script says where these are.
extern unsigned stack_end[], stack_start[];
extern unsigned data_start[], data_end[], bss_start[], bss_end[];
extern const unsigned data_image[];
extern const char flash_bytes_symbol[] asm("flash_bytes");
extern const char static_bytes_symbol[] asm("static_bytes");

int main();

namespace {

constexpr unsigned paint = 0xdeadbeef;

/// Arm, "Semihosting for AArch32 and AArch64", 2.0.
constexpr int write_text = 0x04;
constexpr int exit_now = 0x18;

void ask_the_host(int what, const void* with) {
    register int operation asm("r0") = what;
    register const void* argument asm("r1") = with;
    asm volatile("bkpt 0xab" : "+r"(operation) : "r"(argument) : "memory");
}

void fault() {
    board::print("fault\n");
    board::leave(false);
}

}  // namespace

namespace board {

void print(const char* words) { ask_the_host(write_text, words); }

void print(long number) {
    char digits[12];
    char* at = digits + sizeof digits;
    *--at = '\0';
    const bool negative = number < 0;
    for (long left = number; *at == '\0' || left != 0; left /= 10)
        *--at = static_cast<char>('0' + (negative ? -(left % 10) : left % 10));
    if (negative) *--at = '-';
    print(at);
}

void leave(bool well) {
    constexpr unsigned application_exit = 0x20026;
    constexpr unsigned run_time_error = 0x20023;
    for (;;)
        ask_the_host(exit_now,
                     reinterpret_cast<const void*>(well ? application_exit : run_time_error));
}

long flash_bytes() { return reinterpret_cast<long>(flash_bytes_symbol); }
long static_bytes() { return reinterpret_cast<long>(static_bytes_symbol); }

long greatest_stack_bytes() {
    const unsigned* untouched = stack_end;
    while (*untouched == paint) ++untouched;
    return static_cast<long>(reinterpret_cast<const char*>(stack_start) -
                             reinterpret_cast<const char*>(untouched));
}

}  // namespace board

/// Where the machine starts.
extern "C" void reset() {
    // The coprocessors 10 and 11 are the floating-point unit.
    *reinterpret_cast<volatile unsigned*>(0xe000ed88) |= 0xfU << 20;
    asm volatile("dsb\n\tisb");
    const unsigned* from = data_image;
    for (unsigned* to = data_start; to < data_end;) *to++ = *from++;
    for (unsigned* to = bss_start; to < bss_end;) *to++ = 0;
    // What main and its callees touch shows as the end of the paint. This frame is above it.
    auto* const here = static_cast<unsigned*>(__builtin_frame_address(0)) - 16;
    for (unsigned* to = stack_end; to < here;) *to++ = paint;
    board::leave(main() == 0);
}

namespace {

/// The first words of the flash: where the stack starts, what to call for the reset and for faults.
struct vectors {
    unsigned* stack;
    void (*handlers[15])();
};
[[gnu::section(".vectors"), gnu::used]] const vectors table = {
    stack_start, {reset, fault, fault, fault, fault, fault}};

}  // namespace

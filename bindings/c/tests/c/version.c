/* The version of the header, of the library and of both composed. */
#include "check.h"

int main(void) {
    size_t length = 99;
    const char *text = dabiao_version_string(&length);
    char composed[32];
    snprintf(composed, sizeof composed, "%d.%d.%d", DABIAO_VERSION_MAJOR, DABIAO_VERSION_MINOR, DABIAO_VERSION_PATCH);
    SAME(text, length, DABIAO_VERSION_STRING);
    SAME(text, length, composed);
    CHECK(dabiao_version_string(NULL) == text);
    CHECK(dabiao_version_number() == DABIAO_VERSION_NUMBER);
    CHECK(DABIAO_VERSION_NUMBER
          == DABIAO_VERSION_MAJOR * 1000000 + DABIAO_VERSION_MINOR * 1000 + DABIAO_VERSION_PATCH);
    CHECK(dabiao_abi_version() == DABIAO_ABI_VERSION);
    FINISH();
}

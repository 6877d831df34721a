/* What the test programs share: checks that count, texts with their length, and one small policy with facts. */
#ifndef CHECK_H
#define CHECK_H

#include <dabiao.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks_made = 0;

#define CHECK(condition)                                                                        \
    do {                                                                                        \
        checks_made++;                                                                          \
        if (!(condition)) {                                                                     \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);             \
            exit(1);                                                                            \
        }                                                                                       \
    } while (0)

/* A text literal or variable and its length, as two arguments. */
#define TEXT(text) (text), strlen(text)

/* The end of a program. */
#define FINISH()                                 \
    do {                                         \
        printf("%d checks passed\n", checks_made); \
        return 0;                                \
    } while (0)

/* That a borrowed text is this one, has this length, and ends in a NUL. */
#define SAME(found, length, expected) \
    CHECK((found) != NULL && (length) == strlen(expected) && strcmp((found), (expected)) == 0)

/* That a call fails with a status, and that its error says the same; the error is freed. */
#define FAILS(call, status)                                                            \
    do {                                                                               \
        dabiao_error *error = NULL;                                                    \
        CHECK((call) == (status));                                                     \
        CHECK(error != NULL && dabiao_error_status(error) == (status));                \
        CHECK(strlen(dabiao_error_message(error, DABIAO_LANGUAGE_ENGLISH, NULL)) > 0); \
        CHECK(strlen(dabiao_error_message(error, DABIAO_LANGUAGE_CHINESE, NULL)) > 0); \
        dabiao_error_free(error);                                                      \
    } while (0)

#define SMALL_POLICY "rehab_doctors per 100000 >= 8 by 2025"
#define SMALL_FACTS "id,name,rehab_doctors,population\n1,North,300,2500000\n2,South \xe5\x8d\x97,190,2500000\n"

#endif

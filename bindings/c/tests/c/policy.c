/* dabiao_policy: compiled from text, bundled, its names; NULLs, lengths, bytes that are not UTF-8, foreign handles. */
#include "check.h"

static void compiles(void) {
    dabiao_policy *policy = NULL;
    dabiao_error *error = (dabiao_error *)&policy;
    size_t length = 0;
    CHECK(dabiao_policy_compile(TEXT("small"), TEXT(SMALL_POLICY), NULL, &policy, &error) == DABIAO_STATUS_OK);
    CHECK(policy != NULL && error == NULL);
    CHECK(dabiao_policy_name(policy, &length) == NULL && length == 0);
    CHECK(dabiao_policy_rule_count(policy) == 1);
    SAME(dabiao_policy_rule_name(policy, 0, &length), length, "rule");
    CHECK(dabiao_policy_rule_name(policy, 0, NULL) == dabiao_policy_rule_name(policy, 0, &length));
    CHECK(dabiao_policy_rule_name(policy, 1, &length) == NULL && length == 0);
    CHECK(dabiao_policy_rule_name(policy, SIZE_MAX, NULL) == NULL);
    CHECK(dabiao_policy_input_count(policy) == 0 && dabiao_policy_reading_count(policy) == 0);
    CHECK(dabiao_policy_warnings(policy) == NULL);
    dabiao_policy_free(policy);
    /* The error parameter may be left out, and a text needs no NUL. */
    CHECK(dabiao_policy_compile(NULL, 0, "flag_a = yes and what follows", 12, NULL, &policy, NULL) == DABIAO_STATUS_OK
          || policy == NULL);
    dabiao_policy_free(policy);
}

static void bundled(void) {
    dabiao_policy *policy = NULL;
    size_t length = 0, index, found = 0;
    CHECK(dabiao_bundled_count() >= 5);
    for (index = 0; index < dabiao_bundled_count(); index++) {
        const char *name = dabiao_bundled_name(index, &length);
        CHECK(name != NULL && strlen(name) == length);
        CHECK(dabiao_policy_bundled(name, length, &policy, NULL) == DABIAO_STATUS_OK);
        found += strcmp(name, "bj_rehab_2022") == 0;
        dabiao_policy_free(policy);
    }
    CHECK(found == 1);
    CHECK(dabiao_bundled_name(dabiao_bundled_count(), &length) == NULL && length == 0);
    CHECK(dabiao_policy_bundled(TEXT("bj_rehab_2022"), &policy, NULL) == DABIAO_STATUS_OK);
    SAME(dabiao_policy_name(policy, &length), length, "bj_rehab_2022");
    SAME(dabiao_policy_rule_name(policy, 0, &length), length, "district_hospital");
    SAME(dabiao_policy_rule_label(policy, 0, DABIAO_LANGUAGE_CHINESE, &length), length,
         "\xe5\x90\x84\xe5\x8c\xba\xe5\xba\xb7\xe5\xa4\x8d\xe5\x8c\xbb\xe9\x99\xa2\xe6\x88\x96"
         "\xe8\xbd\xac\xe5\x9e\x8b\xe6\x9c\xba\xe6\x9e\x84");
    CHECK(dabiao_policy_rule_label(policy, 0, 7, &length) == NULL && length == 0);
    SAME(dabiao_policy_input_name(policy, 0, &length), length, "baseline");
    CHECK(dabiao_policy_reading_count(policy) > 3);
    SAME(dabiao_policy_reading_name(policy, 0, &length), length, "since_2020");
    dabiao_policy_free(policy);
    FAILS(dabiao_policy_bundled(TEXT("bj_rehab_2023"), &policy, &error), DABIAO_STATUS_UNKNOWN_NAME);
    CHECK(policy == NULL);
}

static void refuses(void) {
    dabiao_policy *policy = (dabiao_policy *)1;
    dabiao_limits *limits = NULL;
    FAILS(dabiao_policy_compile(NULL, 0, NULL, 5, NULL, &policy, &error), DABIAO_STATUS_NULL);
    CHECK(policy == NULL);
    FAILS(dabiao_policy_compile(NULL, 3, TEXT("x"), NULL, &policy, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_policy_compile(NULL, 0, TEXT("x"), NULL, NULL, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_policy_compile(NULL, 0, "x", (size_t)-1, NULL, &policy, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_policy_compile(NULL, 0, TEXT("beds >= \xff\xfe"), NULL, &policy, &error), DABIAO_STATUS_UTF8);
    FAILS(dabiao_policy_compile(TEXT("\xc3"), TEXT("x"), NULL, &policy, &error), DABIAO_STATUS_UTF8);
    FAILS(dabiao_policy_bundled(NULL, 4, &policy, &error), DABIAO_STATUS_NULL);
    CHECK(dabiao_policy_compile(NULL, 0, NULL, 5, NULL, NULL, NULL) == DABIAO_STATUS_NULL);
    /* A handle of another kind. */
    CHECK(dabiao_limits_new(&limits, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_policy_rule_count((const dabiao_policy *)limits) == 0);
    CHECK(dabiao_policy_rule_name((const dabiao_policy *)limits, 0, NULL) == NULL);
    dabiao_policy_free((dabiao_policy *)limits);
    dabiao_limits_free(limits);
}

static void nulls(void) {
    size_t length = 9;
    dabiao_policy_free(NULL);
    CHECK(dabiao_policy_name(NULL, &length) == NULL && length == 0);
    CHECK(dabiao_policy_name(NULL, NULL) == NULL);
    CHECK(dabiao_policy_rule_count(NULL) == 0 && dabiao_policy_rule_name(NULL, 0, NULL) == NULL);
    CHECK(dabiao_policy_rule_label(NULL, 0, 0, NULL) == NULL);
    CHECK(dabiao_policy_input_count(NULL) == 0 && dabiao_policy_input_name(NULL, 0, NULL) == NULL);
    CHECK(dabiao_policy_reading_count(NULL) == 0 && dabiao_policy_reading_name(NULL, 0, NULL) == NULL);
    CHECK(dabiao_policy_warnings(NULL) == NULL);
}

int main(void) {
    compiles();
    bundled();
    refuses();
    nulls();
    FINISH();
}

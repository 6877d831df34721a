/* dabiao_limits: defaults, setting, and that they are kept to. */
#include "check.h"

static void set_and_get(void) {
    dabiao_limits *limits = NULL;
    int32_t limit;
    CHECK(dabiao_limits_new(&limits, NULL) == DABIAO_STATUS_OK);
    for (limit = DABIAO_LIMIT_SOURCE_BYTES; limit <= DABIAO_LIMIT_FAULTS; limit++) {
        CHECK(dabiao_limits_get(limits, limit) == dabiao_limits_get(NULL, limit));
        CHECK(dabiao_limits_set(limits, limit, 7, NULL) == DABIAO_STATUS_OK);
        CHECK(dabiao_limits_get(limits, limit) == 7);
    }
    CHECK(dabiao_limits_get(NULL, DABIAO_LIMIT_SOURCE_BYTES) == 1048576);
    CHECK(dabiao_limits_get(NULL, DABIAO_LIMIT_ROWS) == 5000000);
    CHECK(dabiao_limits_get(limits, 99) == 0 && dabiao_limits_get(limits, -1) == 0);
    FAILS(dabiao_limits_set(limits, 99, 1, &error), DABIAO_STATUS_VALUE);
    FAILS(dabiao_limits_set(NULL, 0, 1, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_limits_new(NULL, &error), DABIAO_STATUS_NULL);
    dabiao_limits_free(limits);
    dabiao_limits_free(NULL);
}

static void kept(void) {
    dabiao_limits *limits = NULL;
    dabiao_policy *policy = NULL;
    dabiao_facts *facts = NULL;
    dabiao_error *error = NULL;
    size_t table = 0;
    int64_t number = 1;
    CHECK(dabiao_limits_new(&limits, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_limits_set(limits, DABIAO_LIMIT_SOURCE_BYTES, 5, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), limits, &policy, &error) == DABIAO_STATUS_SOURCE);
    CHECK(dabiao_error_count(error) == 1);
    dabiao_error_free(error);
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_limits_set(limits, DABIAO_LIMIT_ROWS, 1, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_limits_set(limits, DABIAO_LIMIT_COLUMNS, 1, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, limits, &facts, NULL) == DABIAO_STATUS_OK);
    dabiao_limits_free(limits);
    FAILS(dabiao_facts_add_table(facts, TEXT("region"), 2, &table, &error), DABIAO_STATUS_LIMIT);
    FAILS(dabiao_facts_add_table(facts, TEXT("region"), SIZE_MAX, &table, &error), DABIAO_STATUS_LIMIT);
    CHECK(dabiao_facts_add_table(facts, TEXT("region"), 1, &table, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_int64(facts, table, TEXT("a"), &number, NULL, 1, NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_facts_set_int64(facts, table, TEXT("b"), &number, NULL, 1, &error), DABIAO_STATUS_LIMIT);
    dabiao_facts_free(facts);
    CHECK(dabiao_limits_new(&limits, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_limits_set(limits, DABIAO_LIMIT_ROWS, 1, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, limits, &facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(facts, TEXT("region"), TEXT(SMALL_FACTS), NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_facts_finish(facts, &error), DABIAO_STATUS_FACTS);
    dabiao_limits_free(limits);
    dabiao_facts_free(facts);
    dabiao_policy_free(policy);
}

int main(void) {
    set_and_get();
    kept();
    FINISH();
}

/* A panic inside is a status; it spoils the handle that was worked on, and no other. */
#include "check.h"

/* In debug builds of the library only. */
dabiao_status dabiao_test_panic(dabiao_facts *facts, int32_t kind, dabiao_error **error);

static void spoils(dabiao_policy *policy, int32_t kind, const char *message) {
    dabiao_facts *facts = NULL, *other = NULL;
    dabiao_error *error = NULL;
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, NULL, &other, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_test_panic(facts, kind, &error) == DABIAO_STATUS_PANIC);
    CHECK(dabiao_error_status(error) == DABIAO_STATUS_PANIC);
    CHECK(strstr(dabiao_error_message(error, DABIAO_LANGUAGE_ENGLISH, NULL), message) != NULL);
    dabiao_error_free(error);
    FAILS(dabiao_facts_add_csv(facts, TEXT("region"), TEXT(SMALL_FACTS), &error), DABIAO_STATUS_POISONED);
    FAILS(dabiao_facts_finish(facts, &error), DABIAO_STATUS_POISONED);
    CHECK(dabiao_facts_warnings(facts) == NULL);
    CHECK(dabiao_facts_add_csv(other, TEXT("region"), TEXT(SMALL_FACTS), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_finish(other, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_policy_rule_count(policy) == 1);
    dabiao_facts_free(facts);
    dabiao_facts_free(other);
}

int main(int count, char **arguments) {
    dabiao_policy *policy = NULL;
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    spoils(policy, 0, "forced");
    spoils(policy, 1, "forced 1");
    /* What such a panic carries cannot be dropped safely, so it leaks: not where leaks are looked for. */
    if (count > 1 && strcmp(arguments[1], "everything") == 0) {
        spoils(policy, 2, "unknown");
    }
    CHECK(dabiao_test_panic(NULL, 0, NULL) == DABIAO_STATUS_NULL);
    dabiao_policy_free(policy);
    FINISH();
}

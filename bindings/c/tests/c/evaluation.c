/* dabiao_evaluation: options, what is wrong with them, and evaluating twice. */
#include "check.h"

int main(void) {
    dabiao_policy *policy = NULL, *other = NULL;
    dabiao_facts *facts = NULL, *foreign = NULL;
    dabiao_evaluation *evaluation = NULL;
    dabiao_verdicts *first = NULL, *second = (dabiao_verdicts *)1;
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &other, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(other, NULL, &foreign, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(facts, TEXT("region"), TEXT(SMALL_FACTS), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(foreign, TEXT("region"), TEXT(SMALL_FACTS), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_finish(foreign, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);

    /* Neither a day nor finished facts. */
    FAILS(dabiao_evaluation_run(evaluation, facts, &second, &error), DABIAO_STATUS_STATE);
    CHECK(second == NULL);
    CHECK(dabiao_facts_finish(facts, NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_evaluation_run(evaluation, facts, &second, &error), DABIAO_STATUS_STATE);
    FAILS(dabiao_evaluation_set_as_of(evaluation, TEXT("2024-02-30"), &error), DABIAO_STATUS_VALUE);
    FAILS(dabiao_evaluation_set_as_of(evaluation, TEXT("yesterday"), &error), DABIAO_STATUS_VALUE);
    FAILS(dabiao_evaluation_set_as_of(evaluation, NULL, 3, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_set_as_of(evaluation, TEXT("\xff"), &error), DABIAO_STATUS_UTF8);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), NULL) == DABIAO_STATUS_OK);

    FAILS(dabiao_evaluation_set_reading(evaluation, TEXT("strict"), &error), DABIAO_STATUS_UNKNOWN_NAME);
    CHECK(dabiao_evaluation_set_reading(evaluation, TEXT("default"), NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_evaluation_set_language(evaluation, 2, &error), DABIAO_STATUS_VALUE);
    FAILS(dabiao_evaluation_set_language(evaluation, -1, &error), DABIAO_STATUS_VALUE);
    CHECK(dabiao_evaluation_set_language(evaluation, DABIAO_LANGUAGE_CHINESE, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_explain(evaluation, -1, NULL) == DABIAO_STATUS_OK);

    FAILS(dabiao_evaluation_run(evaluation, foreign, &second, &error), DABIAO_STATUS_HANDLE);
    FAILS(dabiao_evaluation_run(evaluation, (dabiao_facts *)policy, &second, &error), DABIAO_STATUS_HANDLE);
    FAILS(dabiao_evaluation_run((dabiao_evaluation *)facts, facts, &second, &error), DABIAO_STATUS_HANDLE);
    FAILS(dabiao_evaluation_run(NULL, facts, &second, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_run(evaluation, NULL, &second, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_run(evaluation, facts, NULL, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_new(policy, NULL, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_set_reading(NULL, TEXT("default"), &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_set_language(NULL, 0, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_set_explain(NULL, 0, &error), DABIAO_STATUS_NULL);

    /* Twice is the same; and what the verdicts came from may go before they do. */
    CHECK(dabiao_evaluation_run(evaluation, facts, &first, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_run(evaluation, facts, &second, NULL) == DABIAO_STATUS_OK);
    dabiao_policy_free(policy);
    dabiao_policy_free(other);
    dabiao_facts_free(facts);
    dabiao_facts_free(foreign);
    dabiao_evaluation_free(evaluation);
    dabiao_evaluation_free(NULL);
    CHECK(first != second && dabiao_verdicts_count(first) == 2);
    CHECK(strcmp(dabiao_verdicts_json(first, NULL), dabiao_verdicts_json(second, NULL)) == 0);
    CHECK(strcmp(dabiao_verdicts_explain(first, 1, NULL), dabiao_verdicts_explain(second, 1, NULL)) == 0);
    dabiao_verdicts_free(first);
    dabiao_verdicts_free(second);
    FINISH();
}

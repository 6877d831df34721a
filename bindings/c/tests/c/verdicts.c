/* dabiao_verdicts: each getter, in both languages, and outside of the list. */
#include "check.h"

static dabiao_verdicts *judged(int32_t language, int32_t explain) {
    dabiao_policy *policy = NULL;
    dabiao_facts *facts = NULL;
    dabiao_evaluation *evaluation = NULL;
    dabiao_verdicts *verdicts = NULL;
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(facts, TEXT("region"), TEXT(SMALL_FACTS "3,,,7\n"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_finish(facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_language(evaluation, language, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_explain(evaluation, explain, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_run(evaluation, facts, &verdicts, NULL) == DABIAO_STATUS_OK);
    dabiao_policy_free(policy);
    dabiao_facts_free(facts);
    dabiao_evaluation_free(evaluation);
    return verdicts;
}

static void english(void) {
    dabiao_verdicts *verdicts = judged(DABIAO_LANGUAGE_ENGLISH, 0);
    size_t length = 0, index = 99;
    CHECK(dabiao_verdicts_count(verdicts) == 3);
    CHECK(dabiao_verdicts_of_rule(verdicts, 0) == DABIAO_VERDICT_NOT_MET);
    CHECK(dabiao_verdicts_of_rule(verdicts, 1) == DABIAO_VERDICT_NONE);
    CHECK(dabiao_verdicts_verdict(verdicts, 0) == DABIAO_VERDICT_MET);
    CHECK(dabiao_verdicts_verdict(verdicts, 1) == DABIAO_VERDICT_NOT_MET);
    CHECK(dabiao_verdicts_verdict(verdicts, 2) == DABIAO_VERDICT_UNDETERMINED);
    CHECK(dabiao_verdicts_verdict(verdicts, 3) == DABIAO_VERDICT_NONE);
    CHECK(dabiao_verdicts_rule(verdicts, 0) == 0 && dabiao_verdicts_rule(verdicts, 3) == SIZE_MAX);
    CHECK(dabiao_verdicts_breach(verdicts, 1) == 0 && dabiao_verdicts_breach(verdicts, 3) == 0);
    SAME(dabiao_verdicts_rule_name(verdicts, 1, &length), length, "rule");
    SAME(dabiao_verdicts_subject(verdicts, 1, &length), length, "2");
    SAME(dabiao_verdicts_subject_name(verdicts, 1, &length), length, "South \xe5\x8d\x97");
    CHECK(dabiao_verdicts_subject_name(verdicts, 2, &length) == NULL && length == 0);
    SAME(dabiao_verdicts_word(verdicts, 1, &length), length, "not met");
    SAME(dabiao_verdicts_value(verdicts, 1, &length), length, "7.6");
    SAME(dabiao_verdicts_target(verdicts, 1, &length), length, ">= 8");
    SAME(dabiao_verdicts_shortfall(verdicts, 1, &length), length, "short by 10");
    SAME(dabiao_verdicts_shortfall(verdicts, 0, &length), length, "");
    CHECK(strstr(dabiao_verdicts_missing(verdicts, 2, &length), "rehab_doctors") != NULL);
    CHECK(dabiao_verdicts_explain(verdicts, 1, &length) == NULL && length == 0);
    CHECK(dabiao_verdicts_subject(verdicts, 3, &length) == NULL && dabiao_verdicts_word(verdicts, 3, NULL) == NULL);
    CHECK(dabiao_verdicts_find(verdicts, TEXT("rule"), TEXT("2"), &index, NULL) == DABIAO_STATUS_OK && index == 1);
    CHECK(dabiao_verdicts_find(verdicts, TEXT("rule"), TEXT("2"), NULL, NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_verdicts_find(verdicts, TEXT("rules"), TEXT("2"), &index, &error), DABIAO_STATUS_UNKNOWN_NAME);
    FAILS(dabiao_verdicts_find(verdicts, TEXT("rule"), TEXT("4"), &index, &error), DABIAO_STATUS_UNKNOWN_NAME);
    FAILS(dabiao_verdicts_find(verdicts, NULL, 2, TEXT("2"), &index, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_verdicts_find(verdicts, TEXT("rule"), TEXT("\xff"), &index, &error), DABIAO_STATUS_UTF8);
    CHECK(strncmp(dabiao_verdicts_json(verdicts, &length), "{\n", 2) == 0 && length > 100);
    CHECK(strncmp(dabiao_verdicts_csv(verdicts, &length), "policy,as_of,", 13) == 0);
    CHECK(strstr(dabiao_verdicts_table(verdicts, &length), "short by 10") != NULL);
    dabiao_verdicts_free(verdicts);
}

static void chinese(void) {
    dabiao_verdicts *verdicts = judged(DABIAO_LANGUAGE_CHINESE, 1);
    size_t length = 0;
    const char *text;
    SAME(dabiao_verdicts_word(verdicts, 1, &length), length, "\xe6\x9c\xaa\xe8\xbe\xbe\xe6\xa0\x87");
    SAME(dabiao_verdicts_shortfall(verdicts, 1, &length), length, "\xe7\xbc\xba 10");
    text = dabiao_verdicts_explain(verdicts, 1, &length);
    CHECK(text != NULL && strlen(text) == length && strstr(text, "19,000,000 >= 20,000,000") != NULL);
    CHECK(strstr(text, "\xe7\xbb\x93\xe8\xae\xba\xef\xbc\x9a") != NULL);
    CHECK(dabiao_verdicts_explain(verdicts, 1, NULL) == text);
    CHECK(dabiao_verdicts_explain(verdicts, 3, NULL) == NULL);
    dabiao_verdicts_free(verdicts);
}

static void nulls(void) {
    size_t length = 9;
    dabiao_verdicts_free(NULL);
    CHECK(dabiao_verdicts_count(NULL) == 0 && dabiao_verdicts_rule(NULL, 0) == SIZE_MAX);
    CHECK(dabiao_verdicts_verdict(NULL, 0) == DABIAO_VERDICT_NONE && dabiao_verdicts_breach(NULL, 0) == 0);
    CHECK(dabiao_verdicts_of_rule(NULL, 0) == DABIAO_VERDICT_NONE);
    CHECK(dabiao_verdicts_json(NULL, &length) == NULL && length == 0);
    CHECK(dabiao_verdicts_csv(NULL, NULL) == NULL && dabiao_verdicts_table(NULL, NULL) == NULL);
    CHECK(dabiao_verdicts_rule_name(NULL, 0, NULL) == NULL && dabiao_verdicts_subject(NULL, 0, NULL) == NULL);
    CHECK(dabiao_verdicts_subject_name(NULL, 0, NULL) == NULL && dabiao_verdicts_word(NULL, 0, NULL) == NULL);
    CHECK(dabiao_verdicts_value(NULL, 0, NULL) == NULL && dabiao_verdicts_target(NULL, 0, NULL) == NULL);
    CHECK(dabiao_verdicts_shortfall(NULL, 0, NULL) == NULL && dabiao_verdicts_missing(NULL, 0, NULL) == NULL);
    CHECK(dabiao_verdicts_explain(NULL, 0, NULL) == NULL);
    FAILS(dabiao_verdicts_find(NULL, TEXT("rule"), TEXT("2"), NULL, &error), DABIAO_STATUS_NULL);
}

int main(void) {
    english();
    chinese();
    nulls();
    FINISH();
}

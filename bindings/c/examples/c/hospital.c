/* One hospital's beds, judged by the Beijing plan: the verdict, the shortfall and the reason, in Chinese. */
#include <dabiao.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(text) (text), strlen(text)

/* Ends the program with what went wrong, if anything did. */
static void check(dabiao_status status, dabiao_error **error) {
    if (status != DABIAO_STATUS_OK) {
        fprintf(stderr, "%s", dabiao_error_text(*error, DABIAO_LANGUAGE_ENGLISH, NULL));
        dabiao_error_free(*error);
        exit(1);
    }
}

int main(void) {
    dabiao_error *e = NULL;
    dabiao_policy *policy;
    dabiao_facts *facts;
    dabiao_evaluation *evaluation;
    dabiao_verdicts *verdicts;
    size_t table, verdict;
    const int64_t beds = 1000, rehab_beds = 15;

    check(dabiao_policy_bundled(TEXT("bj_rehab_2022"), &policy, &e), &e);
    check(dabiao_facts_new(policy, NULL, &facts, &e), &e);
    check(dabiao_facts_add_csv(facts, TEXT("region"), TEXT("id,kind\n110000,municipality\n"), &e), &e);
    check(dabiao_facts_add_table(facts, TEXT("institution"), 1, &table, &e), &e);
    check(dabiao_facts_set_text(facts, table, 0, TEXT("id"), TEXT("h1"), &e), &e);
    check(dabiao_facts_set_text(facts, table, 0, TEXT("name"), TEXT("示例医院"), &e), &e);
    check(dabiao_facts_set_text(facts, table, 0, TEXT("in"), TEXT("110000"), &e), &e);
    check(dabiao_facts_set_text(facts, table, 0, TEXT("kind"), TEXT("general_hospital"), &e), &e);
    check(dabiao_facts_set_text(facts, table, 0, TEXT("level"), TEXT("III"), &e), &e);
    check(dabiao_facts_set_int64(facts, table, TEXT("beds"), &beds, NULL, 1, &e), &e);
    check(dabiao_facts_set_int64(facts, table, TEXT("rehab_department_beds"), &rehab_beds, NULL, 1, &e), &e);
    check(dabiao_facts_finish(facts, &e), &e);

    check(dabiao_evaluation_new(policy, &evaluation, &e), &e);
    check(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), &e), &e);
    check(dabiao_evaluation_set_language(evaluation, DABIAO_LANGUAGE_CHINESE, &e), &e);
    check(dabiao_evaluation_set_explain(evaluation, 1, &e), &e);
    check(dabiao_evaluation_run(evaluation, facts, &verdicts, &e), &e);
    check(dabiao_verdicts_find(verdicts, TEXT("bed_share_level_three"), TEXT("h1"), &verdict, &e), &e);
    printf("%s\n%s\n%s", dabiao_verdicts_word(verdicts, verdict, NULL),
           dabiao_verdicts_shortfall(verdicts, verdict, NULL), dabiao_verdicts_explain(verdicts, verdict, NULL));

    dabiao_verdicts_free(verdicts);
    dabiao_evaluation_free(evaluation);
    dabiao_facts_free(facts);
    dabiao_policy_free(policy);
    return 0;
}

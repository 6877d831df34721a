/* 16 threads of 1 MiB stack evaluate one policy and read the same verdicts; the floating-point traps of a Pascal host. */
#define _GNU_SOURCE
#include "check.h"
#include <fenv.h>
#include <pthread.h>

static dabiao_policy *policy;
static dabiao_facts *facts;
static dabiao_evaluation *evaluation;
static dabiao_verdicts *shared;

/* Compiles and evaluates by itself, and reads what all read. A thread that finds a fault returns NULL. */
static void *work(void *argument) {
    dabiao_policy *own = NULL;
    dabiao_verdicts *verdicts = NULL;
    int turn, good = 1;
    for (turn = 0; turn < 3; turn++) {
        good = good && dabiao_policy_bundled(TEXT("health_cn"), &own, NULL) == DABIAO_STATUS_OK;
        good = good && dabiao_evaluation_run(evaluation, facts, &verdicts, NULL) == DABIAO_STATUS_OK;
        good = good && strcmp(dabiao_verdicts_json(verdicts, NULL), dabiao_verdicts_json(shared, NULL)) == 0;
        good = good && dabiao_verdicts_explain(shared, 1, NULL) == dabiao_verdicts_explain(shared, 1, NULL);
        good = good && strcmp(dabiao_policy_rule_name(policy, 0, NULL), "rule") == 0;
        dabiao_verdicts_free(verdicts);
        dabiao_policy_free(own);
    }
    return good ? argument : NULL;
}

/* Deep nesting on a small stack is a diagnostic. */
static void *deep(void *argument) {
    static char brackets[200001];
    dabiao_policy *own = NULL;
    dabiao_error *error = NULL;
    memset(brackets, '(', 100000);
    memset(brackets + 100000, ')', 100000);
    if (dabiao_policy_compile(NULL, 0, TEXT(brackets), NULL, &own, &error) != DABIAO_STATUS_SOURCE) {
        return NULL;
    }
    dabiao_error_free(error);
    return argument;
}

int main(void) {
    pthread_attr_t attributes;
    pthread_t threads[16];
    void *result;
    int index;
    CHECK(feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW | FE_UNDERFLOW) != -1);
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(facts, TEXT("region"), TEXT(SMALL_FACTS), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_finish(facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_explain(evaluation, 1, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_run(evaluation, facts, &shared, NULL) == DABIAO_STATUS_OK);
    CHECK(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, 1 << 20) == 0);
    for (index = 0; index < 16; index++) {
        CHECK(pthread_create(&threads[index], &attributes, work, policy) == 0);
    }
    for (index = 0; index < 16; index++) {
        CHECK(pthread_join(threads[index], &result) == 0 && result != NULL);
    }
    CHECK(pthread_create(&threads[0], &attributes, deep, policy) == 0);
    CHECK(pthread_join(threads[0], &result) == 0 && result != NULL);
    pthread_attr_destroy(&attributes);
    dabiao_verdicts_free(shared);
    dabiao_evaluation_free(evaluation);
    dabiao_facts_free(facts);
    dabiao_policy_free(policy);
    FINISH();
}

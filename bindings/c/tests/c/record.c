/* dabiao_record: fields of every kind, the same verdicts as through facts, many records at once, and what is refused. */
#include "check.h"
#include <pthread.h>

#define POLICY                                                                                        \
    "unit beds \"beds\"\n"                                                                            \
    "let least \"least\": beds\n"                                                                      \
    "entity region {\n  need: beds\n}\n"                                                      \
    "entity hospital in region {\n  beds: beds\n  share: number\n  open: flag\n  built: date\n"       \
    "  level: ordered {I < II < III}\n  does: set of {care, cure}\n}\n"                               \
    "rule enough {\n  for each hospital\n  must beds >= least\n  must open by 2030\n"                 \
    "  must built <= 2020-12-31\n  must share < 0.3\n  must level >= II\n"                            \
    "  must does includes {cure}\n  must attest kept\n  must beds <= region.need\n}\n"

enum { LINES = 8 };

static dabiao_policy *policy = NULL;
static dabiao_evaluation *evaluation = NULL;

static dabiao_record *fresh(void) {
    dabiao_record *record = NULL;
    dabiao_error *error = NULL;
    if (dabiao_record_new(evaluation, TEXT("hospital"), &record, &error) != DABIAO_STATUS_OK) {
        fprintf(stderr, "%s", dabiao_error_text(error, 0, NULL));
        exit(1);
    }
    return record;
}

static size_t field(dabiao_record *record, const char *name) {
    size_t number = 99;
    CHECK(dabiao_record_field(record, TEXT(name), &number, NULL) == DABIAO_STATUS_OK);
    return number;
}

static void every_kind(void) {
    dabiao_record *record = fresh();
    dabiao_verdicts *verdicts = NULL;
    dabiao_line lines[LINES + 1];
    size_t count = 99, index, kept = 99;
    const size_t beds = field(record, "beds"), open = field(record, "open"), built = field(record, "built");
    const size_t share = field(record, "share"), level = field(record, "level"), does = field(record, "does");
    CHECK(field(record, "beds") == beds);
    CHECK(dabiao_record_evidence(record, TEXT("enough"), TEXT("kept"), &kept, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_line_count(record) == LINES);
    CHECK(dabiao_record_evaluate(record, lines, LINES + 1, &count, NULL) == DABIAO_STATUS_OK && count == LINES);
    for (index = 0; index < LINES; index++) {
        CHECK(lines[index].rule == 0 && lines[index].line == index && lines[index].stage == 0);
        CHECK(lines[index].verdict == (index == 1 ? DABIAO_VERDICT_PENDING : DABIAO_VERDICT_UNDETERMINED));
        CHECK(lines[index].possible != 0 && lines[index].due == (index == 1 ? 22279 : INT32_MIN));
    }
    CHECK(dabiao_record_set_int64(record, beds, 11, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_text(record, field(record, "least"), TEXT("10.5"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_int64(record, field(record, "region.need"), 10, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_flag(record, open, -1, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_date(record, built, 18017, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_double(record, share, 0.3, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_text(record, level, TEXT("III"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_none(record, does, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_flag(record, kept, 1, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_identify(record, 0, TEXT("h1"), TEXT("North"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_identify(record, 1, TEXT("r1"), NULL, 0, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_evaluate(record, lines, LINES, NULL, NULL) == DABIAO_STATUS_OK);
    CHECK(lines[0].verdict == DABIAO_VERDICT_MET && lines[0].possible == 0 && lines[1].verdict == DABIAO_VERDICT_MET);
    CHECK(lines[2].verdict == DABIAO_VERDICT_MET && lines[3].verdict == DABIAO_VERDICT_NOT_MET);
    CHECK(lines[4].verdict == DABIAO_VERDICT_MET && lines[5].verdict == DABIAO_VERDICT_NOT_MET);
    CHECK(lines[6].verdict == DABIAO_VERDICT_MET && lines[7].verdict == DABIAO_VERDICT_NOT_MET);

    /* In words, by the reference evaluator. */
    CHECK(dabiao_record_verdicts(record, &verdicts, NULL) == DABIAO_STATUS_OK && dabiao_verdicts_count(verdicts) == 1);
    CHECK(dabiao_verdicts_find(verdicts, TEXT("enough"), TEXT("h1"), &index, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_verdicts_verdict(verdicts, index) == DABIAO_VERDICT_NOT_MET && dabiao_verdicts_breach(verdicts, index) == 1);
    CHECK(strcmp(dabiao_verdicts_subject_name(verdicts, index, NULL), "North") == 0);
    CHECK(strstr(dabiao_verdicts_explain(verdicts, index, NULL), "11 >= 10.5") != NULL
          || strstr(dabiao_verdicts_explain(verdicts, index, NULL), "22 >= 21") != NULL);
    dabiao_verdicts_free(verdicts);

    /* Missing again: one, then all; and a short array. */
    CHECK(dabiao_record_set_missing(record, beds, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_evaluate(record, lines, 1, &count, NULL) == DABIAO_STATUS_OK && count == 1);
    CHECK(lines[0].verdict == DABIAO_VERDICT_UNDETERMINED && lines[1].verdict == DABIAO_VERDICT_MET);
    CHECK(dabiao_record_clear(record, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_evaluate(record, lines, LINES, &count, NULL) == DABIAO_STATUS_OK && count == LINES);
    CHECK(lines[4].verdict == DABIAO_VERDICT_UNDETERMINED);
    CHECK(dabiao_record_evaluate(record, NULL, 0, &count, NULL) == DABIAO_STATUS_OK && count == 0);
    dabiao_record_free(record);
}

/* Many fields at once mean what they mean one by one. */
static void at_once(void) {
    dabiao_record *record = fresh();
    dabiao_line one[LINES], many[LINES];
    const size_t fields[] = {field(record, "beds"), field(record, "least"), SIZE_MAX};
    const int64_t values[] = {7, 8, 9}, negative[] = {8, -1, 8};
    const uint8_t present[] = {0, 2};
    CHECK(dabiao_record_set_int64(record, fields[0], 7, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_int64(record, fields[1], 8, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_evaluate(record, one, LINES, NULL, NULL) == DABIAO_STATUS_OK);
    CHECK(one[0].verdict == DABIAO_VERDICT_NOT_MET);
    CHECK(dabiao_record_clear(record, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_set_int64s(record, fields, values, NULL, 2, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_evaluate(record, many, LINES, NULL, NULL) == DABIAO_STATUS_OK);
    CHECK(memcmp(one, many, sizeof one) == 0);
    CHECK(dabiao_record_set_int64s(record, fields, values, present, 2, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_record_evaluate(record, many, LINES, NULL, NULL) == DABIAO_STATUS_OK);
    CHECK(many[0].verdict == DABIAO_VERDICT_UNDETERMINED);
    FAILS(dabiao_record_set_int64s(record, fields, negative, NULL, 2, &error), DABIAO_STATUS_FACTS);
    CHECK(dabiao_record_evaluate(record, many, LINES, NULL, NULL) == DABIAO_STATUS_OK);
    CHECK(many[0].verdict == DABIAO_VERDICT_MET); /* 8 of at least 8: the first was set, the second stayed */
    FAILS(dabiao_record_set_int64s(record, fields, values, NULL, 3, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_record_set_int64s(record, fields, values, NULL, SIZE_MAX, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_record_set_int64s(record, NULL, values, NULL, 2, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_set_int64s(record, fields, NULL, NULL, 2, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_set_int64s(NULL, fields, values, NULL, 2, &error), DABIAO_STATUS_NULL);
    CHECK(dabiao_record_set_int64s(record, NULL, NULL, NULL, 0, NULL) == DABIAO_STATUS_OK);
    dabiao_record_free(record);
}

static void refuses(void) {
    dabiao_record *record = fresh();
    dabiao_verdicts *verdicts = (dabiao_verdicts *)1;
    dabiao_line line;
    size_t number = 0, count = 9;
    const size_t beds = field(record, "beds"), open = field(record, "open");
    FAILS(dabiao_record_field(record, TEXT("bedz"), &number, &error), DABIAO_STATUS_UNKNOWN_NAME);
    FAILS(dabiao_record_field(record, TEXT("beds"), NULL, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_field(record, NULL, 4, &number, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_field(record, TEXT("\xff"), &number, &error), DABIAO_STATUS_UTF8);
    FAILS(dabiao_record_evidence(record, TEXT("enough"), TEXT("lost"), &number, &error), DABIAO_STATUS_UNKNOWN_NAME);
    FAILS(dabiao_record_set_int64(record, 99, 1, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_record_set_int64(record, SIZE_MAX, 1, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_record_set_int64(record, beds, -1, &error), DABIAO_STATUS_FACTS);
    FAILS(dabiao_record_set_text(record, beds, TEXT("many"), &error), DABIAO_STATUS_FACTS);
    FAILS(dabiao_record_set_double(record, beds, 1e300 * 1e300, &error), DABIAO_STATUS_FACTS);
    FAILS(dabiao_record_set_flag(record, beds, 1, &error), DABIAO_STATUS_FACTS);
    FAILS(dabiao_record_set_date(record, open, 0, &error), DABIAO_STATUS_FACTS);
    FAILS(dabiao_record_set_date(record, open, INT32_MAX, &error), DABIAO_STATUS_VALUE);
    FAILS(dabiao_record_set_none(record, beds, &error), DABIAO_STATUS_FACTS);
    FAILS(dabiao_record_set_missing(record, 99, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_record_identify(record, 2, TEXT("x"), NULL, 0, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_record_identify(record, 0, TEXT(" "), NULL, 0, &error), DABIAO_STATUS_FACTS);
    FAILS(dabiao_record_evaluate(record, NULL, 1, &count, &error), DABIAO_STATUS_NULL);
    CHECK(count == 0);
    dabiao_record_free(record);
    FAILS(dabiao_record_new(evaluation, TEXT("clinic"), &record, &error), DABIAO_STATUS_UNKNOWN_NAME);
    CHECK(record == NULL);
    FAILS(dabiao_record_new(NULL, TEXT("hospital"), &record, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_evaluate(NULL, &line, 1, NULL, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_set_int64(NULL, 0, 1, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_clear(NULL, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_record_verdicts(NULL, &verdicts, &error), DABIAO_STATUS_NULL);
    CHECK(verdicts == NULL && dabiao_record_line_count(NULL) == 0);
    FAILS(dabiao_record_evaluate((dabiao_record *)policy, &line, 1, NULL, &error), DABIAO_STATUS_HANDLE);
    dabiao_record_free(NULL);
    dabiao_record_free((dabiao_record *)policy);
}

/* A record of its own on one shared evaluation: a thousand hospitals, with the verdict that arithmetic gives. */
static void *work(void *argument) {
    dabiao_record *record = NULL;
    dabiao_line lines[LINES];
    size_t beds = 0, least = 0;
    int64_t number;
    int good = dabiao_record_new(evaluation, TEXT("hospital"), &record, NULL) == DABIAO_STATUS_OK
               && dabiao_record_field(record, TEXT("beds"), &beds, NULL) == DABIAO_STATUS_OK
               && dabiao_record_field(record, TEXT("least"), &least, NULL) == DABIAO_STATUS_OK
               && dabiao_record_set_int64(record, least, 500, NULL) == DABIAO_STATUS_OK;
    for (number = 0; good && number < 1000; number++) {
        good = dabiao_record_set_int64(record, beds, number, NULL) == DABIAO_STATUS_OK
               && dabiao_record_evaluate(record, lines, LINES, NULL, NULL) == DABIAO_STATUS_OK
               && lines[0].verdict == (number >= 500 ? DABIAO_VERDICT_MET : DABIAO_VERDICT_NOT_MET);
    }
    dabiao_record_free(record);
    return good ? argument : NULL;
}

static void threads(void) {
    pthread_t all[16];
    void *result;
    int index;
    for (index = 0; index < 16; index++) {
        CHECK(pthread_create(&all[index], NULL, work, policy) == 0);
    }
    for (index = 0; index < 16; index++) {
        CHECK(pthread_join(all[index], &result) == 0 && result != NULL);
    }
}

int main(void) {
    dabiao_error *error = NULL;
    dabiao_record *record = NULL;
    if (dabiao_policy_compile(TEXT("hospital"), TEXT(POLICY), NULL, &policy, &error) != DABIAO_STATUS_OK) {
        fprintf(stderr, "%s", dabiao_error_text(error, 0, NULL));
        return 1;
    }
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_record_new(evaluation, TEXT("hospital"), &record, &error), DABIAO_STATUS_STATE);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), NULL) == DABIAO_STATUS_OK);
    every_kind();
    at_once();
    refuses();
    threads();
    dabiao_evaluation_free(evaluation);
    dabiao_policy_free(policy);
    FINISH();
}

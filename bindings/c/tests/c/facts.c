/* dabiao_facts: the same table as CSV, as JSON, cell by cell and column by column gives the same verdicts. */
#include "check.h"

static dabiao_policy *policy = NULL;

#define POLICY                                             \
    "unit persons \"persons\" whole\n"                      \
    "unit beds \"beds\"\n"                                  \
    "entity hospital {\n"                                   \
    "  beds: beds\n  share: number\n  open: flag\n"         \
    "  built: date\n  level: text\n}\n"                     \
    "rule enough {\n  for each hospital\n"                  \
    "  must beds >= 10.5\n  must open\n"                    \
    "  must built <= 2020-12-31\n  must share < 0.3\n}\n"

static dabiao_facts *fresh(void) {
    dabiao_facts *facts = NULL;
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    return facts;
}

/* Finishes, evaluates and frees; the caller frees the copy of the JSON. */
static char *judged(dabiao_facts *facts) {
    dabiao_evaluation *evaluation = NULL;
    dabiao_verdicts *verdicts = NULL;
    dabiao_error *error = NULL;
    char *copy;
    size_t length = 0;
    const char *json;
    if (dabiao_facts_finish(facts, &error) != DABIAO_STATUS_OK) {
        fprintf(stderr, "%s", dabiao_error_text(error, 0, NULL));
        exit(1);
    }
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2024-01-01"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_run(evaluation, facts, &verdicts, NULL) == DABIAO_STATUS_OK);
    json = dabiao_verdicts_json(verdicts, &length);
    copy = malloc(length + 1);
    CHECK(copy != NULL);
    memcpy(copy, json, length + 1);
    dabiao_verdicts_free(verdicts);
    dabiao_evaluation_free(evaluation);
    dabiao_facts_free(facts);
    return copy;
}

static void four_ways(void) {
    const char *csv = "id,name,beds,share,open,built\na,North,10.5,0.1,yes,2019-05-01\nb,,9,0.30,no,2021-01-01\nc,,,,,\n";
    const char *json = "{\"hospital\": [{\"id\": \"a\", \"name\": \"North\", \"beds\": 10.5, \"share\": 0.1, \"open\": true,"
                       " \"built\": \"2019-05-01\"}, {\"id\": \"b\", \"beds\": 9, \"share\": 0.30, \"open\": false,"
                       " \"built\": \"2021-01-01\"}, {\"id\": \"c\"}]}";
    const char *ids[3] = {"a", "b", "c"}, *names[3] = {"North", NULL, ""};
    const size_t lengths[3] = {1, 1, 1}, name_lengths[3] = {5, 77, 0};
    const double beds[3] = {10.5, 9, 0}, share[3] = {0.1, 0.3, 0};
    const uint8_t open[3] = {255, 0, 1}, present[3] = {1, 1, 0};
    const int32_t built[3] = {18017, 18628, 0};
    size_t table = 99, row;
    char *one, *two, *three, *four;
    dabiao_facts *facts = fresh();
    CHECK(dabiao_facts_add_csv(facts, TEXT("dir/hospital.csv"), TEXT(csv), NULL) == DABIAO_STATUS_OK);
    one = judged(facts);
    CHECK(strstr(one, "\"not_met\"") != NULL && strstr(one, "\"met\"") != NULL && strstr(one, "\"undetermined\"") != NULL);

    facts = fresh();
    CHECK(dabiao_facts_add_json(facts, TEXT("facts.json"), TEXT(json), NULL) == DABIAO_STATUS_OK);
    two = judged(facts);

    facts = fresh();
    CHECK(dabiao_facts_add_table(facts, TEXT("hospital"), 3, &table, NULL) == DABIAO_STATUS_OK && table == 0);
    CHECK(dabiao_facts_set_texts(facts, 0, TEXT("id"), ids, lengths, 3, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_texts(facts, 0, TEXT("name"), names, name_lengths, 3, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_double(facts, 0, TEXT("beds"), beds, present, 3, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_double(facts, 0, TEXT("share"), share, present, 3, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_flags(facts, 0, TEXT("open"), open, present, 3, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_dates(facts, 0, TEXT("built"), built, present, 3, NULL) == DABIAO_STATUS_OK);
    three = judged(facts);

    facts = fresh();
    CHECK(dabiao_facts_add_table(facts, TEXT("hospital"), 3, NULL, NULL) == DABIAO_STATUS_OK);
    for (row = 0; row < 3; row++) {
        CHECK(dabiao_facts_set_text(facts, 0, row, TEXT("id"), ids[row], 1, NULL) == DABIAO_STATUS_OK);
    }
    CHECK(dabiao_facts_set_text(facts, 0, 0, TEXT("name"), TEXT("North"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 0, TEXT("beds"), TEXT("10.50"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 1, TEXT("beds"), TEXT("9"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 2, TEXT("beds"), NULL, 0, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 0, TEXT("share"), TEXT("0.1"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 1, TEXT("share"), TEXT("0.3"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 0, TEXT("open"), TEXT("yes"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 1, TEXT("open"), TEXT("no"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 0, TEXT("built"), TEXT("2019-05-01"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_set_text(facts, 0, 1, TEXT("built"), TEXT("2021-01-01"), NULL) == DABIAO_STATUS_OK);
    four = judged(facts);

    CHECK(strcmp(one, two) == 0 && strcmp(one, three) == 0 && strcmp(one, four) == 0);
    free(one);
    free(two);
    free(three);
    free(four);
}

static void refuses(void) {
    dabiao_facts *facts = fresh();
    const int64_t number = 1;
    const int32_t far = INT32_MAX;
    const char *bad[1] = {"\xff"};
    const size_t one = 1;
    FAILS(dabiao_facts_add_csv(NULL, TEXT("a"), TEXT("b"), &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_facts_add_csv(facts, NULL, 1, TEXT("b"), &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_facts_add_csv(facts, TEXT("a"), NULL, 4, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_facts_add_csv(facts, TEXT("a"), "b", (size_t)-2, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_facts_add_csv(facts, TEXT("\xff"), TEXT("b"), &error), DABIAO_STATUS_UTF8);
    FAILS(dabiao_facts_add_json(facts, NULL, 1, TEXT("b"), &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_facts_add_csv((dabiao_facts *)policy, TEXT("a"), TEXT("b"), &error), DABIAO_STATUS_HANDLE);
    FAILS(dabiao_facts_set_int64(facts, 0, TEXT("x"), &number, NULL, 1, &error), DABIAO_STATUS_RANGE);
    CHECK(dabiao_facts_add_table(facts, TEXT("hospital"), 1, NULL, NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_facts_set_int64(facts, 0, TEXT("x"), &number, NULL, 2, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_facts_set_int64(facts, 0, TEXT("x"), NULL, NULL, 1, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_facts_set_int64(facts, 0, TEXT("x"), &number, NULL, SIZE_MAX, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_facts_set_int64(facts, 0, TEXT("\xff"), &number, NULL, 1, &error), DABIAO_STATUS_UTF8);
    FAILS(dabiao_facts_set_texts(facts, 0, TEXT("x"), bad, &one, 1, &error), DABIAO_STATUS_UTF8);
    FAILS(dabiao_facts_set_texts(facts, 0, TEXT("x"), bad, NULL, 1, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_facts_set_dates(facts, 0, TEXT("x"), &far, NULL, 1, &error), DABIAO_STATUS_VALUE);
    FAILS(dabiao_facts_set_text(facts, 0, 1, TEXT("x"), TEXT("y"), &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_facts_set_text(facts, 3, 0, TEXT("x"), TEXT("y"), &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_facts_set_flags(NULL, 0, TEXT("x"), NULL, NULL, 0, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_facts_set_double(facts, 0, NULL, 2, NULL, NULL, 0, &error), DABIAO_STATUS_NULL);
    dabiao_facts_free(facts);
    FAILS(dabiao_facts_new(NULL, NULL, &facts, &error), DABIAO_STATUS_NULL);
    CHECK(facts == NULL);
    dabiao_facts_free(NULL);
    CHECK(dabiao_facts_warnings(NULL) == NULL);
    FAILS(dabiao_facts_finish(NULL, &error), DABIAO_STATUS_NULL);
}

/* A text of a table need not be UTF-8 to be handed over: that is a diagnostic. And what is finished is finished. */
static void finishes(void) {
    dabiao_facts *facts = fresh();
    const dabiao_error *warnings;
    CHECK(dabiao_facts_add_csv(facts, TEXT("hospital"), TEXT("id,beds\na,\xff\n"), NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_facts_finish(facts, &error), DABIAO_STATUS_FACTS);
    dabiao_facts_free(facts);
    facts = fresh();
    CHECK(dabiao_facts_add_csv(facts, TEXT("hospital"), TEXT("id,beds\na,1\n"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_finish(facts, NULL) == DABIAO_STATUS_OK);
    warnings = dabiao_facts_warnings(facts);
    if (warnings != NULL) {
        CHECK(dabiao_error_count(warnings) > 0 && dabiao_error_severity(warnings, 0) == DABIAO_SEVERITY_WARNING);
        dabiao_error_free((dabiao_error *)warnings); /* wrong, and harmless: it is kept */
        CHECK(dabiao_error_count(warnings) > 0);
    }
    FAILS(dabiao_facts_finish(facts, &error), DABIAO_STATUS_STATE);
    FAILS(dabiao_facts_add_csv(facts, TEXT("hospital"), TEXT("id\n"), &error), DABIAO_STATUS_STATE);
    FAILS(dabiao_facts_add_table(facts, TEXT("hospital"), 1, NULL, &error), DABIAO_STATUS_STATE);
    dabiao_facts_free(facts);
}

int main(void) {
    dabiao_error *error = NULL;
    if (dabiao_policy_compile(TEXT("hospital"), TEXT(POLICY), NULL, &policy, &error) != DABIAO_STATUS_OK) {
        fprintf(stderr, "%s", dabiao_error_text(error, 0, NULL));
        return 1;
    }
    four_ways();
    refuses();
    finishes();
    dabiao_policy_free(policy);
    FINISH();
}

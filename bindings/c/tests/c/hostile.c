/* Texts that want to break the library: each is a status, on the stack of the caller. */
#include "check.h"

/* Compiles a text that is one piece again and again; anything but a crash will do, but the two answers must agree. */
static void many(const char *piece, size_t times) {
    size_t length = strlen(piece), at;
    char *text = malloc(length * times + 1);
    dabiao_policy *policy = NULL;
    dabiao_error *error = NULL;
    dabiao_status status;
    CHECK(text != NULL);
    for (at = 0; at < times; at++) {
        memcpy(text + at * length, piece, length);
    }
    status = dabiao_policy_compile(NULL, 0, text, length * times, NULL, &policy, &error);
    CHECK(status == DABIAO_STATUS_OK || status == DABIAO_STATUS_SOURCE);
    CHECK((status == DABIAO_STATUS_OK) == (policy != NULL) && (status == DABIAO_STATUS_OK) == (error == NULL));
    CHECK(error == NULL || (dabiao_error_count(error) > 0 && dabiao_error_count(error) <= 101));
    CHECK(error == NULL || dabiao_error_text(error, DABIAO_LANGUAGE_CHINESE, NULL) != NULL);
    dabiao_error_free(error);
    dabiao_policy_free(policy);
    free(text);
}

#define POLICY                                                                                       \
    "entity hospital {\n  share: number\n  open: flag\n  built: date\n  level: ordered {I < II}\n"    \
    "  does: set of {care, cure}\n  name2: text\n}\n"                                                \
    "rule enough {\n  for each hospital\n  must share < 0.3\n  must open by 2030\n"                  \
    "  must built <= 2020-12-31\n  must level >= II\n  must does includes {cure}\n  must name2 = \"x\"\n}\n"

/* Every value in every column, as a table and as a record: both take it, or both refuse it, and neither breaks. */
static void values(void) {
    static const char *const columns[] = {"share", "open", "built", "level", "does", "name2"};
    static const char *const values[] = {
        "1e999999999", "-1e999999999", "1e-999999999", "99999999999999999999999999999999999999999", "1/0", "NaN", "inf",
        "none", "none none", "", " ", "-0", "0x10", "1,000", "5%", "\xef\xbc\x95", "\xef\xbb\xbf" "5", "0000-00-00",
        "0001-01-01", "9999-12-31", "10000-01-01", "2020-02-30", "2025", "2025Q4", "- - 1", "II II", "care cure care",
        "\xe2\x80\xae", "a\nb", "\"", "9223372036854775808", "-9223372036854775809"};
    dabiao_policy *policy = NULL;
    dabiao_evaluation *evaluation = NULL;
    size_t column, value;
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), NULL) == DABIAO_STATUS_OK);
    for (column = 0; column < sizeof columns / sizeof *columns; column++) {
        for (value = 0; value < sizeof values / sizeof *values; value++) {
            dabiao_facts *facts = NULL;
            dabiao_record *record = NULL;
            dabiao_verdicts *verdicts = NULL;
            dabiao_line lines[2];
            size_t field = 0, count = 0;
            dabiao_status by_table, by_record;
            CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
            CHECK(dabiao_facts_add_table(facts, TEXT("hospital"), 1, NULL, NULL) == DABIAO_STATUS_OK);
            CHECK(dabiao_facts_set_text(facts, 0, 0, TEXT("id"), TEXT("1"), NULL) == DABIAO_STATUS_OK);
            CHECK(dabiao_facts_set_text(facts, 0, 0, TEXT(columns[column]), TEXT(values[value]), NULL)
                  == DABIAO_STATUS_OK);
            by_table = dabiao_facts_finish(facts, NULL);
            CHECK(dabiao_record_new(evaluation, TEXT("hospital"), &record, NULL) == DABIAO_STATUS_OK);
            CHECK(dabiao_record_field(record, TEXT(columns[column]), &field, NULL) == DABIAO_STATUS_OK);
            by_record = dabiao_record_set_text(record, field, TEXT(values[value]), NULL);
            CHECK(by_table == by_record && (by_table == DABIAO_STATUS_OK || by_table == DABIAO_STATUS_FACTS));
            CHECK(dabiao_record_evaluate(record, lines, 2, &count, NULL) == DABIAO_STATUS_OK && count == 2);
            if (by_table == DABIAO_STATUS_OK) {
                CHECK(dabiao_evaluation_run(evaluation, facts, &verdicts, NULL) == DABIAO_STATUS_OK);
                CHECK(dabiao_verdicts_json(verdicts, NULL) != NULL);
            }
            dabiao_verdicts_free(verdicts);
            dabiao_record_free(record);
            dabiao_facts_free(facts);
        }
    }
    dabiao_evaluation_free(evaluation);
    dabiao_policy_free(policy);
}

int main(void) {
    dabiao_policy *policy = NULL;
    dabiao_facts *facts = NULL;
    values();
    many("(", 20000);
    many("not ", 20000);
    many("-", 20000);
    many("\"", 2001);
    many("{", 20000);
    many("a + ", 2000);
    many("\n", 20000);
    many("\xe5\x8d\x97", 5000);
    many("\xe2\x80\xae", 100);
    FAILS(dabiao_policy_compile(NULL, 0, "a\0b", 3, NULL, &policy, &error), DABIAO_STATUS_SOURCE);
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_json(facts, TEXT("x"), TEXT("[[[[[[{\"a\":"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(facts, TEXT("y"), TEXT("\"never closed"), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(facts, TEXT(""), NULL, 0, NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_facts_finish(facts, &error), DABIAO_STATUS_FACTS);
    dabiao_facts_free(facts);
    dabiao_policy_free(policy);
    FINISH();
}

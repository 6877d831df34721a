/* dabiao_error: several diagnostics of a policy with their places, those of facts, those of a call; both languages. */
#include "check.h"

/* Two errors; the second stands behind a character outside the BMP, so that the columns differ. */
#define WRONG "rule one { bed per 1000 >= 8% }\nrule two { \"\xf0\x9f\x8f\xa5\" | bedz >= }\n"

static void of_source(void) {
    dabiao_policy *policy = NULL;
    dabiao_error *error = NULL;
    size_t length = 0, offset = 0, bytes = 0, index;
    uint32_t line = 0, column = 0, utf16 = 0;
    const char *text;
    CHECK(dabiao_policy_compile(TEXT("wrong.dabiao"), TEXT(WRONG), NULL, &policy, &error) == DABIAO_STATUS_SOURCE);
    CHECK(policy == NULL && error != NULL && dabiao_error_status(error) == DABIAO_STATUS_SOURCE);
    CHECK(dabiao_error_count(error) >= 2);
    for (index = 0; index < dabiao_error_count(error); index++) {
        text = dabiao_error_code(error, index, &length);
        CHECK(length == 5 && (text[0] == 'E' || text[0] == 'W'));
        CHECK(dabiao_error_severity(error, index)
              == (text[0] == 'E' ? DABIAO_SEVERITY_ERROR : DABIAO_SEVERITY_WARNING));
        CHECK(strlen(dabiao_error_message_at(error, index, DABIAO_LANGUAGE_CHINESE, &length)) == length);
        CHECK(dabiao_error_place(error, index, &offset, &bytes, &line, &column, &utf16) == DABIAO_STATUS_OK);
        CHECK(offset + bytes <= strlen(WRONG) && line >= 1 && line <= 3 && column >= 1 && utf16 >= column);
        CHECK(dabiao_error_table(error, index, NULL) == NULL && dabiao_error_row(error, index) == 0);
        CHECK(dabiao_error_column(error, index, NULL) == NULL);
    }
    CHECK(dabiao_error_place(error, 0, NULL, NULL, NULL, NULL, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_error_place(error, index, NULL, NULL, &line, NULL, NULL) == DABIAO_STATUS_RANGE);
    text = dabiao_error_text(error, DABIAO_LANGUAGE_ENGLISH, &length);
    CHECK(strlen(text) == length && strstr(text, "wrong.dabiao:1:") != NULL && strchr(text, '^') != NULL);
    CHECK(strcmp(dabiao_error_message(error, 0, NULL), dabiao_error_message_at(error, 0, 0, NULL)) == 0);
    text = dabiao_error_json(error, DABIAO_LANGUAGE_CHINESE, &length);
    CHECK(strlen(text) == length && text[0] == '[' && strstr(text, "wrong.dabiao") != NULL);
    CHECK(dabiao_error_text(error, 2, &length) == NULL && length == 0);
    CHECK(dabiao_error_message_at(error, index, 0, &length) == NULL);
    CHECK(dabiao_error_hint(error, index, 0, &length) == NULL && dabiao_error_code(error, index, NULL) == NULL);
    CHECK(dabiao_error_severity(error, index) == DABIAO_SEVERITY_NONE);
    dabiao_error_free(error);
}

static void of_columns(void) {
    dabiao_policy *policy = NULL;
    dabiao_error *error = NULL;
    uint32_t line = 0, column = 0, utf16 = 0;
    /* The name in quotes is of one character, which UTF-16 counts as two. */
    const char *source = "name = \"\xf0\x9f\x8f\xa5\" and bed per 1000 >= 8%";
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(source), NULL, &policy, &error) == DABIAO_STATUS_SOURCE);
    CHECK(dabiao_error_place(error, 0, NULL, NULL, &line, &column, &utf16) == DABIAO_STATUS_OK);
    CHECK(line == 1 && utf16 == column + 1);
    dabiao_error_free(error);
}

static void of_facts(void) {
    dabiao_policy *policy = NULL;
    dabiao_facts *facts = NULL;
    dabiao_error *error = NULL;
    size_t length = 0;
    uint32_t line = 0;
    const char *csv = "id,rehab_doctors,population\n1,many,2500000\n";
    CHECK(dabiao_policy_compile(NULL, 0, TEXT(SMALL_POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_csv(facts, TEXT("region.csv"), TEXT(csv), NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_finish(facts, &error) == DABIAO_STATUS_FACTS);
    CHECK(dabiao_error_status(error) == DABIAO_STATUS_FACTS && dabiao_error_count(error) == 1);
    SAME(dabiao_error_table(error, 0, &length), length, "region.csv");
    SAME(dabiao_error_column(error, 0, &length), length, "rehab_doctors");
    CHECK(dabiao_error_row(error, 0) == 1);
    CHECK(dabiao_error_place(error, 0, NULL, NULL, &line, NULL, NULL) == DABIAO_STATUS_OK && line == 2);
    CHECK(dabiao_error_code(error, 0, NULL)[0] == 'F');
    CHECK(strstr(dabiao_error_text(error, 0, NULL), "region.csv row 1") != NULL);
    dabiao_error_free(error);
    dabiao_facts_free(facts);
    dabiao_policy_free(policy);
}

static void of_call(void) {
    dabiao_policy *policy = NULL;
    dabiao_error *error = NULL;
    size_t length = 0;
    CHECK(dabiao_policy_bundled(TEXT("bj_rehab"), &policy, &error) == DABIAO_STATUS_UNKNOWN_NAME);
    CHECK(dabiao_error_count(error) == 0 && dabiao_error_code(error, 0, NULL) == NULL);
    SAME(dabiao_error_message(error, DABIAO_LANGUAGE_ENGLISH, &length), length,
         "there is no bundled policy `bj_rehab`");
    CHECK(strcmp(dabiao_error_json(error, 0, NULL), "[]\n") == 0);
    CHECK(dabiao_error_place(error, 0, NULL, NULL, NULL, NULL, NULL) == DABIAO_STATUS_RANGE);
    dabiao_error_free(error);
}

static void nulls(void) {
    size_t length = 9;
    dabiao_error_free(NULL);
    CHECK(dabiao_error_status(NULL) == DABIAO_STATUS_NULL && dabiao_error_count(NULL) == 0);
    CHECK(dabiao_error_message(NULL, 0, &length) == NULL && length == 0);
    CHECK(dabiao_error_text(NULL, 0, NULL) == NULL && dabiao_error_json(NULL, 0, NULL) == NULL);
    CHECK(dabiao_error_code(NULL, 0, NULL) == NULL && dabiao_error_hint(NULL, 0, 0, NULL) == NULL);
    CHECK(dabiao_error_place(NULL, 0, NULL, NULL, NULL, NULL, NULL) == DABIAO_STATUS_NULL);
    CHECK(dabiao_error_row(NULL, 0) == 0 && dabiao_error_severity(NULL, 0) == DABIAO_SEVERITY_NONE);
    CHECK(dabiao_error_table(NULL, 0, NULL) == NULL && dabiao_error_column(NULL, 0, NULL) == NULL);
    CHECK(dabiao_error_message_at(NULL, 0, 0, NULL) == NULL);
}

int main(void) {
    of_source();
    of_columns();
    of_facts();
    of_call();
    nulls();
    FINISH();
}

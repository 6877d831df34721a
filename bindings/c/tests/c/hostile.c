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

int main(void) {
    dabiao_policy *policy = NULL;
    dabiao_facts *facts = NULL;
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

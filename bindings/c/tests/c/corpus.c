/* corpus FOLDER verdicts|errors: a case of the corpus through the library; what it answers goes to standard output. */
#define _POSIX_C_SOURCE 200809L
#include <dabiao.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file, without the line break at its end where `trimmed`; NULL where there is none. */
static char *file(const char *folder, const char *name, size_t *length, int trimmed) {
    char path[4096], *text;
    FILE *stream;
    long size;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    stream = fopen(path, "rb");
    if (stream == NULL || fseek(stream, 0, SEEK_END) != 0 || (size = ftell(stream)) < 0) {
        return NULL;
    }
    rewind(stream);
    text = calloc((size_t)size + 1, 1);
    *length = fread(text, 1, (size_t)size, stream);
    fclose(stream);
    while (trimmed && *length > 0 && strchr(" \r\n", text[*length - 1]) != NULL) {
        text[--*length] = 0;
    }
    return text;
}

/* Writes a failure in English and in Chinese, as `errors.txt` has it, and ends. */
static void fail(const dabiao_error *error) {
    printf("%s\n%s", dabiao_error_text(error, DABIAO_LANGUAGE_ENGLISH, NULL),
           dabiao_error_text(error, DABIAO_LANGUAGE_CHINESE, NULL));
    exit(0);
}

int main(int count, char **arguments) {
    const char *folder = count > 2 ? arguments[1] : ".";
    const int errors = count > 2 && strcmp(arguments[2], "errors") == 0;
    char path[4096], *text;
    size_t length = 0;
    dabiao_policy *policy = NULL;
    dabiao_facts *facts = NULL;
    dabiao_evaluation *evaluation = NULL;
    dabiao_verdicts *verdicts = NULL;
    dabiao_error *error = NULL;
    struct dirent **entries = NULL;
    int entry, found;

    if ((text = file(folder, "policy.dabiao", &length, 0)) != NULL) {
        dabiao_policy_compile("policy.dabiao", strlen("policy.dabiao"), text, length, NULL, &policy, &error);
    } else if ((text = file(folder, "policy", &length, 1)) != NULL) {
        dabiao_policy_bundled(text, length, &policy, &error);
    }
    free(text);
    if (error != NULL) fail(error);
    snprintf(path, sizeof path, "%s/facts", folder);
    found = scandir(path, &entries, NULL, alphasort);
    if (errors && found < 0) fail(dabiao_policy_warnings(policy));
    dabiao_facts_new(policy, NULL, &facts, NULL);
    for (entry = 0; entry < found; entry++) {
        if (entries[entry]->d_name[0] != '.') {
            text = file(path, entries[entry]->d_name, &length, 0);
            dabiao_facts_add_csv(facts, entries[entry]->d_name, strlen(entries[entry]->d_name), text, length, NULL);
            free(text);
        }
        free(entries[entry]);
    }
    free(entries);
    if (dabiao_facts_finish(facts, &error) != DABIAO_STATUS_OK) fail(error);
    if (errors) fail(dabiao_facts_warnings(facts));
    dabiao_evaluation_new(policy, &evaluation, NULL);
    text = file(folder, "as-of", &length, 1);
    if (dabiao_evaluation_set_as_of(evaluation, text, length, &error) != DABIAO_STATUS_OK) fail(error);
    free(text);
    if ((text = file(folder, "reading", &length, 1)) != NULL) {
        if (dabiao_evaluation_set_reading(evaluation, text, length, &error) != DABIAO_STATUS_OK) fail(error);
        free(text);
    }
    if (dabiao_evaluation_run(evaluation, facts, &verdicts, &error) != DABIAO_STATUS_OK) fail(error);
    fputs(dabiao_verdicts_json(verdicts, NULL), stdout);
    dabiao_verdicts_free(verdicts);
    dabiao_evaluation_free(evaluation);
    dabiao_facts_free(facts);
    dabiao_policy_free(policy);
    return 0;
}

/* The worst values that a batch of Arrow holds: each becomes the facts that the same text of CSV gives, or is refused. */
#include "check.h"
#include <float.h>
#include <math.h>

#define POLICY                                                                                   \
    "entity thing {\n  x: number\n  seen: date\n  kind: one of {public, social}\n}\n"            \
    "rule shown {\n  for each thing\n  show a = x\n  show b = seen\n  show c = kind\n}\n"

static dabiao_policy *policy = NULL;
static dabiao_evaluation *evaluation = NULL;

static void release_array(struct ArrowArray *array) {
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

/* A column of values with the bits of those that are not null, or NULL for all. */
typedef struct column {
    const char *name, *format;
    const void *buffers[4];
    int64_t count;
    struct ArrowArray *dictionary;
    struct ArrowSchema *described;
} column;

static const int32_t id_ends[] = {0, 1, 2, 3, 4};
static const column ids = {"id", "u", {NULL, id_ends, "abcd"}, 3, NULL, NULL};

/* The ids, and a column without nulls, with what its second buffer holds. */
static void second(column *columns, const char *name, const char *format, int64_t count, const void *held) {
    static const column blank = {NULL, NULL, {NULL}, 0, NULL, NULL};
    columns[0] = ids;
    columns[1] = blank;
    columns[1].name = name;
    columns[1].format = format;
    columns[1].count = count;
    columns[1].buffers[1] = held;
}

static dabiao_facts *fresh(void) {
    dabiao_facts *facts = NULL;
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    return facts;
}

/* Adds a batch of columns from row `first` on. */
static dabiao_status add(dabiao_facts *facts, const column *columns, size_t count, int64_t rows, int64_t first) {
    static const void *none[1] = {NULL};
    struct ArrowArray arrays[4], *children[4], batch = {0};
    struct ArrowSchema schemas[4], *described[4], table = {0};
    dabiao_error *error = NULL;
    dabiao_status status;
    size_t at;
    for (at = 0; at < count; at++) {
        const struct ArrowArray array = {first + rows, -1, 0, columns[at].count, 0, (const void **)columns[at].buffers,
                                         NULL, columns[at].dictionary, release_array, NULL};
        const struct ArrowSchema schema = {columns[at].format, columns[at].name, NULL, 0, 0, NULL, columns[at].described,
                                           release_schema, NULL};
        arrays[at] = array;
        schemas[at] = schema;
        children[at] = &arrays[at];
        described[at] = &schemas[at];
    }
    batch.length = rows;
    batch.offset = first;
    batch.n_buffers = 1;
    batch.buffers = none;
    batch.n_children = table.n_children = (int64_t)count;
    batch.children = children;
    batch.release = release_array;
    table.format = "+s";
    table.name = "";
    table.children = described;
    table.release = release_schema;
    status = dabiao_facts_add_arrow(facts, TEXT("thing"), &batch, &table, &error);
    CHECK((status == DABIAO_STATUS_OK) == (error == NULL) && (status == DABIAO_STATUS_OK) == (batch.release == NULL));
    dabiao_error_free(error);
    return status;
}

/* Reads a batch: the same as a text of CSV, or refused with a code when it is finished. */
static void same(const column *columns, size_t count, int64_t rows, int64_t first, const char *csv, const char *code) {
    dabiao_facts *facts = fresh(), *other = fresh();
    dabiao_error *error = NULL;
    dabiao_verdicts *one = NULL, *two = NULL;
    CHECK(add(facts, columns, count, rows, first) == DABIAO_STATUS_OK);
    if (code != NULL) {
        CHECK(dabiao_facts_finish(facts, &error) != DABIAO_STATUS_OK && error != NULL);
        if (strstr(dabiao_error_text(error, 0, NULL), code) == NULL) {
            fprintf(stderr, "%s is not in: %s", code, dabiao_error_text(error, 0, NULL));
            exit(1);
        }
        dabiao_error_free(error);
    } else {
        CHECK(dabiao_facts_add_csv(other, TEXT("thing"), TEXT(csv), NULL) == DABIAO_STATUS_OK);
        CHECK(dabiao_facts_finish(facts, NULL) == DABIAO_STATUS_OK && dabiao_facts_finish(other, NULL) == DABIAO_STATUS_OK);
        CHECK(dabiao_evaluation_run(evaluation, facts, &one, NULL) == DABIAO_STATUS_OK);
        CHECK(dabiao_evaluation_run(evaluation, other, &two, NULL) == DABIAO_STATUS_OK);
        if (strcmp(dabiao_verdicts_json(one, NULL), dabiao_verdicts_json(two, NULL)) != 0) {
            fprintf(stderr, "another table than: %s", csv);
            exit(1);
        }
        dabiao_verdicts_free(one);
        dabiao_verdicts_free(two);
    }
    dabiao_facts_free(facts);
    dabiao_facts_free(other);
}

static void floats(void) {
    static const uint8_t second_null[] = {0x0d};
    double values[4] = {0.5, 0, 0, 1e308};
    column columns[2];
    second(columns, "x", "g", 2, values);
    values[1] = -0.0;
    values[2] = NAN;
    same(columns, 2, 4, 0, "id,x\na,0.5\nb,0\nc,\nd,1e308\n", NULL);
    values[1] = -DBL_MAX;
    values[2] = 0.1 + 0.2;
    same(columns, 2, 4, 0, "id,x\na,0.5\nb,-1.7976931348623157e308\nc,0.30000000000000004\nd,1e308\n", NULL);
    same(columns, 2, 3, 1, "id,x\nb,-1.7976931348623157e308\nc,0.30000000000000004\nd,1e308\n", NULL);
    values[1] = INFINITY;
    same(columns, 2, 4, 0, NULL, "error[F0147]: thing row 2 column `x`");
    columns[1].buffers[0] = second_null;
    values[2] = 12.25;
    values[3] = 999999999999999.0;
    same(columns, 2, 4, 0, "id,x\na,0.5\nb,\nc,12.25\nd,999999999999999\n", NULL);
    values[3] = 1e15;
    same(columns, 2, 3, 1, "id,x\nb,\nc,12.25\nd,1e15\n", NULL);
}

static void decimals(void) {
    static const uint8_t none[] = {0x00}, second_null[] = {0x0d};
    static const int64_t cents[] = {1250, INT64_MAX, -5, INT64_MIN}, whole[] = {1200, 7, 3400, 0};
    column columns[2];
    second(columns, "x", "d:18,2,64", 2, cents);
    same(columns, 2, 4, 0, "id,x\na,12.5\nb,92233720368547758.07\nc,-0.05\nd,-92233720368547758.08\n", NULL);
    columns[1].buffers[0] = second_null;
    same(columns, 2, 3, 0, "id,x\na,12.5\nb,\nc,-0.05\n", NULL);
    columns[1].buffers[1] = whole;
    same(columns, 2, 4, 0, "id,x\na,12\nb,\nc,34\nd,0\n", NULL);
    columns[1].buffers[0] = none;
    same(columns, 2, 4, 0, "id,x\na,\nb,\nc,\nd,\n", NULL);
    columns[1].buffers[0] = NULL;
    columns[1].format = "d:18,12,64";
    same(columns, 2, 2, 0, "id,x\na,0.0000000012\nb,0.000000000007\n", NULL);
    columns[1].format = "d:18,-2,64";
    same(columns, 2, 2, 0, "id,x\na,120000\nb,700\n", NULL);
}

static void texts(void) {
    static const int32_t ends[] = {0, 6, 6, 9, 9}, long_ends[] = {0, 65537, 65537, 65537, 65537};
    static const int32_t twins[] = {0, 1, 2, 3, 4};
    static const char nul[] = "public\0b\0";
    static char huge[65537];
    column columns[2];
    second(columns, "name", "u", 3, ends);
    columns[1].buffers[2] = nul;
    same(columns, 2, 4, 0, NULL, "error[F0109]: thing row 3 column `name`");
    memset(huge, 'x', sizeof huge);
    columns[1].buffers[1] = long_ends;
    columns[1].buffers[2] = huge;
    same(columns, 2, 4, 0, NULL, "error[F0106]: thing row 1 column `name`");
    columns[0].buffers[1] = twins;
    columns[0].buffers[2] = "baab";
    same(columns, 1, 4, 0, NULL, "error[F0122]: thing row 3");
    columns[0].buffers[2] = "aabc";
    same(columns, 1, 4, 0, NULL, "error[F0122]: thing row 2");
}

/* A dictionary with a null among its values, and a place that is null; and one whose texts are none. */
static void dictionaries(void) {
    static const uint8_t second_null[] = {0x05}, last_null[] = {0x07};
    static const int32_t ends[] = {0, 6, 8, 14};
    static const int8_t places[] = {0, 1, 2, 99};
    static const void *buffers[3];
    struct ArrowArray values = {3, 1, 0, 3, 0, buffers, NULL, NULL, release_array, NULL};
    struct ArrowSchema described = {"u", "", NULL, 0, 0, NULL, NULL, release_schema, NULL};
    column columns[2];
    dabiao_facts *facts = fresh();
    second(columns, "kind", "c", 2, places);
    columns[1].dictionary = &values;
    columns[1].described = &described;
    columns[1].buffers[0] = last_null;
    buffers[0] = second_null;
    buffers[1] = ends;
    buffers[2] = "public\xff\xffsocial";
    same(columns, 2, 4, 0, "id,kind\na,public\nb,\nc,social\nd,\n", NULL);
    buffers[0] = NULL;
    CHECK(add(facts, columns, 2, 4, 0) == DABIAO_STATUS_UTF8);
    buffers[2] = "publicxxsocial";
    columns[1].buffers[0] = NULL;
    CHECK(add(facts, columns, 2, 4, 0) == DABIAO_STATUS_VALUE);
    dabiao_facts_free(facts);
}

/* Texts in views, long and short, with what is no text where a null is; none where it is not. */
static void views(void) {
    static const uint8_t second_null[] = {0x0d};
    static const int64_t lengths[] = {20};
    unsigned char held[4][16];
    column columns[2];
    dabiao_facts *facts = fresh();
    const int32_t length = 20, short_length = 3, none = 0;
    memset(held, 0, sizeof held);
    memcpy(held[0], &length, 4);
    memcpy(held[0] + 4, "a lo", 4);
    memcpy(held[1], &short_length, 4);
    memcpy(held[1] + 4, "\xff\xff\xff", 3);
    memcpy(held[2], &short_length, 4);
    memcpy(held[2] + 4, "\xe5\x8d\x97", 3);
    memcpy(held[3], &none, 4);
    second(columns, "name", "vu", 4, held);
    columns[1].buffers[0] = second_null;
    columns[1].buffers[2] = "a longer name than 12";
    columns[1].buffers[3] = lengths;
    same(columns, 2, 4, 0, "id,name\na,a longer name than 1\nb,\nc,\xe5\x8d\x97\nd,\n", NULL);
    same(columns, 2, 2, 2, "id,name\nc,\xe5\x8d\x97\nd,\n", NULL);
    columns[1].buffers[0] = NULL;
    CHECK(add(facts, columns, 2, 4, 0) == DABIAO_STATUS_UTF8);
    dabiao_facts_free(facts);
}

static void nothing(void) {
    static const int32_t no_ends[] = {0};
    column empty = {"id", "u", {NULL, no_ends, NULL}, 3, NULL, NULL};
    same(&ids, 1, 0, 0, "id\n", NULL);
    same(&ids, 1, 0, 4, "id\n", NULL);
    same(&empty, 1, 0, 0, "id\n", NULL);
    same(&empty, 0, 0, 0, "id\n", NULL);
}

int main(void) {
    CHECK(dabiao_policy_compile(TEXT("things"), TEXT(POLICY), NULL, &policy, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), NULL) == DABIAO_STATUS_OK);
    floats();
    decimals();
    texts();
    dictionaries();
    views();
    nothing();
    dabiao_evaluation_free(evaluation);
    dabiao_policy_free(policy);
    FINISH();
}

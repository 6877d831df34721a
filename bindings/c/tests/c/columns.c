/* dabiao_columns and Arrow: batches and streams in, verdicts of many rows out, and what is refused. */
#include "check.h"

#define POLICY                                                                               \
    "unit beds \"beds\"\n"                                                                   \
    "entity hospital {\n  beds: beds\n  share: number\n  open: flag\n  built: date\n"        \
    "  level: ordered {I < II < III}\n  owner: text\n  area: text\n}\n"                      \
    "rule enough {\n  for each hospital where level >= II\n  must beds >= 10.5\n"            \
    "  must share < 0.3\n}\n"                                                                \
    "rule rest {\n  for each hospital\n  must open\n  must built <= 2020-12-31\n"            \
    "  must owner = \"the people of the district\"\n  must area = \"n\"\n}\n"

enum { ROWS = 3, COLUMNS = 8 };

static dabiao_policy *policy = NULL;
static dabiao_evaluation *evaluation = NULL;
static int released = 0;

static void release_array(struct ArrowArray *array) {
    released++;
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) {
    released++;
    schema->release = NULL;
}

/* Row 0 of every column stands before the offset of 1 of the batch, so that it must not be read. */
static const int32_t id_offsets[] = {0, 2, 3, 4, 5};
static const char ids[] = "xxabc";
static const uint8_t beds_valid[] = {0x06}; /* rows 1 and 2 */
static const int64_t beds[] = {99, 11, 9, 77};
static const int64_t share[] = {0, 0, 299, 0, 300, 0, -5, -1}; /* 128 bits each, low half first */
static const uint8_t open_bits[] = {0x0a}; /* rows 1 and 3 */
static const int32_t built[] = {0, 18017, 18628, 0};
static const int8_t level_places[] = {0, 2, 1, 0};
static const int32_t level_offsets[] = {0, 1, 3, 6};
static const char levels[] = "IIIIII";
static const int64_t area_offsets[] = {0, 1, 2, 3, 3};
static const char areas[] = "xns";
static const char owners[] = "the people of the districtxx";
static int32_t owner_views[16];

static const void *buffers[COLUMNS + 1][4];
static struct ArrowArray arrays[COLUMNS + 1], *children[COLUMNS], dictionary;
static struct ArrowSchema schemas[COLUMNS + 1], *described[COLUMNS], of_dictionary;
static const int64_t owner_lengths[] = {26};

/* Fills column `at`; the batch itself is the one after the last. */
static void column(size_t at, const char *name, const char *format, const void *a, const void *b, const void *c, int64_t count) {
    struct ArrowArray array = {4, -1, 0, 0, 0, NULL, NULL, NULL, release_array, NULL};
    struct ArrowSchema schema = {NULL, NULL, NULL, 0, 0, NULL, NULL, release_schema, NULL};
    buffers[at][0] = a;
    buffers[at][1] = b;
    buffers[at][2] = c;
    array.buffers = buffers[at];
    array.n_buffers = count;
    schema.format = format;
    schema.name = name;
    arrays[at] = array;
    schemas[at] = schema;
    if (at < COLUMNS) {
        children[at] = &arrays[at];
        described[at] = &schemas[at];
    }
}

static void batch(void) {
    const struct ArrowArray values = {3, 0, 0, 3, 0, buffers[COLUMNS], NULL, NULL, release_array, NULL};
    const struct ArrowSchema texts = {"u", "", NULL, 0, 0, NULL, NULL, release_schema, NULL};
    static const void *value_buffers[3] = {NULL, level_offsets, levels};
    size_t row;
    for (row = 0; row < 4; row++) {
        owner_views[4 * row] = row == 1 ? 26 : 1; /* long ones stand elsewhere, short ones in the view */
        owner_views[4 * row + 1] = 0;
        memcpy(&owner_views[4 * row + 1], row == 1 ? "the " : "y", row == 1 ? 4 : 1);
        owner_views[4 * row + 2] = 0;
        owner_views[4 * row + 3] = 0;
    }
    column(0, "id", "u", NULL, id_offsets, ids, 3);
    column(1, "beds", "l", beds_valid, beds, NULL, 2);
    column(2, "share", "d:10,3", NULL, share, NULL, 2);
    column(3, "open", "b", NULL, open_bits, NULL, 2);
    column(4, "built", "tdD", NULL, built, NULL, 2);
    column(5, "level", "c", NULL, level_places, NULL, 2);
    column(6, "owner", "vu", NULL, owner_views, owners, 4);
    buffers[6][3] = owner_lengths;
    column(7, "area", "U", NULL, area_offsets, areas, 3);
    column(COLUMNS, "", "+s", NULL, NULL, NULL, 1);
    dictionary = values;
    dictionary.buffers = value_buffers;
    of_dictionary = texts;
    arrays[5].dictionary = &dictionary;
    schemas[5].dictionary = &of_dictionary;
    arrays[COLUMNS].length = ROWS;
    arrays[COLUMNS].offset = 1;
    arrays[COLUMNS].n_children = COLUMNS;
    arrays[COLUMNS].children = children;
    schemas[COLUMNS].n_children = COLUMNS;
    schemas[COLUMNS].children = described;
    released = 0;
}

static const char *csv = "id,beds,share,open,built,level,owner,area\n"
                         "a,11,0.299,yes,2019-05-01,III,the people of the district,n\n"
                         "b,9,0.3,no,2021-01-01,II,y,s\nc,,-0.005,yes,1970-01-01,I,y,\n";

static dabiao_facts *fresh(void) {
    dabiao_facts *facts = NULL;
    CHECK(dabiao_facts_new(policy, NULL, &facts, NULL) == DABIAO_STATUS_OK);
    return facts;
}

static void finish(dabiao_facts *facts) {
    dabiao_error *error = NULL;
    if (dabiao_facts_finish(facts, &error) != DABIAO_STATUS_OK) {
        fprintf(stderr, "%s", dabiao_error_text(error, 0, NULL));
        exit(1);
    }
}

/* The facts as CSV give the same. */
static void same_as_csv(dabiao_facts *facts) {
    dabiao_facts *other = fresh();
    dabiao_verdicts *one = NULL, *two = NULL;
    CHECK(dabiao_facts_add_csv(other, TEXT("hospital"), TEXT(csv), NULL) == DABIAO_STATUS_OK);
    finish(facts);
    finish(other);
    CHECK(dabiao_evaluation_run(evaluation, facts, &one, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_run(evaluation, other, &two, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_verdicts_count(one) == 6);
    CHECK(strcmp(dabiao_verdicts_json(one, NULL), dabiao_verdicts_json(two, NULL)) == 0);
    dabiao_verdicts_free(one);
    dabiao_verdicts_free(two);
    dabiao_facts_free(other);
}

static void in(void) {
    static char unaligned[4 * sizeof(int64_t) + 1];
    dabiao_facts *facts = fresh();
    batch();
    CHECK(dabiao_facts_add_arrow(facts, TEXT("hospital"), &arrays[COLUMNS], &schemas[COLUMNS], NULL) == DABIAO_STATUS_OK);
    CHECK(released == 1 && arrays[COLUMNS].release == NULL && schemas[COLUMNS].release == NULL);
    same_as_csv(facts);
    CHECK(released == 2); /* the beds had a number where a null is, so that they were copied */
    dabiao_facts_free(facts);

    facts = fresh();
    batch();
    memcpy(unaligned + 1, beds, sizeof beds);
    buffers[1][1] = unaligned + 1;
    CHECK(dabiao_facts_add_arrow(facts, TEXT("hospital"), &arrays[COLUMNS], &schemas[COLUMNS], NULL) == DABIAO_STATUS_OK);
    dabiao_facts_free(facts);
    CHECK(released == 2);

    facts = fresh();
    batch();
    CHECK(dabiao_facts_add_arrow(facts, TEXT("hospital"), &arrays[COLUMNS], &schemas[COLUMNS], NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_facts_add_arrow(facts, TEXT("no entity"), &arrays[COLUMNS], &schemas[COLUMNS], NULL) == DABIAO_STATUS_STATE);
    dabiao_facts_free(facts);
    CHECK(released == 2);
}

/* The verdict of a rule for the first row. */
static uint8_t first(dabiao_facts *facts, dabiao_columns **columns) {
    CHECK(dabiao_evaluation_columns(evaluation, facts, 1, columns, NULL) == DABIAO_STATUS_OK);
    return dabiao_columns_rule(*columns, 0, NULL)[0];
}

/* Whole numbers in the order of ids stay where they are, as long as anything is made from them. */
static void in_place(void) {
    static int64_t numbers[] = {99, 11, 9, 77};
    dabiao_facts *facts = fresh();
    dabiao_columns *before = NULL, *after = NULL;
    batch();
    buffers[1][0] = NULL;
    buffers[1][1] = numbers;
    CHECK(dabiao_facts_add_arrow(facts, TEXT("hospital"), &arrays[COLUMNS], &schemas[COLUMNS], NULL) == DABIAO_STATUS_OK);
    finish(facts);
    CHECK(released == 1);
    CHECK(first(facts, &before) == DABIAO_VERDICT_MET);
    numbers[1] = 10; /* what no host may do shows that there is no other copy */
    CHECK(first(facts, &after) == DABIAO_VERDICT_NOT_MET);
    dabiao_facts_free(facts);
    dabiao_columns_free(before);
    CHECK(released == 1);
    dabiao_columns_free(after);
    CHECK(released == 2);
}

/* A stream of the batch, whole or its first row and then the others; `fails` makes its second call fail. */
static int fails = 0, given = 0, parts = 1;

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    (void)stream;
    *out = schemas[COLUMNS];
    return 0;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    static const struct ArrowArray end = {0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL};
    (void)stream;
    *out = given++ < parts ? arrays[COLUMNS] : end;
    if (parts > 1) {
        out->length = given == 1 ? 1 : given == 2 ? 0 : 2;
        out->offset = given == 1 ? 1 : 2;
    }
    return fails && given > 1 ? 5 : 0;
}

static const char *stream_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "the wire broke";
}

static void stream_release(struct ArrowArrayStream *stream) {
    released++;
    stream->release = NULL;
}

static void streams(void) {
    dabiao_facts *facts = fresh();
    dabiao_error *error = NULL;
    struct ArrowArrayStream stream = {stream_schema, stream_next, stream_error, stream_release, NULL};
    batch();
    CHECK(dabiao_facts_add_arrow_stream(facts, TEXT("hospital"), &stream, NULL) == DABIAO_STATUS_OK);
    CHECK(released == 2 && stream.release == NULL);
    same_as_csv(facts);
    CHECK(released == 3);
    dabiao_facts_free(facts);

    facts = fresh();
    batch();
    stream.release = stream_release;
    given = 0;
    parts = 3;
    CHECK(dabiao_facts_add_arrow_stream(facts, TEXT("hospital"), &stream, NULL) == DABIAO_STATUS_OK);
    CHECK(released == 5 && stream.release == NULL); /* the schema, the stream and three batches */
    same_as_csv(facts);
    parts = 1;
    FAILS(dabiao_facts_add_arrow_stream(facts, TEXT("hospital"), &stream, &error), DABIAO_STATUS_STATE);
    dabiao_facts_free(facts);
    facts = fresh();
    FAILS(dabiao_facts_add_arrow_stream(facts, TEXT("hospital"), &stream, &error), DABIAO_STATUS_STATE);
    FAILS(dabiao_facts_add_arrow_stream(facts, TEXT("hospital"), NULL, &error), DABIAO_STATUS_NULL);
    stream.release = stream_release;
    fails = 1;
    given = 0;
    CHECK(dabiao_facts_add_arrow_stream(facts, TEXT("hospital"), &stream, &error) == DABIAO_STATUS_VALUE);
    CHECK(strstr(dabiao_error_message(error, 0, NULL), "the wire broke") != NULL && stream.release != NULL);
    dabiao_error_free(error);
    dabiao_facts_free(facts);
}

static dabiao_status refused(void) {
    dabiao_facts *facts = fresh();
    dabiao_error *error = NULL;
    const dabiao_status status =
        dabiao_facts_add_arrow(facts, TEXT("hospital"), &arrays[COLUMNS], &schemas[COLUMNS], &error);
    CHECK(status == DABIAO_STATUS_OK || (released == 0 && error != NULL));
    dabiao_error_free(error);
    dabiao_facts_free(facts);
    return status;
}

static void refuses(void) {
    static const int32_t backward[] = {0, 2, 3, 1, 5};
    static const int8_t far[] = {0, 2, 3, 0}, below[] = {0, -1, 0, 0};
    static const char broken[] = "xx\xff\xff\xff";
    static const int32_t late[] = {0, INT32_MAX, 0, 0};
    batch();
    schemas[4].format = "tsu:";
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    schemas[COLUMNS].format = "l";
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    schemas[COLUMNS].n_children = 1;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    buffers[0][1] = backward;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    buffers[0][2] = broken;
    CHECK(refused() == DABIAO_STATUS_UTF8);
    batch();
    buffers[5][1] = far;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    buffers[5][1] = below;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    buffers[4][1] = late;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    schemas[2].format = "d:10";
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    owner_views[6] = 1; /* the buffer of the lengths */
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    owner_views[7] = 1; /* one byte beyond the end */
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    arrays[3].length = ROWS; /* the batch begins in its second row */
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    arrays[2].buffers = NULL;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    buffers[0][2] = NULL;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    arrays[COLUMNS].length = -1;
    CHECK(refused() == DABIAO_STATUS_VALUE);
    batch();
    arrays[COLUMNS].length = INT64_MAX;
    CHECK(refused() == DABIAO_STATUS_LIMIT);
    batch();
    arrays[COLUMNS].release = NULL;
    CHECK(refused() == DABIAO_STATUS_STATE);
    batch();
    FAILS(dabiao_facts_add_arrow(NULL, TEXT("x"), arrays, schemas, &error), DABIAO_STATUS_NULL);
}

static void out(void) {
    dabiao_facts *facts = fresh();
    dabiao_columns *columns = NULL, *parallel = NULL;
    struct ArrowArray array, *subject, *verdict;
    struct ArrowSchema schema;
    size_t count = 0, length = 0;
    const uint8_t *codes;
    CHECK(dabiao_facts_add_csv(facts, TEXT("hospital"), TEXT(csv), NULL) == DABIAO_STATUS_OK);
    FAILS(dabiao_evaluation_columns(evaluation, facts, 1, &columns, &error), DABIAO_STATUS_STATE);
    finish(facts);
    CHECK(dabiao_evaluation_columns(evaluation, facts, 1, &columns, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_columns(evaluation, facts, 4, &parallel, NULL) == DABIAO_STATUS_OK);
    codes = dabiao_columns_rule(columns, 0, &count);
    CHECK(count == 3 && codes[0] == DABIAO_VERDICT_MET && codes[1] == DABIAO_VERDICT_NOT_MET);
    CHECK(codes[2] == DABIAO_VERDICT_NOT_APPLICABLE && memcmp(codes, dabiao_columns_rule(parallel, 0, NULL), 3) == 0);
    codes = dabiao_columns_line(columns, 0, 1, &count);
    CHECK(count == 3 && codes[0] == DABIAO_VERDICT_MET && codes[1] == DABIAO_VERDICT_NOT_MET);
    CHECK(dabiao_columns_line(columns, 0, 2, &count) == NULL && count == 0);
    CHECK(dabiao_columns_rule(columns, 2, &count) == NULL && dabiao_columns_line(columns, 9, 0, NULL) == NULL);
    SAME(dabiao_columns_id(columns, 0, 1, &length), length, "b");
    CHECK(dabiao_columns_id(columns, 0, 3, &length) == NULL && dabiao_columns_id(columns, 2, 0, NULL) == NULL);

    FAILS(dabiao_columns_export(columns, 2, &array, &schema, &error), DABIAO_STATUS_RANGE);
    FAILS(dabiao_columns_export(columns, 0, NULL, &schema, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_columns_export(columns, 0, &array, NULL, &error), DABIAO_STATUS_NULL);
    CHECK(dabiao_columns_export(columns, 0, &array, &schema, NULL) == DABIAO_STATUS_OK);
    codes = dabiao_columns_rule(columns, 0, NULL);
    CHECK(array.length == 3 && array.n_children == 2 && strcmp(schema.format, "+s") == 0);
    CHECK(strcmp(schema.children[0]->name, "subject") == 0 && strcmp(schema.children[1]->format, "C") == 0);
    subject = array.children[0];
    verdict = array.children[1];
    CHECK(subject->n_buffers == 3 && memcmp(subject->buffers[2], "abc", 3) == 0);
    CHECK(verdict->buffers[1] == codes); /* not copied */
    dabiao_columns_free(columns);
    dabiao_columns_free(parallel);
    dabiao_facts_free(facts);
    CHECK(((const uint8_t *)verdict->buffers[1])[1] == DABIAO_VERDICT_NOT_MET);
    CHECK(verdict->dictionary->length == 10 && ((const int64_t *)verdict->dictionary->buffers[1])[1] == 4);
    CHECK(memcmp(verdict->dictionary->buffers[2], "nonenot_met", 11) == 0);

    /* And in again: a child moved out of its batch, then the batch. */
    {
        struct ArrowArray moved = *subject;
        subject->release = NULL;
        array.release(&array);
        CHECK(array.release == NULL);
        moved.release(&moved);
        schema.release(&schema);
        CHECK(schema.release == NULL && moved.release == NULL);
    }
}

/* Rows come back in the order given, whatever their ids. */
static void order(void) {
    static const char shuffled[] = "id,beds,share,level\nc,20,0.1,III\na,20,0.9,III\nb,20,0.1,I\n";
    dabiao_facts *facts = fresh();
    dabiao_columns *columns = NULL;
    struct ArrowArray array;
    struct ArrowSchema schema;
    size_t count = 0, length = 0;
    const uint8_t *codes;
    CHECK(dabiao_facts_add_csv(facts, TEXT("hospital"), TEXT(shuffled), NULL) == DABIAO_STATUS_OK);
    finish(facts);
    CHECK(dabiao_evaluation_columns(evaluation, facts, 1, &columns, NULL) == DABIAO_STATUS_OK);
    codes = dabiao_columns_rule(columns, 0, &count);
    CHECK(count == 3 && codes[0] == DABIAO_VERDICT_MET && codes[1] == DABIAO_VERDICT_NOT_MET);
    CHECK(codes[2] == DABIAO_VERDICT_NOT_APPLICABLE);
    CHECK(dabiao_columns_line(columns, 0, 0, NULL)[1] == DABIAO_VERDICT_MET);
    CHECK(dabiao_columns_line(columns, 0, 1, NULL)[1] == DABIAO_VERDICT_NOT_MET);
    SAME(dabiao_columns_id(columns, 0, 0, &length), length, "c");
    SAME(dabiao_columns_id(columns, 0, 2, &length), length, "b");
    CHECK(dabiao_columns_id(columns, 0, 3, &length) == NULL);
    CHECK(dabiao_columns_export(columns, 0, &array, &schema, NULL) == DABIAO_STATUS_OK);
    dabiao_columns_free(columns);
    dabiao_facts_free(facts);
    CHECK(memcmp(array.children[0]->buffers[2], "cab", 3) == 0);
    CHECK(((const uint8_t *)array.children[1]->buffers[1])[1] == DABIAO_VERDICT_NOT_MET);
    array.release(&array);
    schema.release(&schema);
}

static void nulls(void) {
    size_t count = 9;
    dabiao_columns *columns = (dabiao_columns *)1;
    dabiao_columns_free(NULL);
    CHECK(dabiao_columns_rule(NULL, 0, &count) == NULL && count == 0);
    CHECK(dabiao_columns_line(NULL, 0, 0, NULL) == NULL && dabiao_columns_id(NULL, 0, 0, NULL) == NULL);
    FAILS(dabiao_columns_export(NULL, 0, NULL, NULL, &error), DABIAO_STATUS_NULL);
    FAILS(dabiao_evaluation_columns(NULL, NULL, 1, &columns, &error), DABIAO_STATUS_NULL);
    CHECK(columns == NULL);
}

int main(void) {
    dabiao_error *error = NULL;
    if (dabiao_policy_compile(TEXT("hospital"), TEXT(POLICY), NULL, &policy, &error) != DABIAO_STATUS_OK) {
        fprintf(stderr, "%s", dabiao_error_text(error, 0, NULL));
        return 1;
    }
    CHECK(dabiao_evaluation_new(policy, &evaluation, NULL) == DABIAO_STATUS_OK);
    CHECK(dabiao_evaluation_set_as_of(evaluation, TEXT("2026-01-15"), NULL) == DABIAO_STATUS_OK);
    in();
    in_place();
    streams();
    refuses();
    out();
    order();
    nulls();
    dabiao_evaluation_free(evaluation);
    dabiao_policy_free(policy);
    FINISH();
}

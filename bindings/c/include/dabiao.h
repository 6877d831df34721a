/**
 * @file dabiao.h
 * The C interface of dabiao, the rules engine for quantitative public policy.
 *
 * Contract, for every function:
 *
 * - Texts go in as a pointer and a number of bytes, in UTF-8; no NUL is needed. (NULL, 0) is the empty text.
 * - Texts come out as borrowed pointers: with a NUL at the end, and with their length in bytes where `len` is not NULL.
 *   They live until the object that gave them is freed. NULL means that there is none.
 * - An object from an `out` parameter belongs to the caller, who gives it to its `_free`. `_free` of NULL does nothing.
 *   Objects may be freed in any order: each keeps what it needs of the others.
 * - A function that can fail returns a `dabiao_status`. It first sets `*out` and `*error` to NULL. On failure `*out` stays
 *   NULL and `*error` is an object of the caller's. `error` may be NULL where only the status is of interest.
 * - NULL, a wrong length, bytes that are not UTF-8, a handle of another kind and a number outside its list are statuses,
 *   never crashes. Getters then give 0 or NULL. A pointer that is no handle, or one that was freed, is undefined behaviour.
 * - Calls that take `const` objects only may run at the same time in any number of threads. A call that takes an object
 *   without `const` must be the only one on that object.
 * - The library starts no thread that it is not asked for, sets no handler, reads no clock, file, environment or locale, and keeps no last error.
 * - A defect of the library comes back as `DABIAO_STATUS_PANIC`; the handle that was worked on then refuses every further
 *   call with `DABIAO_STATUS_POISONED`, and can only be freed.
 */


#ifndef DABIAO_H
#define DABIAO_H

/* Made by cbindgen; change the Rust sources and run `cargo xtask bless`. */

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32) && defined(DABIAO_STATIC)
#define DABIAO_API
#elif defined(_WIN32)
#define DABIAO_API __declspec(dllimport)
#elif defined(__GNUC__)
#define DABIAO_API __attribute__((visibility("default")))
#else
#define DABIAO_API
#endif

/* The structures of the Arrow C data and stream interface, as their specification demands that they are written. */
#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif

#ifdef __cplusplus
}
#endif

/** The version of this header as text. */
#define DABIAO_VERSION_STRING "0.1.0"


/**
 * The version of this header: its first part.
 */
#define DABIAO_VERSION_MAJOR 0

/**
 * Its second part.
 */
#define DABIAO_VERSION_MINOR 1

/**
 * Its third part.
 */
#define DABIAO_VERSION_PATCH 0

/**
 * The whole, to compare: major * 1000000 + minor * 1000 + patch.
 */
#define DABIAO_VERSION_NUMBER 1000

/**
 * The number of the binary interface. It changes when a program must be compiled anew.
 */
#define DABIAO_ABI_VERSION 1

/**
 * What a call comes to. New numbers may be added; a caller treats an unknown one as a failure.
 */
enum dabiao_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * It is done.
   */
  DABIAO_STATUS_OK = 0,
  /**
   * A pointer that must not be NULL is NULL.
   */
  DABIAO_STATUS_NULL = 1,
  /**
   * A text is not UTF-8.
   */
  DABIAO_STATUS_UTF8 = 2,
  /**
   * A number is outside what is allowed: a length, an index, a member of an enumeration.
   */
  DABIAO_STATUS_RANGE = 3,
  /**
   * The text of a policy has errors; each is a diagnostic of the error object.
   */
  DABIAO_STATUS_SOURCE = 4,
  /**
   * The tables of facts have errors; each is a diagnostic of the error object.
   */
  DABIAO_STATUS_FACTS = 5,
  /**
   * There is nothing of this name: a bundled policy, a reading, a rule, a subject, a column.
   */
  DABIAO_STATUS_UNKNOWN_NAME = 6,
  /**
   * A text or a number is not a value of the kind wanted, such as a date.
   */
  DABIAO_STATUS_VALUE = 7,
  /**
   * The calls come in the wrong order, such as facts that are evaluated before they were finished.
   */
  DABIAO_STATUS_STATE = 8,
  /**
   * A limit of the host is exceeded.
   */
  DABIAO_STATUS_LIMIT = 9,
  /**
   * The handle is of another kind, or belongs to another policy.
   */
  DABIAO_STATUS_HANDLE = 10,
  /**
   * A defect of the library. Please report it.
   */
  DABIAO_STATUS_PANIC = 11,
  /**
   * An earlier call on this handle ended in `DABIAO_STATUS_PANIC`.
   */
  DABIAO_STATUS_POISONED = 12,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum dabiao_status dabiao_status;
#else
typedef int32_t dabiao_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How bad a diagnostic is.
 */
enum dabiao_severity
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * There is no such diagnostic.
   */
  DABIAO_SEVERITY_NONE = 0,
  /**
   * The text or the tables cannot be used.
   */
  DABIAO_SEVERITY_ERROR = 1,
  /**
   * They can, but somebody should look.
   */
  DABIAO_SEVERITY_WARNING = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum dabiao_severity dabiao_severity;
#else
typedef int32_t dabiao_severity;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What a rule comes to for one subject. Of two verdicts the lower number is the worse.
 */
enum dabiao_verdict
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * There is nothing to judge, or no such verdict.
   */
  DABIAO_VERDICT_NONE = 0,
  /**
   * 未达标
   */
  DABIAO_VERDICT_NOT_MET = 1,
  /**
   * 数据不足: what is missing decides.
   */
  DABIAO_VERDICT_UNDETERMINED = 2,
  /**
   * 未到期: not yet due.
   */
  DABIAO_VERDICT_PENDING = 3,
  /**
   * 已豁免: not met, for a recorded reason.
   */
  DABIAO_VERDICT_WAIVED = 4,
  /**
   * 达标
   */
  DABIAO_VERDICT_MET = 5,
  /**
   * 符合条件: of an entitlement.
   */
  DABIAO_VERDICT_ELIGIBLE = 6,
  /**
   * 不符合条件: of an entitlement.
   */
  DABIAO_VERDICT_NOT_ELIGIBLE = 7,
  /**
   * 不适用
   */
  DABIAO_VERDICT_NOT_APPLICABLE = 8,
  /**
   * In columns only: a subject of a rule that only shows values.
   */
  DABIAO_VERDICT_SHOWN = 9,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum dabiao_verdict dabiao_verdict;
#else
typedef int32_t dabiao_verdict;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The language of a text for people.
 */
enum dabiao_language
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * English
   */
  DABIAO_LANGUAGE_ENGLISH = 0,
  /**
   * 中文
   */
  DABIAO_LANGUAGE_CHINESE = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum dabiao_language dabiao_language;
#else
typedef int32_t dabiao_language;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What a limit limits.
 */
enum dabiao_limit
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * The bytes of the text of a policy; 1048576 unless set.
   */
  DABIAO_LIMIT_SOURCE_BYTES = 0,
  /**
   * The depth of its brackets; 64 unless set, and never more.
   */
  DABIAO_LIMIT_NESTING = 1,
  /**
   * The diagnostics of a policy that are listed; 100 unless set.
   */
  DABIAO_LIMIT_DIAGNOSTICS = 2,
  /**
   * The tables of one set of facts; 1000 unless set.
   */
  DABIAO_LIMIT_TABLES = 3,
  /**
   * The rows of a table; 5000000 unless set.
   */
  DABIAO_LIMIT_ROWS = 4,
  /**
   * The columns of a table; 1000 unless set.
   */
  DABIAO_LIMIT_COLUMNS = 5,
  /**
   * The bytes of a cell or of the head of a column; 65536 unless set.
   */
  DABIAO_LIMIT_CELL_BYTES = 6,
  /**
   * The errors, and as many warnings, of facts that are listed; 100 unless set.
   */
  DABIAO_LIMIT_FAULTS = 7,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum dabiao_limit dabiao_limit;
#else
typedef int32_t dabiao_limit;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The verdicts of every row for every rule, a byte each. It never changes: threads may share it.
 */
typedef struct dabiao_columns dabiao_columns;

/**
 * Why a call failed: a status, a message, and for a policy or facts every diagnostic at once. Also what a policy or
 * facts warn of. Threads may share it.
 */
typedef struct dabiao_error dabiao_error;

/**
 * How a policy is judged: the day, the reading, the language of what is said. One thread sets it up; then threads may
 * share it.
 */
typedef struct dabiao_evaluation dabiao_evaluation;

/**
 * Facts for one policy. One thread fills them; after `dabiao_facts_finish` threads may share them.
 */
typedef struct dabiao_facts dabiao_facts;

/**
 * How much a host lets in. One thread changes it; then threads may share it.
 */
typedef struct dabiao_limits dabiao_limits;

/**
 * A policy that was read and checked. It never changes: any number of threads may use one at the same time.
 */
typedef struct dabiao_policy dabiao_policy;

/**
 * The facts of one unit, such as a hospital, and of what it lies in. One a thread: every call needs it for itself, but
 * those that take it `const`.
 */
typedef struct dabiao_record dabiao_record;

/**
 * What an evaluation found: one verdict for each rule and subject. It never changes: threads may share it.
 */
typedef struct dabiao_verdicts dabiao_verdicts;

/**
 * What one line of a rule comes to for a record. Its layout never changes.
 */
typedef struct {
  /**
   * The rule, by its number in the policy.
   */
  uint32_t rule;
  /**
   * The line, by its number in the rule.
   */
  uint32_t line;
  /**
   * A `dabiao_verdict`; `DABIAO_VERDICT_NONE` where the unit is no subject of the rule.
   */
  int32_t verdict;
  /**
   * The verdicts still possible where it is undetermined or pending: bit n stands for the `dabiao_verdict` n.
   */
  uint32_t possible;
  /**
   * The due date, in days since 1970-01-01; `INT32_MIN` where there is none or it is not known.
   */
  int32_t due;
  /**
   * Which stage judges it, counted from 0.
   */
  uint32_t stage;
} dabiao_line;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Judges the facts by every rule, many rows at a time, and keeps only the verdicts. Since 0.1.
 *
 * The same verdicts as `dabiao_evaluation_run`, much faster. `threads` is how many may work at a time, the caller's among
 * them: 0 and 1 mean the caller's alone. None outlives the call. On success `*out` belongs to the caller. Fails as
 * `dabiao_evaluation_run` does.
 */
DABIAO_API
dabiao_status dabiao_evaluation_columns(const dabiao_evaluation *evaluation,
                                        const dabiao_facts *facts,
                                        uint32_t threads,
                                        dabiao_columns **out,
                                        dabiao_error **error);

/**
 * Frees columns. Batches that were exported stay good. Since 0.1.
 *
 * `columns` may be NULL.
 */
DABIAO_API void dabiao_columns_free(dabiao_columns *columns);

/**
 * The verdicts of a rule: a byte for each row of the entity that it judges, in the order in which its
 * table first named them. Since 0.1.
 *
 * A byte is a `dabiao_verdict`: `DABIAO_VERDICT_NONE` where the row is no subject of the rule. `rule` is the number of the
 * rule in the policy; NULL where there is none. `*count`, which may be NULL, is the number of bytes. They belong to
 * `columns`.
 */
DABIAO_API
const uint8_t *dabiao_columns_rule(const dabiao_columns *columns,
                                   size_t rule,
                                   size_t *count);

/**
 * The verdicts of one line of a rule, as `dabiao_columns_rule` gives those of the rule. Since 0.1.
 *
 * `line` counts from 0; NULL where there is no such line, or it has no verdict.
 */
DABIAO_API
const uint8_t *dabiao_columns_line(const dabiao_columns *columns,
                                   size_t rule,
                                   size_t line,
                                   size_t *count);

/**
 * The id of a row that a rule is judged for. Since 0.1.
 *
 * `row` is a place in `dabiao_columns_rule`; NULL otherwise. The text belongs to `columns`.
 */
DABIAO_API
const char *dabiao_columns_id(const dabiao_columns *columns,
                              size_t rule,
                              size_t row,
                              size_t *len);

/**
 * The verdicts of a rule as a batch of Arrow with two columns: `subject`, a text, and `verdict`, a dictionary of the words
 * of the JSON. Since 0.1.
 *
 * `*array` and `*schema` are the caller's, who releases them; they may outlive `columns`. The verdicts are not copied.
 * Fails with `DABIAO_STATUS_RANGE` (rule), `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`; then nothing is written.
 */
DABIAO_API
dabiao_status dabiao_columns_export(const dabiao_columns *columns,
                                    size_t rule,
                                    struct ArrowArray *array,
                                    struct ArrowSchema *schema,
                                    dabiao_error **error);

/**
 * Frees an error. Since 0.1.
 *
 * `error` may be NULL. The warnings that a policy or facts keep are left alone.
 */
DABIAO_API void dabiao_error_free(dabiao_error *error);

/**
 * The status of the call that failed; `DABIAO_STATUS_NULL` for NULL. Since 0.1.
 */
DABIAO_API dabiao_status dabiao_error_status(const dabiao_error *error);

/**
 * The message, in one line: of the call, or of the first diagnostic. Since 0.1.
 *
 * `language` is a `dabiao_language`. The text belongs to `error`.
 */
DABIAO_API
const char *dabiao_error_message(const dabiao_error *error,
                                 int32_t language,
                                 size_t *len);

/**
 * Everything as text for a person: each diagnostic with its place, and for a policy with the line and a caret. Since 0.1.
 *
 * `language` is a `dabiao_language`. The text belongs to `error`, ends in a line break and carries no colours.
 */
DABIAO_API
const char *dabiao_error_text(const dabiao_error *error,
                              int32_t language,
                              size_t *len);

/**
 * The diagnostics as a JSON list, in the format of `docs/json.md`; empty for a fault of the call itself. Since 0.1.
 *
 * `language` is a `dabiao_language`, in which the messages are. The text belongs to `error`.
 */
DABIAO_API
const char *dabiao_error_json(const dabiao_error *error,
                              int32_t language,
                              size_t *len);

/**
 * How many diagnostics there are; 0 for a fault of the call itself. Since 0.1.
 */
DABIAO_API size_t dabiao_error_count(const dabiao_error *error);

/**
 * The stable code of a diagnostic, such as `E0301`; `docs/codes.md` lists all. Since 0.1.
 *
 * `index` is below `dabiao_error_count`; NULL otherwise. The text belongs to `error`.
 */
DABIAO_API const char *dabiao_error_code(const dabiao_error *error, size_t index, size_t *len);

/**
 * Whether a diagnostic is an error or a warning. Since 0.1.
 */
DABIAO_API dabiao_severity dabiao_error_severity(const dabiao_error *error, size_t index);

/**
 * The message of one diagnostic, in one line. Since 0.1.
 *
 * `index` is below `dabiao_error_count`; NULL otherwise. `language` is a `dabiao_language`. The text belongs to `error`.
 */
DABIAO_API
const char *dabiao_error_message_at(const dabiao_error *error,
                                    size_t index,
                                    int32_t language,
                                    size_t *len);

/**
 * How to mend it, or what was probably meant; NULL where there is nothing to say. Since 0.1.
 *
 * `index` is below `dabiao_error_count`. `language` is a `dabiao_language`. The text belongs to `error`.
 */
DABIAO_API
const char *dabiao_error_hint(const dabiao_error *error,
                              size_t index,
                              int32_t language,
                              size_t *len);

/**
 * Where a diagnostic stands. Since 0.1.
 *
 * In a policy: the byte offset, the length in bytes, the line and the column, counted from 1; the column in characters,
 * and in UTF-16 units as Java and C# count. In facts only the line of a file, where it is known; 0 otherwise.
 * Each of the five pointers may be NULL. Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, and with
 * `DABIAO_STATUS_HANDLE` where `error` is no error object.
 */
DABIAO_API
dabiao_status dabiao_error_place(const dabiao_error *error,
                                 size_t index,
                                 size_t *offset,
                                 size_t *length,
                                 uint32_t *line,
                                 uint32_t *column,
                                 uint32_t *column_utf16);

/**
 * The table that a diagnostic of facts is about, as the host named it; NULL for a diagnostic of a policy. Since 0.1.
 *
 * The text belongs to `error`.
 */
DABIAO_API
const char *dabiao_error_table(const dabiao_error *error,
                               size_t index,
                               size_t *len);

/**
 * The column that a diagnostic of facts is about; NULL where there is none. Since 0.1.
 *
 * The text belongs to `error`.
 */
DABIAO_API const char *dabiao_error_column(const dabiao_error *error, size_t index, size_t *len);

/**
 * The row that a diagnostic of facts is about, counted from 1; 0 where the whole table is meant. Since 0.1.
 */
DABIAO_API
size_t dabiao_error_row(const dabiao_error *error,
                        size_t index);

/**
 * Makes an evaluation under the default reading, in English, without explanations, and without a day. Since 0.1.
 *
 * On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_evaluation_new(const dabiao_policy *policy,
                                    dabiao_evaluation **out,
                                    dabiao_error **error);

/**
 * Frees an evaluation. Verdicts that it gave stay good. Since 0.1.
 *
 * `evaluation` may be NULL.
 */
DABIAO_API void dabiao_evaluation_free(dabiao_evaluation *evaluation);

/**
 * Sets the day on which to judge, such as `2025-12-31`. There is no default: the library has no clock. Since 0.1.
 *
 * Fails with `DABIAO_STATUS_VALUE` where it is no day, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`,
 * `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_evaluation_set_as_of(dabiao_evaluation *evaluation,
                                          const char *as_of,
                                          size_t as_of_len,
                                          dabiao_error **error);

/**
 * Sets the reading by its name; `default` is the default one. Since 0.1.
 *
 * Fails with `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`,
 * `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_evaluation_set_reading(dabiao_evaluation *evaluation,
                                            const char *reading,
                                            size_t reading_len,
                                            dabiao_error **error);

/**
 * Sets the language of the texts that verdicts give; English unless set. Since 0.1.
 *
 * `language` is a `dabiao_language`. Fails with `DABIAO_STATUS_VALUE` where it is unknown, `DABIAO_STATUS_NULL`,
 * `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_evaluation_set_language(dabiao_evaluation *evaluation,
                                             int32_t language,
                                             dabiao_error **error);

/**
 * Sets whether verdicts can be explained, which costs time and memory; 0, the default, is no, other numbers yes.
 * Since 0.1.
 *
 * Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_evaluation_set_explain(dabiao_evaluation *evaluation,
                                            int32_t explain,
                                            dabiao_error **error);

/**
 * Judges the facts by every rule of the policy. Threads may run one evaluation at the same time. Since 0.1.
 *
 * On success `*out` belongs to the caller. What is missing is no failure: it is said in the verdicts. Fails with
 * `DABIAO_STATUS_STATE` where no day was set or the facts were not finished, `DABIAO_STATUS_HANDLE` where the facts were
 * made for another policy, `DABIAO_STATUS_NULL`.
 */
DABIAO_API
dabiao_status dabiao_evaluation_run(const dabiao_evaluation *evaluation,
                                    const dabiao_facts *facts,
                                    dabiao_verdicts **out,
                                    dabiao_error **error);

/**
 * Makes facts without a table, for one policy. Since 0.1.
 *
 * `limits` may be NULL. On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_NULL`,
 * `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_facts_new(const dabiao_policy *policy,
                               const dabiao_limits *limits,
                               dabiao_facts **out,
                               dabiao_error **error);

/**
 * Frees facts. Verdicts made from them stay good. Since 0.1.
 *
 * `facts` may be NULL.
 */
DABIAO_API void dabiao_facts_free(dabiao_facts *facts);

/**
 * Adds a table from the text of a CSV file: UTF-8, a comma between cells, the heads in the first row. Since 0.1.
 *
 * `name` is the file or the table as messages call it; `facts/region.csv` and `region` are the table `region`. The text
 * is copied. What is wrong with it is reported by `dabiao_facts_finish`. Fails with `DABIAO_STATUS_UTF8` (of the name),
 * `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_STATE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_facts_add_csv(dabiao_facts *facts,
                                   const char *name,
                                   size_t name_len,
                                   const char *csv,
                                   size_t csv_len,
                                   dabiao_error **error);

/**
 * Adds the tables of a JSON text: an object with a list of rows for each table, or a list of rows. Since 0.1.
 *
 * `name` is the file as messages call it; for a list of rows also the table. The text is copied. What is wrong with it is
 * reported by `dabiao_facts_finish`. Fails as `dabiao_facts_add_csv` does.
 */
DABIAO_API
dabiao_status dabiao_facts_add_json(dabiao_facts *facts,
                                    const char *name,
                                    size_t name_len,
                                    const char *json,
                                    size_t json_len,
                                    dabiao_error **error);

/**
 * Adds a table from a batch of Arrow: a structure whose members are the columns. Since 0.1.
 *
 * Numbers of every width, decimals, floats, texts (also large ones and views), flags, dates and dictionaries are read; null
 * is an empty cell. On success the array has moved into `facts` (its `release` is NULL, and the schema was released): the
 * values are read where they are, must not change, and the array is released, perhaps by another thread, when neither
 * `facts` nor verdicts made from them need it any more; `docs/c.md` says which columns that is. On failure both structures
 * are still the caller's. Fails with `DABIAO_STATUS_VALUE` for a type that is not read, `DABIAO_STATUS_LIMIT` (rows),
 * `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_STATE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_facts_add_arrow(dabiao_facts *facts,
                                     const char *name,
                                     size_t name_len,
                                     struct ArrowArray *array,
                                     struct ArrowSchema *schema,
                                     dabiao_error **error);

/**
 * Adds a table from a stream of batches of Arrow, one below the other. Since 0.1.
 *
 * On success the stream was released; on failure it is still the caller's, and perhaps read in part. A single batch stays
 * where it is; of several each value is copied once, and they are released at once. A stream that fails is
 * `DABIAO_STATUS_VALUE`, with its own message. Otherwise as `dabiao_facts_add_arrow`.
 */
DABIAO_API
dabiao_status dabiao_facts_add_arrow_stream(dabiao_facts *facts,
                                            const char *name,
                                            size_t name_len,
                                            struct ArrowArrayStream *stream,
                                            dabiao_error **error);

/**
 * Adds a table with a number of rows and no column yet. Since 0.1.
 *
 * `*table`, which may be NULL, becomes its number for the functions that set columns and cells. Fails with
 * `DABIAO_STATUS_LIMIT` where there are too many rows, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`,
 * `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_STATE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_facts_add_table(dabiao_facts *facts,
                                     const char *name,
                                     size_t name_len,
                                     size_t rows,
                                     size_t *table,
                                     dabiao_error **error);

/**
 * Sets one cell as a text, which is read by the type of its column, as in a CSV file. Since 0.1.
 *
 * The way to an exact decimal (`12.5`), and to `none`. A column that was not there is added, with empty cells; empty
 * means unknown. `row` counts from 0. The texts are copied. Fails with `DABIAO_STATUS_RANGE` (table or row),
 * `DABIAO_STATUS_LIMIT` (columns), `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_STATE`,
 * `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_facts_set_text(dabiao_facts *facts,
                                    size_t table,
                                    size_t row,
                                    const char *column,
                                    size_t column_len,
                                    const char *value,
                                    size_t value_len,
                                    dabiao_error **error);

/**
 * Sets a whole column of texts, each read by the type of the column. Since 0.1.
 *
 * `values` and `lengths` have one member for each row of the table, `count` of them; a NULL value is an empty cell, which
 * means unknown. The texts are copied. Fails with `DABIAO_STATUS_RANGE` (table or count), `DABIAO_STATUS_UTF8`,
 * `DABIAO_STATUS_LIMIT` (columns), `DABIAO_STATUS_NULL`, `DABIAO_STATUS_VALUE`, `DABIAO_STATUS_STATE`,
 * `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_facts_set_texts(dabiao_facts *facts,
                                     size_t table,
                                     const char *column,
                                     size_t column_len,
                                     const char *const *values,
                                     const size_t *lengths,
                                     size_t count,
                                     dabiao_error **error);

/**
 * Sets a whole column of whole numbers. Since 0.1.
 *
 * `values` has one number for each row of the table, `count` of them. `present`, which may be NULL, has a byte for each
 * row: 0 makes the cell empty, which means unknown. The numbers are copied. Fails as `dabiao_facts_set_texts` does.
 */
DABIAO_API
dabiao_status dabiao_facts_set_int64(dabiao_facts *facts,
                                     size_t table,
                                     const char *column,
                                     size_t column_len,
                                     const int64_t *values,
                                     const uint8_t *present,
                                     size_t count,
                                     dabiao_error **error);

/**
 * Sets a whole column of floats, each as the shortest decimal that prints as it: `0.1` is one tenth. Since 0.1.
 *
 * NaN is an empty cell; an infinity is an error of `dabiao_facts_finish`. Otherwise as `dabiao_facts_set_int64`.
 */
DABIAO_API
dabiao_status dabiao_facts_set_double(dabiao_facts *facts,
                                      size_t table,
                                      const char *column,
                                      size_t column_len,
                                      const double *values,
                                      const uint8_t *present,
                                      size_t count,
                                      dabiao_error **error);

/**
 * Sets a whole column of flags: 0 is no, any other number is yes. Since 0.1.
 *
 * Otherwise as `dabiao_facts_set_int64`.
 */
DABIAO_API
dabiao_status dabiao_facts_set_flags(dabiao_facts *facts,
                                     size_t table,
                                     const char *column,
                                     size_t column_len,
                                     const uint8_t *values,
                                     const uint8_t *present,
                                     size_t count,
                                     dabiao_error **error);

/**
 * Sets a whole column of dates, each as the number of days since 1970-01-01. Since 0.1.
 *
 * Otherwise as `dabiao_facts_set_int64`. A day outside the years 1 to 9999 is `DABIAO_STATUS_VALUE`.
 */
DABIAO_API
dabiao_status dabiao_facts_set_dates(dabiao_facts *facts,
                                     size_t table,
                                     const char *column,
                                     size_t column_len,
                                     const int32_t *values,
                                     const uint8_t *present,
                                     size_t count,
                                     dabiao_error **error);

/**
 * Reads the tables against the policy. After success the facts never change, and threads may share them. Since 0.1.
 *
 * Fails with `DABIAO_STATUS_FACTS` (the error object has every diagnostic, and the tables stay as they were),
 * `DABIAO_STATUS_STATE` where it was done before, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_facts_finish(dabiao_facts *facts,
                                  dabiao_error **error);

/**
 * What somebody should look at in facts that were read; NULL where there is nothing. Since 0.1.
 *
 * The object belongs to `facts` and lives as long as it does; it is not freed.
 */
DABIAO_API const dabiao_error *dabiao_facts_warnings(const dabiao_facts *facts);

/**
 * Makes limits that are the defaults. Since 0.1.
 *
 * On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_NULL`.
 */
DABIAO_API dabiao_status dabiao_limits_new(dabiao_limits **out, dabiao_error **error);

/**
 * Frees limits; what was made with them keeps a copy. Since 0.1.
 *
 * `limits` may be NULL.
 */
DABIAO_API void dabiao_limits_free(dabiao_limits *limits);

/**
 * Sets one limit. Since 0.1.
 *
 * `limit` is a `dabiao_limit`. Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE` and, for an unknown `limit`, with
 * `DABIAO_STATUS_VALUE`.
 */
DABIAO_API
dabiao_status dabiao_limits_set(dabiao_limits *limits,
                                int32_t limit,
                                size_t value,
                                dabiao_error **error);

/**
 * What a limit is set to; 0 for an unknown one. Since 0.1.
 *
 * `limits` may be NULL: the defaults. `limit` is a `dabiao_limit`.
 */
DABIAO_API size_t dabiao_limits_get(const dabiao_limits *limits, int32_t limit);

/**
 * Reads and checks the text of a policy. It may `use` and refer to everything bundled. Since 0.1.
 *
 * `name` is what messages call the text, such as a file name; empty for `policy`. `limits` may be NULL.
 * On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_SOURCE` (the error object has every diagnostic),
 * `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_policy_compile(const char *name,
                                    size_t name_len,
                                    const char *source,
                                    size_t source_len,
                                    const dabiao_limits *limits,
                                    dabiao_policy **out,
                                    dabiao_error **error);

/**
 * Reads and checks a bundled policy, such as `bj_rehab_2022`. Since 0.1.
 *
 * On success `*out` belongs to the caller. Fails with `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`,
 * `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`.
 */
DABIAO_API
dabiao_status dabiao_policy_bundled(const char *name,
                                    size_t name_len,
                                    dabiao_policy **out,
                                    dabiao_error **error);

/**
 * Frees a policy. Facts, evaluations and verdicts made with it stay good. Since 0.1.
 *
 * `policy` may be NULL.
 */
DABIAO_API void dabiao_policy_free(dabiao_policy *policy);

/**
 * What somebody should look at in the policy; NULL where there is nothing. Since 0.1.
 *
 * The object belongs to `policy` and lives as long as it does; it is not freed.
 */
DABIAO_API const dabiao_error *dabiao_policy_warnings(const dabiao_policy *policy);

/**
 * The name of the policy; NULL for a text of bare rules. Since 0.1.
 *
 * The text belongs to `policy`.
 */
DABIAO_API const char *dabiao_policy_name(const dabiao_policy *policy, size_t *len);

/**
 * How many rules there are. Since 0.1.
 */
DABIAO_API size_t dabiao_policy_rule_count(const dabiao_policy *policy);

/**
 * The name of a rule, in the order of the source. Since 0.1.
 *
 * `index` is below `dabiao_policy_rule_count`; NULL otherwise. The text belongs to `policy`.
 */
DABIAO_API
const char *dabiao_policy_rule_name(const dabiao_policy *policy,
                                    size_t index,
                                    size_t *len);

/**
 * The label of a rule for people; its name where it has no label in this language. Since 0.1.
 *
 * `index` is below `dabiao_policy_rule_count`; NULL otherwise. `language` is a `dabiao_language`. The text belongs to
 * `policy`.
 */
DABIAO_API
const char *dabiao_policy_rule_label(const dabiao_policy *policy,
                                     size_t index,
                                     int32_t language,
                                     size_t *len);

/**
 * How many inputs the policy asks of its host (`let baseline: date`). Since 0.1.
 */
DABIAO_API size_t dabiao_policy_input_count(const dabiao_policy *policy);

/**
 * The name of an input; its value is given in the table `inputs` of the facts. Since 0.1.
 *
 * `index` is below `dabiao_policy_input_count`; NULL otherwise. The text belongs to `policy`.
 */
DABIAO_API
const char *dabiao_policy_input_name(const dabiao_policy *policy,
                                     size_t index,
                                     size_t *len);

/**
 * How many readings the policy has beside the default one. Since 0.1.
 */
DABIAO_API size_t dabiao_policy_reading_count(const dabiao_policy *policy);

/**
 * The name of a reading. Since 0.1.
 *
 * `index` is below `dabiao_policy_reading_count`; NULL otherwise. The text belongs to `policy`.
 */
DABIAO_API
const char *dabiao_policy_reading_name(const dabiao_policy *policy,
                                       size_t index,
                                       size_t *len);

/**
 * How many policies and vocabularies are bundled. Since 0.1.
 */
DABIAO_API size_t dabiao_bundled_count(void);

/**
 * The name of a bundled policy or vocabulary. Since 0.1.
 *
 * `index` is below `dabiao_bundled_count`; NULL otherwise. The text is never freed.
 */
DABIAO_API const char *dabiao_bundled_name(size_t index, size_t *len);

/**
 * Makes a record of an entity of the policy, as the evaluation is set up now. Every field is missing. Since 0.1.
 *
 * `entity` is its identifier or a label; `facts` for a text of bare rules. The day must be set. The way to judge is
 * worked out once for an evaluation, and shared by its records. On success `*out` belongs to the caller. Fails with
 * `DABIAO_STATUS_STATE` where no day was set, `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`,
 * `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_record_new(const dabiao_evaluation *evaluation,
                                const char *entity,
                                size_t entity_len,
                                dabiao_record **out,
                                dabiao_error **error);

/**
 * Frees a record. Verdicts that it gave stay good. Since 0.1.
 *
 * `record` may be NULL.
 */
DABIAO_API void dabiao_record_free(dabiao_record *record);

/**
 * Finds a field: an attribute of the unit (`beds`), of what it lies in (`region.population`), or an input. Since 0.1.
 *
 * Identifiers and labels are names. On success `*field`, which must not be NULL, is its number in this record. Fails with
 * `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`,
 * `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_record_field(dabiao_record *record,
                                  const char *name,
                                  size_t name_len,
                                  size_t *field,
                                  dabiao_error **error);

/**
 * Finds the field of the evidence for a limb of a rule, by their identifiers; it is a flag. Since 0.1.
 *
 * Otherwise as `dabiao_record_field`.
 */
DABIAO_API
dabiao_status dabiao_record_evidence(dabiao_record *record,
                                     const char *rule,
                                     size_t rule_len,
                                     const char *limb,
                                     size_t limb_len,
                                     size_t *field,
                                     dabiao_error **error);

/**
 * Sets the id and the name of the unit (`level` 0) or of what it lies in (1, 2, … outward). Since 0.1.
 *
 * An empty name is none; an empty id is `DABIAO_STATUS_FACTS`. Fails also with `DABIAO_STATUS_UTF8`,
 * `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_record_identify(dabiao_record *record,
                                     size_t level,
                                     const char *id,
                                     size_t id_len,
                                     const char *name,
                                     size_t name_len,
                                     dabiao_error **error);

/**
 * Sets a field to a whole number. Since 0.1.
 *
 * Allocates nothing where the field holds numbers. Fails with `DABIAO_STATUS_FACTS` where the field cannot hold it (and
 * stays as it was), `DABIAO_STATUS_RANGE` (field), `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_record_set_int64(dabiao_record *record,
                                      size_t field,
                                      int64_t value,
                                      dabiao_error **error);

/**
 * Sets many fields to whole numbers at once, which costs less than one by one. Since 0.1.
 *
 * `fields` and `values` have `count` members. `present`, which may be NULL, has a byte for each: 0 makes the field missing.
 * Where a field cannot hold its value, those before it are set and the others stay as they were. Fails as
 * `dabiao_record_set_int64` does, and with `DABIAO_STATUS_VALUE` where an array is not aligned.
 */
DABIAO_API
dabiao_status dabiao_record_set_int64s(dabiao_record *record,
                                       const size_t *fields,
                                       const int64_t *values,
                                       const uint8_t *present,
                                       size_t count,
                                       dabiao_error **error);

/**
 * Sets a field to a float, taken as the shortest decimal that prints as it; NaN makes it missing. Since 0.1.
 *
 * Fails as `dabiao_record_set_int64` does.
 */
DABIAO_API
dabiao_status dabiao_record_set_double(dabiao_record *record,
                                       size_t field,
                                       double value,
                                       dabiao_error **error);

/**
 * Sets a field to a text, read by its type as in a CSV file: an exact decimal, a value of an enumeration, items of a set.
 * Since 0.1.
 *
 * Empty makes the field missing. Fails as `dabiao_record_set_int64` does, and with `DABIAO_STATUS_UTF8`.
 */
DABIAO_API
dabiao_status dabiao_record_set_text(dabiao_record *record,
                                     size_t field,
                                     const char *value,
                                     size_t value_len,
                                     dabiao_error **error);

/**
 * Sets a field to a date, as the number of days since 1970-01-01. Since 0.1.
 *
 * Fails as `dabiao_record_set_int64` does, and with `DABIAO_STATUS_VALUE` outside the years 1 to 9999.
 */
DABIAO_API
dabiao_status dabiao_record_set_date(dabiao_record *record,
                                     size_t field,
                                     int32_t days,
                                     dabiao_error **error);

/**
 * Sets a field to a flag: 0 is no, any other number is yes. Since 0.1.
 *
 * Fails as `dabiao_record_set_int64` does.
 */
DABIAO_API
dabiao_status dabiao_record_set_flag(dabiao_record *record,
                                     size_t field,
                                     int32_t value,
                                     dabiao_error **error);

/**
 * Makes a field missing: it is not known. Since 0.1.
 *
 * Fails with `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_record_set_missing(dabiao_record *record,
                                        size_t field,
                                        dabiao_error **error);

/**
 * Sets a field to none: a date that is known never to have come, an empty set. Since 0.1.
 *
 * Fails as `dabiao_record_set_int64` does.
 */
DABIAO_API
dabiao_status dabiao_record_set_none(dabiao_record *record,
                                     size_t field,
                                     dabiao_error **error);

/**
 * Makes every field missing. Since 0.1.
 *
 * Fails with `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API dabiao_status dabiao_record_clear(dabiao_record *record, dabiao_error **error);

/**
 * How many lines of rules judge the unit: the room that `dabiao_record_evaluate` needs. It never changes. Since 0.1.
 */
DABIAO_API
size_t dabiao_record_line_count(const dabiao_record *record);

/**
 * Judges the unit: what each line comes to, in the order of the source. Since 0.1.
 *
 * `lines` is the caller's, with room for `capacity`; a shorter array gets the first ones. `*count`, which may be NULL, is
 * how many were written. Allocates nothing, except where facts that hang together are missing. Fails with
 * `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_record_evaluate(dabiao_record *record,
                                     dabiao_line *lines,
                                     size_t capacity,
                                     size_t *count,
                                     dabiao_error **error);

/**
 * Judges the unit by the reference evaluator, with everything that verdicts can say: words, shortfalls, explanations.
 * Since 0.1.
 *
 * Slower than `dabiao_record_evaluate`, with the same verdicts. On success `*out` belongs to the caller. Fails with
 * `DABIAO_STATUS_FACTS` where the fields contradict each other, `DABIAO_STATUS_NULL`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_record_verdicts(const dabiao_record *record,
                                     dabiao_verdicts **out,
                                     dabiao_error **error);

/**
 * Frees verdicts. Since 0.1.
 *
 * `verdicts` may be NULL.
 */
DABIAO_API void dabiao_verdicts_free(dabiao_verdicts *verdicts);

/**
 * How many verdicts there are: one for each rule and subject, in the order of the rules, then of the subjects' ids.
 * Since 0.1.
 */
DABIAO_API
size_t dabiao_verdicts_count(const dabiao_verdicts *verdicts);

/**
 * Finds the verdict of a rule for a subject, each by its name or id. Since 0.1.
 *
 * On success `*index`, which may be NULL, is its number. Fails with `DABIAO_STATUS_UNKNOWN_NAME`, `DABIAO_STATUS_UTF8`,
 * `DABIAO_STATUS_NULL`, `DABIAO_STATUS_RANGE`, `DABIAO_STATUS_HANDLE`.
 */
DABIAO_API
dabiao_status dabiao_verdicts_find(const dabiao_verdicts *verdicts,
                                   const char *rule,
                                   size_t rule_len,
                                   const char *subject,
                                   size_t subject_len,
                                   size_t *index,
                                   dabiao_error **error);

/**
 * A verdict. Since 0.1.
 *
 * `index` is below `dabiao_verdicts_count`; `DABIAO_VERDICT_NONE` otherwise, and where a rule only shows values.
 */
DABIAO_API
dabiao_verdict dabiao_verdicts_verdict(const dabiao_verdicts *verdicts,
                                       size_t index);

/**
 * Whether a binding duty is missed: 1 or 0. Since 0.1.
 */
DABIAO_API int32_t dabiao_verdicts_breach(const dabiao_verdicts *verdicts, size_t index);

/**
 * The worst verdict of a rule over all its subjects. Since 0.1.
 *
 * `rule` is the number of the rule in the policy; `DABIAO_VERDICT_NONE` where there is no such rule or no subject.
 */
DABIAO_API
dabiao_verdict dabiao_verdicts_of_rule(const dabiao_verdicts *verdicts,
                                       size_t rule);

/**
 * The number in the policy of the rule that a verdict is about; `SIZE_MAX` for an `index` that is none. Since 0.1.
 */
DABIAO_API
size_t dabiao_verdicts_rule(const dabiao_verdicts *verdicts,
                            size_t index);

/**
 * The name of the rule that a verdict is about. Since 0.1.
 *
 * `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_rule_name(const dabiao_verdicts *verdicts,
                                      size_t index,
                                      size_t *len);

/**
 * The id of the subject that a verdict is about. Since 0.1.
 *
 * `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_subject(const dabiao_verdicts *verdicts,
                                    size_t index,
                                    size_t *len);

/**
 * The name of the subject; NULL where the facts give none. Since 0.1.
 *
 * The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_subject_name(const dabiao_verdicts *verdicts,
                                         size_t index,
                                         size_t *len);

/**
 * The verdict as a word, in the language of the evaluation: `not met`, `未达标`. Since 0.1.
 *
 * `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_word(const dabiao_verdicts *verdicts,
                                 size_t index,
                                 size_t *len);

/**
 * The value that was found and is compared: `0.48`; empty where the requirement is not one comparison. Since 0.1.
 *
 * Rounded for people, with so many digits that it does not contradict the verdict; exact in the JSON. `index` is below
 * `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_value(const dabiao_verdicts *verdicts,
                                  size_t index,
                                  size_t *len);

/**
 * What is required of the value: `>= 0.5`; empty where the requirement is not one comparison. Since 0.1.
 *
 * `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_target(const dabiao_verdicts *verdicts,
                                   size_t index,
                                   size_t *len);

/**
 * By how much it is missed, with its unit: `short by 12 beds`, `缺 12 张`; empty where it is not missed. Since 0.1.
 *
 * `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_shortfall(const dabiao_verdicts *verdicts,
                                      size_t index,
                                      size_t *len);

/**
 * The facts that are not known and matter; empty where there are none. Since 0.1.
 *
 * `index` is below `dabiao_verdicts_count`; NULL otherwise. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_missing(const dabiao_verdicts *verdicts,
                                    size_t index,
                                    size_t *len);

/**
 * Why: the rule, the facts read, the numbers compared, the conclusion, in several lines for a person. Since 0.1.
 *
 * NULL unless `dabiao_evaluation_set_explain` was set, and for an `index` that is none. The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_explain(const dabiao_verdicts *verdicts,
                                    size_t index,
                                    size_t *len);

/**
 * All verdicts as canonical JSON, the same bytes in every host; `docs/json.md` is the format. Since 0.1.
 *
 * The text belongs to `verdicts`.
 */
DABIAO_API
const char *dabiao_verdicts_json(const dabiao_verdicts *verdicts,
                                 size_t *len);

/**
 * All verdicts as CSV for a spreadsheet, a row for each rule, subject, line and stage. Since 0.1.
 *
 * The text belongs to `verdicts`.
 */
DABIAO_API const char *dabiao_verdicts_csv(const dabiao_verdicts *verdicts, size_t *len);

/**
 * All verdicts as a table for a person, in the language of the evaluation. Since 0.1.
 *
 * The text belongs to `verdicts`.
 */
DABIAO_API const char *dabiao_verdicts_table(const dabiao_verdicts *verdicts, size_t *len);

/**
 * The version of the library that is loaded: major * 1000000 + minor * 1000 + patch. Since 0.1.
 *
 * A host may compare it with `DABIAO_VERSION_NUMBER` of the header that it was compiled with.
 */
DABIAO_API uint32_t dabiao_version_number(void);

/**
 * The version of the library that is loaded, such as `0.1.0`. Since 0.1.
 *
 * `len` may be NULL. The text is never freed.
 */
DABIAO_API const char *dabiao_version_string(size_t *len);

/**
 * The number of the binary interface of the library that is loaded. Since 0.1.
 *
 * A host refuses a library with another number than `DABIAO_ABI_VERSION` of its header.
 */
DABIAO_API uint32_t dabiao_abi_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* DABIAO_H */

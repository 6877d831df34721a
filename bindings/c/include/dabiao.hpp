/**
 * @file dabiao.hpp
 * dabiao for C++17: objects that free themselves, `std::string_view` in, `std::string` out, a failure is an exception.
 *
 * Nothing here is more than the C interface, and nothing of it is compiled into the library. Each class says in `get()`
 * which handle it holds; lifetimes, threads and statuses are those of `dabiao.h`. Since 0.1.
 */
#ifndef DABIAO_HPP
#define DABIAO_HPP

#include "dabiao.h"

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dabiao {

enum class Language : std::int32_t { english = DABIAO_LANGUAGE_ENGLISH, chinese = DABIAO_LANGUAGE_CHINESE };

/** A borrowed text as a string; empty where there is none. */
inline std::string copied(const char *text, std::size_t length) {
    return text == nullptr ? std::string() : std::string(text, length);
}

/** Calls a getter of a borrowed text and copies what it gives. */
template <typename Getter, typename... Arguments> std::string text_of(Getter getter, Arguments... arguments) {
    std::size_t length = 0;
    const char *text = getter(arguments..., &length);
    return copied(text, length);
}

/** What a call fails with, or, from `warnings()`, what somebody should look at. Copies share one error object. */
class Error : public std::exception {
  public:
    explicit Error(dabiao_error *owned) : handle_(owned, dabiao_error_free) {}

    const char *what() const noexcept override {
        const char *said = dabiao_error_message(get(), DABIAO_LANGUAGE_ENGLISH, nullptr);
        return said == nullptr ? "" : said;
    }
    dabiao_status status() const noexcept { return dabiao_error_status(get()); }
    std::string message(Language of = Language::english) const {
        return text_of(dabiao_error_message, get(), static_cast<std::int32_t>(of));
    }
    /** Every diagnostic with its place, for a person. */
    std::string text(Language of = Language::english) const {
        return text_of(dabiao_error_text, get(), static_cast<std::int32_t>(of));
    }
    std::string json(Language of = Language::english) const {
        return text_of(dabiao_error_json, get(), static_cast<std::int32_t>(of));
    }
    std::size_t count() const noexcept { return dabiao_error_count(get()); }
    std::string code(std::size_t index) const { return text_of(dabiao_error_code, get(), index); }
    const dabiao_error *get() const noexcept { return handle_.get(); }

  private:
    std::shared_ptr<dabiao_error> handle_;
};

/** Throws what a call failed with. */
inline void check(dabiao_status status, dabiao_error *error) {
    if (status != DABIAO_STATUS_OK) {
        throw Error(error);
    }
}

/** A handle with the function that frees it. */
template <typename T, void (*release)(T *)> struct Release {
    void operator()(T *handle) const noexcept { release(handle); }
};
template <typename T, void (*release)(T *)> using Handle = std::unique_ptr<T, Release<T, release>>;

/** Makes a handle by a function whose last parameters are `out` and `error`. */
template <typename Owner, typename T, typename Make, typename... Arguments> Owner made(Make make, Arguments... arguments) {
    T *out = nullptr;
    dabiao_error *error = nullptr;
    const dabiao_status status = make(arguments..., &out, &error);
    check(status, error);
    return Owner(out);
}

/** Calls a function whose last parameter is `error`. */
template <typename Call, typename... Arguments> void done(Call call, Arguments... arguments) {
    dabiao_error *error = nullptr;
    const dabiao_status status = call(arguments..., &error);
    check(status, error);
}

/** How much a host lets in. */
class Limits {
  public:
    Limits() : handle_(made<Own, dabiao_limits>(dabiao_limits_new)) {}
    Limits &set(dabiao_limit limit, std::size_t value) {
        done(dabiao_limits_set, handle_.get(), static_cast<std::int32_t>(limit), value);
        return *this;
    }
    std::size_t operator[](dabiao_limit limit) const { return dabiao_limits_get(get(), static_cast<std::int32_t>(limit)); }
    const dabiao_limits *get() const noexcept { return handle_.get(); }

  private:
    using Own = Handle<dabiao_limits, dabiao_limits_free>;
    Own handle_;
};

/** A policy that was read and checked. Threads may share it. */
class Policy {
  public:
    static Policy compile(std::string_view source, std::string_view name = {}, const Limits *limits = nullptr) {
        const dabiao_limits *within = limits == nullptr ? nullptr : limits->get();
        return Policy(made<Own, dabiao_policy>(dabiao_policy_compile, name.data(), name.size(), source.data(),
                                               source.size(), within));
    }
    static Policy bundled(std::string_view name) {
        return Policy(made<Own, dabiao_policy>(dabiao_policy_bundled, name.data(), name.size()));
    }
    static std::vector<std::string> all_bundled() {
        std::vector<std::string> names;
        for (std::size_t index = 0; index < dabiao_bundled_count(); index++) {
            names.push_back(text_of(dabiao_bundled_name, index));
        }
        return names;
    }
    std::string name() const { return text_of(dabiao_policy_name, get()); }
    std::vector<std::string> rules() const { return names(dabiao_policy_rule_count(get()), dabiao_policy_rule_name); }
    std::vector<std::string> inputs() const { return names(dabiao_policy_input_count(get()), dabiao_policy_input_name); }
    std::vector<std::string> readings() const {
        return names(dabiao_policy_reading_count(get()), dabiao_policy_reading_name);
    }
    const dabiao_policy *get() const noexcept { return handle_.get(); }

  private:
    using Own = Handle<dabiao_policy, dabiao_policy_free>;
    explicit Policy(Own handle) : handle_(std::move(handle)) {}
    template <typename Getter> std::vector<std::string> names(std::size_t count, Getter getter) const {
        std::vector<std::string> found;
        for (std::size_t index = 0; index < count; index++) {
            found.push_back(text_of(getter, get(), index));
        }
        return found;
    }
    Own handle_;
};

/** Facts for one policy: tables are added, then `finish` reads them. */
class Facts {
  public:
    explicit Facts(const Policy &policy, const Limits *limits = nullptr)
        : handle_(made<Own, dabiao_facts>(dabiao_facts_new, policy.get(), limits == nullptr ? nullptr : limits->get())) {}
    Facts &add_csv(std::string_view name, std::string_view csv) {
        done(dabiao_facts_add_csv, handle_.get(), name.data(), name.size(), csv.data(), csv.size());
        return *this;
    }
    Facts &add_json(std::string_view name, std::string_view json) {
        done(dabiao_facts_add_json, handle_.get(), name.data(), name.size(), json.data(), json.size());
        return *this;
    }
    /** A table with a number of rows; its number is what `set` asks for. */
    std::size_t add_table(std::string_view name, std::size_t rows) {
        std::size_t table = 0;
        done(dabiao_facts_add_table, handle_.get(), name.data(), name.size(), rows, &table);
        return table;
    }
    Facts &set(std::size_t table, std::size_t row, std::string_view column, std::string_view value) {
        done(dabiao_facts_set_text, handle_.get(), table, row, column.data(), column.size(), value.data(), value.size());
        return *this;
    }
    Facts &set(std::size_t table, std::string_view column, const std::vector<std::int64_t> &values) {
        const std::uint8_t *all = nullptr;
        done(dabiao_facts_set_int64, handle_.get(), table, column.data(), column.size(), values.data(), all, values.size());
        return *this;
    }
    Facts &set(std::size_t table, std::string_view column, const std::vector<double> &values) {
        const std::uint8_t *all = nullptr;
        done(dabiao_facts_set_double, handle_.get(), table, column.data(), column.size(), values.data(), all, values.size());
        return *this;
    }
    Facts &finish() {
        done(dabiao_facts_finish, handle_.get());
        return *this;
    }
    /** What somebody should look at, as text; empty where there is nothing. */
    std::string warnings(Language of = Language::english) const {
        return text_of(dabiao_error_text, dabiao_facts_warnings(get()), static_cast<std::int32_t>(of));
    }
    const dabiao_facts *get() const noexcept { return handle_.get(); }

  private:
    using Own = Handle<dabiao_facts, dabiao_facts_free>;
    Own handle_;
};

/** What an evaluation found; `operator[]` gives one verdict. Threads may share it. */
class Verdicts {
  public:
    /** One verdict. It must not outlive the `Verdicts`. */
    class Verdict {
      public:
        dabiao_verdict verdict() const { return dabiao_verdicts_verdict(all_, index_); }
        std::string rule() const { return text_of(dabiao_verdicts_rule_name, all_, index_); }
        std::string subject() const { return text_of(dabiao_verdicts_subject, all_, index_); }
        std::string name() const { return text_of(dabiao_verdicts_subject_name, all_, index_); }
        std::string word() const { return text_of(dabiao_verdicts_word, all_, index_); }
        std::string value() const { return text_of(dabiao_verdicts_value, all_, index_); }
        std::string target() const { return text_of(dabiao_verdicts_target, all_, index_); }
        std::string shortfall() const { return text_of(dabiao_verdicts_shortfall, all_, index_); }
        std::string missing() const { return text_of(dabiao_verdicts_missing, all_, index_); }
        std::string explain() const { return text_of(dabiao_verdicts_explain, all_, index_); }

      private:
        friend class Verdicts;
        Verdict(const dabiao_verdicts *all, std::size_t index) : all_(all), index_(index) {}
        const dabiao_verdicts *all_;
        std::size_t index_;
    };
    std::size_t size() const noexcept { return dabiao_verdicts_count(get()); }
    Verdict operator[](std::size_t index) const { return Verdict(get(), index); }
    /** The verdict of a rule for a subject. */
    Verdict at(std::string_view rule, std::string_view subject) const {
        std::size_t index = 0;
        done(dabiao_verdicts_find, get(), rule.data(), rule.size(), subject.data(), subject.size(), &index);
        return Verdict(get(), index);
    }
    std::string json() const { return text_of(dabiao_verdicts_json, get()); }
    std::string csv() const { return text_of(dabiao_verdicts_csv, get()); }
    std::string table() const { return text_of(dabiao_verdicts_table, get()); }
    const dabiao_verdicts *get() const noexcept { return handle_.get(); }

  private:
    friend class Evaluation;
    friend class Record;
    using Own = Handle<dabiao_verdicts, dabiao_verdicts_free>;
    explicit Verdicts(Own handle) : handle_(std::move(handle)) {}
    Own handle_;
};

/** The verdicts of every row for every rule, a byte each. Threads may share it. */
class Columns {
  public:
    /** Verdicts as they stand in the library, each a `dabiao_verdict`. They must not outlive the `Columns`. */
    struct Verdicts {
        const std::uint8_t *first;
        std::size_t count;
        const std::uint8_t *begin() const noexcept { return first; }
        const std::uint8_t *end() const noexcept { return first + count; }
        std::size_t size() const noexcept { return count; }
        std::uint8_t operator[](std::size_t row) const { return first[row]; }
    };
    /** The verdicts of a rule, one for each row; none for no such rule. */
    Verdicts rule(std::size_t rule) const noexcept {
        Verdicts found{nullptr, 0};
        found.first = dabiao_columns_rule(get(), rule, &found.count);
        return found;
    }
    std::string id(std::size_t rule, std::size_t row) const { return text_of(dabiao_columns_id, get(), rule, row); }
    void export_to(std::size_t rule, ArrowArray *array, ArrowSchema *schema) const {
        done(dabiao_columns_export, get(), rule, array, schema);
    }
    const dabiao_columns *get() const noexcept { return handle_.get(); }

  private:
    friend class Evaluation;
    using Own = Handle<dabiao_columns, dabiao_columns_free>;
    explicit Columns(Own handle) : handle_(std::move(handle)) {}
    Own handle_;
};

/** How a policy is judged. */
class Evaluation {
  public:
    explicit Evaluation(const Policy &policy) : handle_(made<Own, dabiao_evaluation>(dabiao_evaluation_new, policy.get())) {}
    Evaluation &as_of(std::string_view day) {
        done(dabiao_evaluation_set_as_of, handle_.get(), day.data(), day.size());
        return *this;
    }
    Evaluation &reading(std::string_view name) {
        done(dabiao_evaluation_set_reading, handle_.get(), name.data(), name.size());
        return *this;
    }
    Evaluation &language(Language of) {
        done(dabiao_evaluation_set_language, handle_.get(), static_cast<std::int32_t>(of));
        return *this;
    }
    Evaluation &explain(bool wanted = true) {
        done(dabiao_evaluation_set_explain, handle_.get(), static_cast<std::int32_t>(wanted));
        return *this;
    }
    [[nodiscard]] Verdicts run(const Facts &facts) const {
        const dabiao_evaluation *evaluation = get();
        return Verdicts(made<Verdicts::Own, dabiao_verdicts>(dabiao_evaluation_run, evaluation, facts.get()));
    }
    /** Many rows at a time, verdicts only. */
    [[nodiscard]] Columns columns(const Facts &facts, std::uint32_t threads = 1) const {
        const dabiao_evaluation *evaluation = get();
        return Columns(made<Columns::Own, dabiao_columns>(dabiao_evaluation_columns, evaluation, facts.get(), threads));
    }
    const dabiao_evaluation *get() const noexcept { return handle_.get(); }

  private:
    using Own = Handle<dabiao_evaluation, dabiao_evaluation_free>;
    Own handle_;
};

/** The facts of one unit, set field by field and judged again and again. One for each thread. */
class Record {
  public:
    /** A field of one record. */
    struct Field {
        std::size_t number;
    };
    Record(const Evaluation &evaluation, std::string_view entity)
        : handle_(made<Own, dabiao_record>(dabiao_record_new, evaluation.get(), entity.data(), entity.size())),
          lines_(dabiao_record_line_count(handle_.get())) {}
    Field field(std::string_view name) {
        Field found{};
        done(dabiao_record_field, handle_.get(), name.data(), name.size(), &found.number);
        return found;
    }
    Record &set(Field field, std::int64_t value) {
        done(dabiao_record_set_int64, handle_.get(), field.number, value);
        return *this;
    }
    Record &set(Field field, double value) {
        done(dabiao_record_set_double, handle_.get(), field.number, value);
        return *this;
    }
    Record &set(Field field, bool value) {
        done(dabiao_record_set_flag, handle_.get(), field.number, static_cast<std::int32_t>(value));
        return *this;
    }
    /** A text, read by the type of the field. */
    Record &set(Field field, std::string_view value) {
        done(dabiao_record_set_text, handle_.get(), field.number, value.data(), value.size());
        return *this;
    }
    Record &set(Field field, int value) { return set(field, static_cast<std::int64_t>(value)); }
    Record &set(Field field, const char *value) { return set(field, std::string_view(value)); }
    Record &set_missing(Field field) {
        done(dabiao_record_set_missing, handle_.get(), field.number);
        return *this;
    }
    /** What each line comes to; good until the next call. */
    const std::vector<dabiao_line> &evaluate() {
        std::size_t *all = nullptr;
        done(dabiao_record_evaluate, handle_.get(), lines_.data(), lines_.size(), all);
        return lines_;
    }
    /** The same in words. */
    [[nodiscard]] Verdicts verdicts() const {
        const dabiao_record *record = handle_.get();
        return Verdicts(made<Verdicts::Own, dabiao_verdicts>(dabiao_record_verdicts, record));
    }

  private:
    using Own = Handle<dabiao_record, dabiao_record_free>;
    Own handle_;
    std::vector<dabiao_line> lines_;
};

} // namespace dabiao

#endif

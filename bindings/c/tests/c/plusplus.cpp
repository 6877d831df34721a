// dabiao.hpp: failures are exceptions that carry their diagnostics, objects move and free themselves.
#include <dabiao.hpp>

#include <cstdio>
#include <cstdlib>

static int checks_made = 0;

#define CHECK(condition)                                                            \
    do {                                                                            \
        checks_made++;                                                              \
        if (!(condition)) {                                                         \
            std::fprintf(stderr, "%d: not so: %s\n", __LINE__, #condition);         \
            std::exit(1);                                                           \
        }                                                                           \
    } while (0)

template <typename Call> dabiao_status failed(Call call) {
    try {
        call();
        return DABIAO_STATUS_OK;
    } catch (const dabiao::Error &error) {
        const dabiao::Error copy = error; // shares the object
        CHECK(!copy.message().empty() && copy.what() == copy.message());
        return copy.status();
    }
}

int main() {
    const std::string small = "rehab_doctors per 100000 >= 8 by 2025";
    CHECK(failed([] { dabiao::Policy::compile("beds per 1000 >= 8%", "wrong"); }) == DABIAO_STATUS_SOURCE);
    CHECK(failed([] { dabiao::Policy::bundled("nowhere"); }) == DABIAO_STATUS_UNKNOWN_NAME);
    CHECK(failed([] { dabiao::Policy::compile("\xff"); }) == DABIAO_STATUS_UTF8);
    try {
        dabiao::Policy::compile("beds per 1000 >= 8%", "wrong");
    } catch (const dabiao::Error &error) {
        CHECK(error.count() == 1 && error.code(0) == "E0306" && error.text().find("wrong:1:") != std::string::npos);
        CHECK(error.text(dabiao::Language::chinese) != error.text() && error.json().front() == '[');
    }
    dabiao::Limits limits;
    CHECK(limits[DABIAO_LIMIT_ROWS] == 5000000 && limits.set(DABIAO_LIMIT_SOURCE_BYTES, 3)[DABIAO_LIMIT_SOURCE_BYTES] == 3);
    CHECK(failed([&] { dabiao::Policy::compile(small, "small", &limits); }) == DABIAO_STATUS_SOURCE);
    CHECK(dabiao::Policy::all_bundled().size() == dabiao_bundled_count());

    dabiao::Policy first = dabiao::Policy::compile(small);
    const dabiao::Policy policy = std::move(first);
    CHECK(first.get() == nullptr && first.rules().empty() && policy.rules() == std::vector<std::string>{"rule"});
    CHECK(policy.name().empty() && policy.inputs().empty() && policy.readings().empty());
    dabiao::Facts facts(policy);
    const std::size_t table = facts.add_table("region", 2);
    facts.set(table, 0, "id", "a").set(table, 1, "id", "b").set(table, "population", std::vector<std::int64_t>{2500000, 100});
    facts.set(table, "rehab_doctors", std::vector<double>{190.0, 1.0});
    dabiao::Evaluation evaluation(policy);
    CHECK(failed([&] { (void)evaluation.run(facts); }) == DABIAO_STATUS_STATE);
    CHECK(failed([&] { evaluation.as_of("soon"); }) == DABIAO_STATUS_VALUE);
    CHECK(failed([&] { evaluation.reading("strict"); }) == DABIAO_STATUS_UNKNOWN_NAME);
    const dabiao::Verdicts verdicts = evaluation.as_of("2026-01-15").explain().run(facts.finish());
    CHECK(verdicts.size() == 2 && verdicts[0].verdict() == DABIAO_VERDICT_NOT_MET && verdicts[0].subject() == "a");
    CHECK(verdicts.at("rule", "a").shortfall() == "short by 10" && verdicts[0].value() == "7.6" && verdicts[0].rule() == "rule");
    CHECK(verdicts[1].word() == "met" && verdicts[1].name().empty() && verdicts[1].missing().empty());
    CHECK(verdicts[0].target() == ">= 8" && !verdicts[0].explain().empty() && !verdicts.table().empty());
    CHECK(verdicts.json().substr(0, 2) == "{\n" && verdicts.csv().substr(0, 6) == "policy");
    CHECK(failed([&] { (void)verdicts.at("rule", "c"); }) == DABIAO_STATUS_UNKNOWN_NAME);

    const dabiao::Columns columns = evaluation.columns(facts, 2);
    CHECK(columns.rule(0).size() == 2 && columns.rule(0)[0] == DABIAO_VERDICT_NOT_MET && columns.id(0, 1) == "b");
    CHECK(columns.rule(1).size() == 0);
    ArrowArray array;
    ArrowSchema schema;
    CHECK(failed([&] { columns.export_to(1, &array, &schema); }) == DABIAO_STATUS_RANGE);
    columns.export_to(0, &array, &schema);
    CHECK(array.length == 2);
    array.release(&array);
    schema.release(&schema);

    dabiao::Record record(evaluation, "facts");
    const auto doctors = record.field("rehab_doctors"), population = record.field("population");
    CHECK(record.set(doctors, 8).set(population, std::int64_t{100000}).evaluate()[0].verdict == DABIAO_VERDICT_MET);
    CHECK(record.set(doctors, 7.5).evaluate()[0].verdict == DABIAO_VERDICT_NOT_MET);
    CHECK(record.verdicts()[0].value() == "7.5" && record.set(doctors, "9").evaluate().size() == 1);
    CHECK(record.set_missing(doctors).evaluate()[0].verdict == DABIAO_VERDICT_UNDETERMINED);
    CHECK(failed([&] { record.set(doctors, true); }) == DABIAO_STATUS_FACTS);
    CHECK(failed([&] { record.field("nurses"); }) == DABIAO_STATUS_UNKNOWN_NAME);
    CHECK(failed([&] { dabiao::Record(evaluation, "clinic"); }) == DABIAO_STATUS_UNKNOWN_NAME);
    std::printf("%d checks passed\n", checks_made);
}

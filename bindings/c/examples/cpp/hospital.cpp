// One hospital's beds, judged by the Beijing plan: the verdict, the shortfall and the reason, in Chinese.
#include <dabiao.hpp>

#include <iostream>

int main() {
    try {
        const auto policy = dabiao::Policy::bundled("bj_rehab_2022");
        dabiao::Facts facts(policy);
        facts.add_csv("region", "id,kind\n110000,municipality\n");
        const auto table = facts.add_table("institution", 1);
        facts.set(table, 0, "id", "h1").set(table, 0, "name", "示例医院").set(table, 0, "in", "110000");
        facts.set(table, 0, "kind", "general_hospital").set(table, 0, "level", "III");
        facts.set(table, "beds", std::vector<std::int64_t>{1000});
        facts.set(table, "rehab_department_beds", std::vector<std::int64_t>{15});
        facts.finish();

        dabiao::Evaluation evaluation(policy);
        evaluation.as_of("2026-01-15").language(dabiao::Language::chinese).explain();
        const auto verdicts = evaluation.run(facts);
        const auto verdict = verdicts.at("bed_share_level_three", "h1");
        std::cout << verdict.word() << "\n" << verdict.shortfall() << "\n" << verdict.explain();
    } catch (const dabiao::Error &error) {
        std::cerr << error.text();
        return 1;
    }
}

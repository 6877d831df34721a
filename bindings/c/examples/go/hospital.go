// One hospital's beds, judged by the Beijing plan through cgo: the verdict, the shortfall and the reason, in Chinese.
package main

/*
#cgo LDFLAGS: -ldabiao
#include <dabiao.h>
#include <stdlib.h>
*/
import "C"

import "fmt"

// in is a text as the library takes it. What it allocates lives as long as this short process.
func in(text string) (*C.char, C.size_t) { return C.CString(text), C.size_t(len(text)) }

// out is a borrowed text.
func out(text *C.char, length C.size_t) string { return C.GoStringN(text, C.int(length)) }

func check(status C.dabiao_status, failed **C.dabiao_error) {
	if status != C.DABIAO_STATUS_OK {
		var length C.size_t
		panic(out(C.dabiao_error_text(*failed, C.DABIAO_LANGUAGE_ENGLISH, &length), length))
	}
}

func main() {
	var e *C.dabiao_error
	var policy *C.dabiao_policy
	var facts *C.dabiao_facts
	var evaluation *C.dabiao_evaluation
	var verdicts *C.dabiao_verdicts
	var index, length C.size_t
	name, n := in("bj_rehab_2022")
	check(C.dabiao_policy_bundled(name, n, &policy, &e), &e)
	check(C.dabiao_facts_new(policy, nil, &facts, &e), &e)
	for table, csv := range map[string]string{
		"region":      "id,kind\n110000,municipality\n",
		"institution": "id,name,in,kind,level,beds,rehab_department_beds\nh1,示例医院,110000,general_hospital,III,1000,15\n",
	} {
		name, n := in(table)
		text, t := in(csv)
		check(C.dabiao_facts_add_csv(facts, name, n, text, t, &e), &e)
	}
	check(C.dabiao_facts_finish(facts, &e), &e)
	check(C.dabiao_evaluation_new(policy, &evaluation, &e), &e)
	day, d := in("2026-01-15")
	check(C.dabiao_evaluation_set_as_of(evaluation, day, d, &e), &e)
	check(C.dabiao_evaluation_set_language(evaluation, C.DABIAO_LANGUAGE_CHINESE, &e), &e)
	check(C.dabiao_evaluation_set_explain(evaluation, 1, &e), &e)
	check(C.dabiao_evaluation_run(evaluation, facts, &verdicts, &e), &e)
	rule, r := in("bed_share_level_three")
	check(C.dabiao_verdicts_find(verdicts, rule, r, C.CString("h1"), 2, &index, &e), &e)
	fmt.Println(out(C.dabiao_verdicts_word(verdicts, index, &length), length))
	fmt.Println(out(C.dabiao_verdicts_shortfall(verdicts, index, &length), length))
	fmt.Print(out(C.dabiao_verdicts_explain(verdicts, index, &length), length))
}

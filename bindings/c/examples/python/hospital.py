"""One hospital's beds, judged by the Beijing plan through ctypes. (The package `dabiao` is the better way.)"""
import ctypes
from ctypes import byref, c_char_p, c_int32, c_size_t, c_void_p

lib = ctypes.CDLL("libdabiao.so")
CHINESE = 1
FACTS = {
    "region": "id,kind\n110000,municipality\n",
    "institution": "id,name,in,kind,level,beds,rehab_department_beds\nh1,示例医院,110000,general_hospital,III,1000,15\n",
}


def text(value):
    """A text as the library takes it: pointer and length, both kept alive by the tuple."""
    encoded = value.encode()
    return c_char_p(encoded), c_size_t(len(encoded))


def call(name, *arguments):
    """Calls a function whose last parameter is the error object."""
    error = c_void_p()
    if getattr(lib, name)(*arguments, byref(error)) != 0:
        said = said_by("dabiao_error_text", error, c_int32(0))
        lib.dabiao_error_free(error)
        raise RuntimeError(said)


def make(name, *arguments):
    """Calls a function that makes an object."""
    out = c_void_p()
    call(name, *arguments, byref(out))
    return out


def said_by(name, handle, *arguments):
    """A borrowed text."""
    function = getattr(lib, name)
    function.restype = c_char_p
    return function(handle, *arguments, None).decode()


policy = make("dabiao_policy_bundled", *text("bj_rehab_2022"))
facts = make("dabiao_facts_new", policy, None)
for table, csv in FACTS.items():
    call("dabiao_facts_add_csv", facts, *text(table), *text(csv))
call("dabiao_facts_finish", facts)
evaluation = make("dabiao_evaluation_new", policy)
call("dabiao_evaluation_set_as_of", evaluation, *text("2026-01-15"))
call("dabiao_evaluation_set_language", evaluation, c_int32(CHINESE))
call("dabiao_evaluation_set_explain", evaluation, c_int32(1))
verdicts = make("dabiao_evaluation_run", evaluation, facts)
index = c_size_t()
call("dabiao_verdicts_find", verdicts, *text("bed_share_level_three"), *text("h1"), byref(index))
for getter in ["dabiao_verdicts_word", "dabiao_verdicts_shortfall", "dabiao_verdicts_explain"]:
    print(said_by(getter, verdicts, index).rstrip("\n"))
for noun, handle in [("verdicts", verdicts), ("evaluation", evaluation), ("facts", facts), ("policy", policy)]:
    getattr(lib, f"dabiao_{noun}_free")(handle)

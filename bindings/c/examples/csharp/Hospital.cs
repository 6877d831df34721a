// One hospital's beds, judged by the Beijing plan through P/Invoke: the verdict, the shortfall and the reason, in Chinese.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class Hospital {
    const string Lib = "dabiao";
    [DllImport(Lib)] static extern int dabiao_policy_bundled(byte[] name, UIntPtr length, out IntPtr policy, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_facts_new(IntPtr policy, IntPtr limits, out IntPtr facts, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_facts_add_csv(IntPtr facts, byte[] name, UIntPtr nameLength, byte[] csv, UIntPtr length, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_facts_finish(IntPtr facts, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_evaluation_new(IntPtr policy, out IntPtr evaluation, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_evaluation_set_as_of(IntPtr evaluation, byte[] day, UIntPtr length, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_evaluation_set_language(IntPtr evaluation, int language, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_evaluation_set_explain(IntPtr evaluation, int explain, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_evaluation_run(IntPtr evaluation, IntPtr facts, out IntPtr verdicts, out IntPtr error);
    [DllImport(Lib)] static extern int dabiao_verdicts_find(IntPtr verdicts, byte[] rule, UIntPtr ruleLength, byte[] subject, UIntPtr length, out UIntPtr index, out IntPtr error);
    [DllImport(Lib)] static extern IntPtr dabiao_verdicts_word(IntPtr verdicts, UIntPtr index, out UIntPtr length);
    [DllImport(Lib)] static extern IntPtr dabiao_verdicts_shortfall(IntPtr verdicts, UIntPtr index, out UIntPtr length);
    [DllImport(Lib)] static extern IntPtr dabiao_verdicts_explain(IntPtr verdicts, UIntPtr index, out UIntPtr length);
    [DllImport(Lib)] static extern IntPtr dabiao_error_text(IntPtr error, int language, out UIntPtr length);

    static byte[] Utf8(string text) { return Encoding.UTF8.GetBytes(text); }
    static UIntPtr Size(string text) { return (UIntPtr)Utf8(text).Length; }

    static string Text(IntPtr pointer, UIntPtr length) {
        var bytes = new byte[(int)length];
        Marshal.Copy(pointer, bytes, 0, bytes.Length);
        return Encoding.UTF8.GetString(bytes);
    }

    static void Check(int status, IntPtr error) {
        UIntPtr length;
        if (status != 0) throw new InvalidOperationException(Text(dabiao_error_text(error, 0, out length), length));
    }

    static void Main() {
        const string name = "bj_rehab_2022", region = "id,kind\n110000,municipality\n", day = "2026-01-15", rule = "bed_share_level_three";
        const string hospital = "id,name,in,kind,level,beds,rehab_department_beds\nh1,示例医院,110000,general_hospital,III,1000,15\n";
        IntPtr policy, facts, evaluation, verdicts, e;
        UIntPtr index, length;
        Check(dabiao_policy_bundled(Utf8(name), Size(name), out policy, out e), e);
        Check(dabiao_facts_new(policy, IntPtr.Zero, out facts, out e), e);
        Check(dabiao_facts_add_csv(facts, Utf8("region"), Size("region"), Utf8(region), Size(region), out e), e);
        Check(dabiao_facts_add_csv(facts, Utf8("institution"), Size("institution"), Utf8(hospital), Size(hospital), out e), e);
        Check(dabiao_facts_finish(facts, out e), e);
        Check(dabiao_evaluation_new(policy, out evaluation, out e), e);
        Check(dabiao_evaluation_set_as_of(evaluation, Utf8(day), Size(day), out e), e);
        Check(dabiao_evaluation_set_language(evaluation, 1, out e), e);
        Check(dabiao_evaluation_set_explain(evaluation, 1, out e), e);
        Check(dabiao_evaluation_run(evaluation, facts, out verdicts, out e), e);
        Check(dabiao_verdicts_find(verdicts, Utf8(rule), Size(rule), Utf8("h1"), Size("h1"), out index, out e), e);
        Console.OutputEncoding = new UTF8Encoding(false);
        Console.Write(Text(dabiao_verdicts_word(verdicts, index, out length), length) + "\n");
        Console.Write(Text(dabiao_verdicts_shortfall(verdicts, index, out length), length) + "\n");
        Console.Write(Text(dabiao_verdicts_explain(verdicts, index, out length), length));
    }
}

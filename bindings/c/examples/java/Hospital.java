import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** One hospital's beds, judged by the Beijing plan through JNA: the verdict, the shortfall and the reason, in Chinese. */
public final class Hospital {
    private static final NativeLibrary LIB = NativeLibrary.getInstance("dabiao");
    private static final int ENGLISH = 0, CHINESE = 1;

    /** Calls a function whose last parameter is the error object. A text becomes its bytes and their number. */
    private static void call(String name, Object... arguments) {
        PointerByReference error = new PointerByReference();
        List<Object> all = new ArrayList<>();
        for (Object argument : arguments) {
            byte[] bytes = argument instanceof String ? ((String) argument).getBytes(StandardCharsets.UTF_8) : null;
            all.add(bytes == null ? argument : bytes);
            if (bytes != null) all.add(new NativeLong(bytes.length)); // size_t, where a long is as wide
        }
        all.add(error);
        if (LIB.getFunction(name).invokeInt(all.toArray()) != 0) {
            String said = said("dabiao_error_text", error.getValue(), ENGLISH);
            LIB.getFunction("dabiao_error_free").invokeVoid(new Object[] {error.getValue()});
            throw new IllegalStateException(said);
        }
    }

    /** A borrowed text. */
    private static String said(String name, Pointer handle, Object which) {
        return LIB.getFunction(name).invokePointer(new Object[] {handle, which, Pointer.NULL}).getString(0, "UTF-8");
    }

    public static void main(String[] arguments) throws Exception {
        PointerByReference policy = new PointerByReference(), facts = new PointerByReference();
        PointerByReference evaluation = new PointerByReference(), verdicts = new PointerByReference();
        NativeLongByReference index = new NativeLongByReference();
        call("dabiao_policy_bundled", "bj_rehab_2022", policy);
        call("dabiao_facts_new", policy.getValue(), Pointer.NULL, facts);
        call("dabiao_facts_add_csv", facts.getValue(), "region", "id,kind\n110000,municipality\n");
        call("dabiao_facts_add_csv", facts.getValue(), "institution", "id,name,in,kind,level,beds,rehab_department_beds\n"
            + "h1,示例医院,110000,general_hospital,III,1000,15\n");
        call("dabiao_facts_finish", facts.getValue());
        call("dabiao_evaluation_new", policy.getValue(), evaluation);
        call("dabiao_evaluation_set_as_of", evaluation.getValue(), "2026-01-15");
        call("dabiao_evaluation_set_language", evaluation.getValue(), CHINESE);
        call("dabiao_evaluation_set_explain", evaluation.getValue(), 1);
        call("dabiao_evaluation_run", evaluation.getValue(), facts.getValue(), verdicts);
        call("dabiao_verdicts_find", verdicts.getValue(), "bed_share_level_three", "h1", index);
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String text : new String[] {"dabiao_verdicts_word", "dabiao_verdicts_shortfall"})
            out.print(said(text, verdicts.getValue(), index.getValue()) + "\n");
        out.print(said("dabiao_verdicts_explain", verdicts.getValue(), index.getValue()));
        // The process ends here; a longer one gives each object to its `_free`.
    }
}

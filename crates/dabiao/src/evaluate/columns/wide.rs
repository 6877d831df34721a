//! Loops in the widest vectors of the processor that is there, found at run time, so that no user has to build for one.
//! This is the only unsafe code of the crate: without it a portable build computes two numbers at a time where most
//! processors can do four (`benches/README.md` has the measurement).

/// Makes a function that runs `plain`, which is always inlined, compiled for AVX2 where the processor has it.
macro_rules! widest {
    ($(#[$about:meta])* $visible:vis fn $name:ident = $plain:path, ($($given:ident: $of:ty),*)) => {
        $(#[$about])*
        $visible fn $name($($given: $of),*) {
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                #[target_feature(enable = "avx2")]
                fn in_avx2($($given: $of),*) {
                    $plain($($given),*)
                }
                // SAFETY: the processor has AVX2, as was just asked; nothing else is required of the call.
                #[allow(unsafe_code, reason = "a call of code for a processor feature is sound only where it is there")]
                return unsafe { in_avx2($($given),*) };
            }
            $plain($($given),*)
        }
    };
}
pub(super) use widest;

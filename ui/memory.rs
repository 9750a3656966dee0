//! What the system's allocator does with memory that is free again: the one place of the program that needs `unsafe`.

/// Keeps glibc from holding on to what large buffers took. From the first of them that is given back, it puts others of up
/// to that length (32 MB at most) into heaps of its own, whose gaps stay with the program: 40 MB while it reads an
/// article. A threshold that is set stays as it is, so that each large buffer is a mapping by itself, and goes with it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code)]
pub fn give_back_large() {
    /// glibc's own, before it is raised: 128 KiB.
    const THRESHOLD: libc::c_int = 128 * 1024;
    // SAFETY: it takes two integers and changes nothing but how later memory is had. An unknown parameter is refused.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, THRESHOLD);
    }
}

/// Other allocators are left alone.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_large() {}

//! Tells the compiler when to look at the migrations again.

fn main() {
    // migrate! watches the files it has read; only this notices a new one.
    println!("cargo:rerun-if-changed=migrations");
}

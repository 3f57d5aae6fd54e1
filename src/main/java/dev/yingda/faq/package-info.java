/// Question in, ranked matches out; hides Lucene.
///
/// Owner: [dev.yingda.faq.Faq] holds the index as an immutable snapshot. May use no other room.
///
/// Start at `Faq.match`.
@org.jspecify.annotations.NullMarked
package dev.yingda.faq;

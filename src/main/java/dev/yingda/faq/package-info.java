/// Question in, ranked matches out; hides Lucene and the embedding model. docs/faq-matching.md tells the path of a question and
/// what was measured.
///
/// Owner: [dev.yingda.faq.Faq] holds the entries as an immutable snapshot. May use no other room.
///
/// Start at `Faq.match`; then `Snapshot.rank`, `Evidence`, `Calibration`, and `Tuning` for what is learnt from a publication.
@org.jspecify.annotations.NullMarked
package dev.yingda.faq;

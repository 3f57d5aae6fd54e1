/// The life of the FAQ's entries: draft, exam, publish, history, import and export, and the questions nobody answered.
///
/// Owner: [dev.yingda.knowledge.KnowledgeBase]; the entries live in the database, every revision kept. May use: `faq`,
/// `conversation`, `store`.
///
/// Start at `KnowledgeBase`.
@org.jspecify.annotations.NullMarked
package dev.yingda.knowledge;

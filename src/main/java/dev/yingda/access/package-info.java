/// Who may do what: accounts, sessions, buyer tokens, blocked buyers, roles, the audit log. Deny by default.
///
/// Owner: [dev.yingda.access.Accounts] and [dev.yingda.access.Sessions]. May use: `store`.
///
/// Start at `Permission`, which says what each role may do.
@org.jspecify.annotations.NullMarked
package dev.yingda.access;

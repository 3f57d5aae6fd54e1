/// One SQL database: SQLite embedded, PostgreSQL when a shop outgrows it. SQL that both speak, migrations by Flyway, one
/// writer thread with group commit.
///
/// Owner: [dev.yingda.store.Database]. May use no other room. JDBC appears here and in the classes named `Sql…` of the
/// rooms that keep something.
///
/// Start at `Database.transact`.
@org.jspecify.annotations.NullMarked
package dev.yingda.store;

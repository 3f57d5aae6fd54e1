package dev.yingda.store;

/// What was copied of one table.
///
/// @param rows     how many
/// @param checksum over all values of all rows, in no order
public record Copied(String table, long rows, String checksum) {
}

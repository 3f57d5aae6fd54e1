package dev.yingda.knowledge;

import java.time.Instant;
import java.util.Locale;

import dev.yingda.knowledge.Knowledge.Entry;

/// One entry as it was after one change. Revisions are never changed nor removed.
///
/// @param number from 1, gap-free within the entry
/// @param by the account that made the change
public record Revision(Entry entry, int number, Instant at, String by, Action action) {

    /// What made a revision.
    public enum Action {
        CREATED, EDITED, DISABLED, ENABLED, RESTORED, IMPORTED;

        /// The name on the wire and in the database.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Action of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }
}

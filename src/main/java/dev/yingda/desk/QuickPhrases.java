package dev.yingda.desk;

import java.util.List;

import dev.yingda.store.Database;

/// Owner of the quick phrases that agents pick by `/shortcut`. All methods block.
public final class QuickPhrases {

    /// @param shortcut what an agent types after the slash
    public record Phrase(String shortcut, String text) {
    }

    private final Database database;

    public QuickPhrases(Database database) {
        this.database = database;
    }

    /// All phrases, in the shop's order.
    public List<Phrase> list() {
        return database.read(SqlPhrases::list);
    }

    /// Replaces all phrases.
    public void replace(List<Phrase> phrases) {
        database.transact(connection -> {
            SqlPhrases.replace(connection, phrases);
            return true;
        });
    }
}

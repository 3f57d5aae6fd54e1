package dev.yingda;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// Every setting of the server, checked. Where they come from and what wins: [Settings].
///
/// @param data      the folder of the embedded database
/// @param database  which database
/// @param knowledge the folder that fills an empty database
/// @param matching  how questions find their entries
/// @param policies  the response-metrics policies in force: preset ids or files; the first is the one shown first
public record Config(Path data, Database database, Path knowledge, Server server, Desk desk, Shop shop,
        List<String> policies, Limits limits, Matching matching) {

    public Config {
        policies = List.copyOf(policies);
    }

    /// @param url      a JDBC address; empty for SQLite in the data folder
    /// @param user     of the database, where it asks for one
    /// @param password of that user
    public record Database(String url, String user, String password) {

        @Override
        public String toString() {
            return "Database[url=" + url + "]";
        }
    }

    /// @param host          the address to listen on
    /// @param port          0 for any free one
    /// @param origins       pages of other origins that may show the widget
    /// @param secureCookies whether session cookies go over HTTPS only
    /// @param behindProxy   whether a proxy in front names the caller in `X-Forwarded-For`
    public record Server(String host, int port, List<String> origins, boolean secureCookies,
            boolean behindProxy) {
        public Server {
            origins = List.copyOf(origins);
        }
    }

    /// @param due          a buyer's wait is due this long after it began
    /// @param requeueAfter waiting buyers of an agent without a connection go back to the list after this
    /// @param closeAfter   a quiet conversation is closed after this
    public record Desk(Duration due, Duration requeueAfter, Duration closeAfter) {
    }

    /// @param zone           in which the shop's hours are meant
    /// @param settle         how long the bot waits for the rest of a question that begins with a short message; zero: not
    ///                       at all
    /// @param identitySecret with which the shop's own server vouches for its buyers; empty: it does not
    public record Shop(ZoneId zone, Duration settle, String identitySecret) {

        @Override
        public String toString() {
            return "Shop[zone=" + zone + ", settle=" + settle + "]";
        }
    }

    /// @param buyerMessagesPerMinute of one buyer, 0 for no limit
    /// @param newBuyersPerMinute     of one address, 0 for no limit
    /// @param pendingCommands        commands that may wait or run at once; more are refused as overload
    public record Limits(int buyerMessagesPerMinute, int newBuyersPerMinute, int pendingCommands) {
    }

    /// @param model   whether questions are matched by meaning; by words alone takes less memory and finds less
    /// @param vectors the folder that keeps what the model computed of the phrasings
    public record Matching(boolean model, Path vectors) {
    }

    /// The JDBC address, with the embedded default in place.
    public String databaseUrl() {
        return database.url().isEmpty() ? "jdbc:sqlite:" + data.resolve("yingda.db") : database.url();
    }
}

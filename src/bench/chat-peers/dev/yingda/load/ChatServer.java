package dev.yingda.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A server that is measured, with what it stores.
final class ChatServer implements AutoCloseable {

    private static final int PATIENCE_S = 60;

    private final String what;
    private final String about;
    private final String protocol;
    private final int port;
    private final Child process;
    private final int rowsAMessage;
    private final Path data;
    private String password = "";

    /// @param data null: it stores nothing
    private ChatServer(String what, String about, String protocol, int port, Child process, int rowsAMessage,
            Path data) {
        this.what = what;
        this.about = about;
        this.protocol = protocol;
        this.port = port;
        this.process = process;
        this.rowsAMessage = rowsAMessage;
        this.data = data;
        process.drain();
    }

    static ChatServer relay(ChatPeers of) throws Exception {
        Child process = of.startServer(Map.of(), Child.java(
                List.of(ChatPeers.class.getName(), "--home", of.home().toString(), "--part", "relay")));
        return new ChatServer("bare Vert.x relay", "bare Vert.x relay, nothing stored", "bare",
                port(process.await("ready on ")), process, 0, null);
    }

    /// Set up as `yingda bench gateway` does.
    static ChatServer yingda(ChatPeers of) throws Exception {
        Path data = folder(of);
        List<String> command = Child.java(List.of("dev.yingda.cli.Main", "serve", "--demo", "--port", "0", "--data",
                data.toString(), "--set", "knowledge.folder=" + of.home().resolve("knowledge-base"), "--set",
                "bot.settle=0s", "--set", "limits.buyerMessagesPerMinute=0", "--set",
                "limits.newBuyersPerMinute=0"));
        command.add(1, "--add-modules=jdk.incubator.vector");
        Child process = of.startServer(Map.of("YINGDA_HOME", of.home().toString()), command);
        String password = process.await("demo admin admin / ").replaceAll(".* / ", "");
        int port = Integer.parseInt(process.await("/demo/").replaceAll(".*:(\\d+)/demo/", "$1"));
        process.await("Ctrl-C");
        ChatServer yingda = new ChatServer("Yingda", "Yingda, committed to SQLite in WAL, synchronous=FULL", "yingda",
                port, process, 0, data);
        yingda.password = password;
        return yingda;
    }

    private static Path folder(ChatPeers of) throws IOException {
        return of.folder() == null
                ? Files.createTempDirectory("chat-peers")
                : Files.createTempDirectory(of.folder(), "chat-peers");
    }

    static ChatServer socketIo(ChatPeers of) throws Exception {
        Path script = here(of).resolve("socket-io.mjs");
        Child process = of.startServer(Map.of("NODE_ENV", "production"), List.of("node", script.toString(), "0"));
        return new ChatServer("socket.io", "socket.io, nothing stored", "socket.io",
                port(process.await("ready on ")), process, 0, null);
    }

    /// @param archive whose messages are archived: both, buyers or none
    /// @param journal SQLite's mode
    static ChatServer prosody(ChatPeers of, String archive, String journal) throws Exception {
        Path data = folder(of);
        accounts(data, of.conversations());
        try (Connection database = database(data); Statement statement = database.createStatement()) {
            // Prosody has no setting for it, but the mode is a property of the file.
            statement.execute("PRAGMA journal_mode=" + journal);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path settings = here(of).resolve("prosody");
        Child process = of.startServer(
                Map.of("CHAT_PEERS_DATA", data.toString(), "CHAT_PEERS_PLUGINS", settings.toString(), "CHAT_PEERS_PORT",
                        String.valueOf(port), "CHAT_PEERS_ARCHIVE", archive),
                List.of("prosody", "-F", "--config", settings.resolve("prosody.cfg.lua").toString()));
        int rows = archive.equals("both") ? 2 : archive.equals("buyers") ? 1 : 0;
        String about = process.await("ready, Prosody ").replace("ready, ", "") + ", " + rows
                + (rows == 1 ? " row" : " rows") + " a message";
        return new ChatServer(
                "Prosody, " + rows + (rows == 1 ? " row" : " rows") + (journal.equals("WAL") ? "" : ", undo"), about,
                "xmpp", port, process, rows, data);
    }

    private static int port(String ready) {
        return Integer.parseInt(ready.replaceAll(".* ", ""));
    }

    private static Path here(ChatPeers of) {
        return of.home().resolve("src/bench/chat-peers");
    }

    /// Writes accounts as Prosody's own storage in files has them, with the wish that all is archived.
    private static void accounts(Path data, int conversations) throws IOException {
        for (int i = 0; i < conversations; i++) {
            account(data.resolve("buyers%2elocalhost"), ChatLoad.buyer(i));
        }
        for (int i = 0; i < Load.agents(conversations); i++) {
            account(data.resolve("agents%2elocalhost"), ChatLoad.agent(i));
        }
    }

    private static void account(Path host, String name) throws IOException {
        Files.createDirectories(host.resolve("accounts"));
        Files.createDirectories(host.resolve("archive_prefs"));
        Files.writeString(host.resolve("accounts").resolve(name + ".dat"),
                "return { [\"password\"] = \"" + ChatLoad.PASSWORD + "\" };\n");
        Files.writeString(host.resolve("archive_prefs").resolve(name + ".dat"), "return { [false] = true };\n");
    }

    private static Connection database(Path data) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("archive.sqlite"));
    }

    String what() {
        return what;
    }

    String about() {
        return about;
    }

    String protocol() {
        return protocol;
    }

    int port() {
        return port;
    }

    /// Of ours, the admin's; else empty.
    String password() {
        return password;
    }

    long pid() {
        return process.pid();
    }

    int rowsAMessage() {
        return rowsAMessage;
    }

    /// How many rows are stored, once there come no more.
    long settled() throws Exception {
        if (rowsAMessage == 0) {
            return 0;
        }
        long rows = -1;
        for (int i = 0; i < PATIENCE_S; i++) {
            long now = rows();
            if (now == rows) {
                break;
            }
            rows = now;
            Thread.sleep(1_000);
        }
        return rows;
    }

    private long rows() throws SQLException {
        try (Connection database = database(data);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM prosodyarchive")) {
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        if (data != null) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}

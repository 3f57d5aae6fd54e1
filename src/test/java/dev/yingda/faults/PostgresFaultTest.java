package dev.yingda.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.yingda.journey.Invariants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL goes away and comes back under the running server. It is set up as the tests' library does, with
/// `synchronous_commit=off`: the server must not rely on that setting.
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresFaultTest {

    private static final int ROUNDS = Faults.rounds(1);
    private static final int BUYERS = 3;

    @TempDir
    private Path folder;

    private Path data() {
        return folder.resolve("postgres");
    }

    /// The immediate shutdown: no connection is ended properly, nothing is written any more; the next start recovers.
    private void killPostgres() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        assertEquals(0, new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor());
        Faults.await(() -> "PostgreSQL has ended", () -> !postmaster.isAlive());
    }

    /// On the same data and port: as it was started before.
    private void restartPostgres() throws IOException, InterruptedException {
        String before = Files.readString(data().resolve("postmaster.opts"));
        Path control = Path.of(before.substring(0, before.indexOf(' '))).resolveSibling("pg_ctl");
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL will not run as root; this is what the tests' library does.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(control.toString(), "-D", data().toString(), "-l",
                folder.resolve("postgres.log").toString(), "-w", "restart"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("pg_ctl.log").toFile()).start();
        assertEquals(0, process.waitFor(), () -> command.toString());
    }

    @Test
    void whenPostgresqlIsShutDownAtOnceAndComesBackEverythingAcknowledgedIsThereOnce() throws Exception {
        Random random = Faults.random();
        List<Talker> talkers = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setDataDirectory(data()).start();
                House house = House.open(folder, Clock.systemUTC(),
                        "database.url=" + postgres.getJdbcUrl("postgres", "postgres"))) {
            try {
                for (int i = 0; i < BUYERS; i++) {
                    talkers.add(Talker.buyer("buyer" + i, house.door().visitor(), house::door,
                            i % 2 == 0 ? Faults.KNOWN : Faults.UNKNOWN));
                }
                talkers.add(Talker.agent("lin", house::door));
                for (int round = 0; round < ROUNDS; round++) {
                    goesOn(talkers);
                    LockSupport.parkNanos(1_000_000L * random.nextInt(300));
                    List<Integer> refused = talkers.stream().map(Talker::temporary).toList();
                    killPostgres();
                    Faults.await(() -> "somebody is told to try again", () -> !talkers.stream().map(Talker::temporary)
                            .toList().equals(refused));
                    assertEquals(503, house.door().send("GET", "/health/ready", "").statusCode());
                    newcomerIsNotSentAwayForGood(house.door());
                    restartPostgres();
                    goesOn(talkers);
                    Faults.await(() -> "it is ready again", () -> ready(house));
                }
                talkers.forEach(Talker::quiet);
                Faults.await(() -> "all that was sent is acknowledged",
                        () -> talkers.stream().allMatch(talker -> talker.waiting() == 0));
                Audit audit = Audit.of(house.yingda().journal());
                Faults.await(() -> "all that happened is shown",
                        () -> talkers.stream().filter(talker -> !talker.isAgent()).allMatch(talker -> talker.screens()
                                .keySet().stream().allMatch(each -> talker.shown(each) >= audit.last(each))));
                audit.holds(talkers).complete(talkers).answered(talkers.getFirst());
                Invariants.check(house.yingda().journal(), house.yingda().ledger());
            } finally {
                talkers.forEach(Talker::close);
            }
        }
    }

    private static boolean ready(House house) {
        try {
            return house.door().send("GET", "/health/ready", "").statusCode() == 200;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Who connects while nothing can be read is to try again, not to give up.
    private static void newcomerIsNotSentAwayForGood(Door door) throws IOException {
        String token = door.visitor();
        try (Wire wire = Wire.connect(door.port(), "/ws/buyer")) {
            wire.patience(60_000);
            wire.await("hello");
            wire.send(Wire.frame("auth").put("token", token));
            JsonNode answer = wire.read();
            if (answer == null) {
                assertEquals(1011, wire.closeCode());
            } else {
                assertEquals("ready", answer.path("type").asText());
            }
        }
    }

    private static void goesOn(List<Talker> talkers) {
        List<Integer> before = talkers.stream().map(talker -> talker.acknowledged().size()).toList();
        Faults.await(120, () -> "everybody goes on", () -> {
            for (int i = 0; i < talkers.size(); i++) {
                if (talkers.get(i).acknowledged().size() < before.get(i) + 5) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void aCommitWhoseAnswerWasLostIsStoredOnceAndEverybodyHearsOfIt() throws Exception {
        AtomicBoolean armed = new AtomicBoolean();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
                Relay relay = Relay.to(postgres.getPort(), () -> new LostCommit(armed));
                House house = House.open(folder, Clock.systemUTC(),
                        "database.url=jdbc:postgresql://127.0.0.1:" + relay.port()
                                + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable");
                Wire agent = Wire.connect(house.door().port(), "/ws/agent");
                Wire buyer = Wire.connect(house.door().port(), "/ws/buyer")) {
            agent.patience(30_000);
            buyer.patience(30_000);
            agent.await("hello");
            agent.send(Wire.frame("auth").put("token", house.door().ticket(house.door().signIn("lin"))));
            agent.await("ready");
            buyer.await("hello");
            buyer.send(Wire.frame("auth").put("token", house.door().visitor()));
            buyer.await("ready");

            ObjectNode send = Wire.frame("send").put("id", 1).put("clientMessageId", UUID.randomUUID().toString())
                    .put("text", "转人工");
            armed.set(true);
            buyer.send(send);
            JsonNode error = buyer.await("error");
            assertTrue(error.path("temporary").asBoolean(), error.toString());
            assertEquals(false, armed.get(), "no commit was lost");

            // It is stored, and nobody needs to write again for the others to hear of it.
            JsonNode event = buyer.await("event");
            assertEquals("opened", event.path("event").path("type").asText());
            JsonNode desk = agent.await("desk");
            while (desk.path("waiting").isEmpty()) {
                desk = agent.await("desk");
            }
            Invariants.check(house.yingda().journal(), house.yingda().ledger());

            buyer.send(send.put("id", 2));
            JsonNode ok = buyer.await("ok");
            assertTrue(ok.path("duplicate").asBoolean(), ok.toString());
            assertEquals(2, ok.path("seq").asLong());
            assertEquals(event.path("conversation"), ok.path("conversation"));
            List<String> texts = new ArrayList<>();
            house.yingda().journal().scan(null, null, logged -> {
                if (logged.event() instanceof dev.yingda.conversation.Event.BuyerMessage message) {
                    texts.add(message.text());
                }
            });
            assertEquals(List.of("转人工"), texts);
            buyer.send(Wire.frame("send").put("id", 3).put("clientMessageId", UUID.randomUUID().toString())
                    .put("conversation", ok.path("conversation").asText()).put("text", "在吗"));
            assertNotEquals(2, buyer.await("ok").path("seq").asLong());
            Invariants.check(house.yingda().journal(), house.yingda().ledger());
        }
    }
}

package dev.yingda.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {

    private static final String GOOD = "correct horse battery";

    /// A clock that a test moves.
    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-03-02T01:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private final SecureRandom random = new SecureRandom();

    private void on(Databases kind, Consumer<Database> test) {
        try (Database database = Databases.open(kind.url(folder))) {
            test.accept(database);
        }
    }

    private static Account made(Accounts.Change change) {
        return assertInstanceOf(Accounts.Change.Done.class, change).account();
    }

    private static List<String> refused(Accounts.Change change) {
        return assertInstanceOf(Accounts.Change.Refused.class, change).reasons().stream().map(Refusal::field).toList();
    }

    @ParameterizedTest
    @EnumSource
    void theSetUpTokenMakesOneAdminAndIsThenGone(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            String token = accounts.setUpToken().orElseThrow();
            assertEquals(List.of("token"), refused(accounts.setUp("guess", "boss", "老板", GOOD)));
            assertEquals(List.of("password"), refused(accounts.setUp(token, "boss", "老板", "short")));
            assertEquals(Role.ADMIN, made(accounts.setUp(token, "boss", "老板", GOOD)).role());
            assertEquals(List.of("token"), refused(accounts.setUp(token, "thief", "贼", GOOD)));
            assertEquals(Optional.empty(), new Accounts(database, clock, random).setUpToken());
        });
    }

    @ParameterizedTest
    @EnumSource
    void signingInAsksForTheRightPasswordOfAnEnabledAccount(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            made(accounts.create("boss", "老板", Role.ADMIN, GOOD));
            Account lin = made(accounts.create("lin", "小林", Role.AGENT, GOOD));
            assertEquals(new Accounts.SignIn.Welcome(lin), accounts.signIn("lin", GOOD));
            assertEquals(new Accounts.SignIn.Wrong(), accounts.signIn("lin", GOOD + "!"));
            assertEquals(new Accounts.SignIn.Wrong(), accounts.signIn("nobody", GOOD));
            made(accounts.change("lin", new Accounts.Edit(null, null, true, null)));
            assertEquals(new Accounts.SignIn.Wrong(), accounts.signIn("lin", GOOD));
        });
    }

    @ParameterizedTest
    @EnumSource
    void guessingIsStoppedForAWhileEvenWithTheRightPassword(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            made(accounts.create("boss", "老板", Role.ADMIN, GOOD));
            for (int i = 0; i < 5; i++) {
                assertEquals(new Accounts.SignIn.Wrong(), accounts.signIn("boss", "guess " + i + " of many"));
            }
            assertEquals(new Accounts.SignIn.Wait(Duration.ofMinutes(15)), accounts.signIn("boss", GOOD));
            clock.now = clock.now.plus(Duration.ofMinutes(15));
            assertInstanceOf(Accounts.SignIn.Welcome.class, accounts.signIn("boss", GOOD));
        });
    }

    @ParameterizedTest
    @EnumSource
    void theLastAdminStays(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            made(accounts.create("boss", "老板", Role.ADMIN, GOOD));
            assertEquals(List.of("role"),
                    refused(accounts.change("boss", new Accounts.Edit(null, Role.AGENT, null, null))));
            assertEquals(List.of("role"), refused(accounts.change("boss", new Accounts.Edit(null, null, true, null))));
            made(accounts.create("second", "副手", Role.ADMIN, GOOD));
            made(accounts.change("boss", new Accounts.Edit(null, Role.AGENT, null, null)));
        });
    }

    @ParameterizedTest
    @EnumSource
    void allThatIsWrongWithANewAccountIsSaidAtOnce(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            assertEquals(List.of("name", "displayName", "password"),
                    refused(accounts.create("a b", " ", Role.AGENT, "aaaaaaaaaaaaaaa")));
            assertEquals(List.of("name"), refused(accounts.create("unassigned", "x", Role.AGENT, GOOD)));
            assertEquals(List.of("password"), refused(accounts.create("battery", "x", Role.AGENT, GOOD)));
            made(accounts.create("lin", "x", Role.AGENT, GOOD));
            assertEquals(List.of("name"), refused(accounts.create("lin", "x", Role.AGENT, GOOD)));
        });
    }

    @ParameterizedTest
    @EnumSource
    void sessionsEndByDisuseByAgeAndWithThePassword(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            Sessions sessions = new Sessions(database, clock, random);
            Account boss = made(accounts.create("boss", "老板", Role.ADMIN, GOOD));
            String idle = sessions.open(boss);
            clock.now = clock.now.plus(Sessions.IDLE).minusSeconds(1);
            assertTrue(sessions.find(idle).isPresent());
            clock.now = clock.now.plus(Sessions.IDLE);
            assertTrue(sessions.find(idle).isEmpty());
            String old = sessions.open(boss);
            for (int hour = 0; hour < 11; hour++) {
                clock.now = clock.now.plus(Duration.ofHours(1));
                assertTrue(sessions.find(old).isPresent());
            }
            clock.now = clock.now.plus(Duration.ofHours(1));
            assertTrue(sessions.find(old).isEmpty());
            String other = sessions.open(boss);
            made(accounts.change("boss", new Accounts.Edit(null, null, null, GOOD + " staple")));
            assertTrue(sessions.find(other).isEmpty());
            String last = sessions.open(boss);
            sessions.close(last);
            assertTrue(sessions.find(last).isEmpty());
            assertTrue(sessions.find("nonsense").isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTicketIsGoodOnceAndNotForLong(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            Sessions sessions = new Sessions(database, clock, random);
            String token = sessions.open(made(accounts.create("boss", "老板", Role.ADMIN, GOOD)));
            Sessions.Session session = sessions.find(token).orElseThrow();
            String ticket = sessions.ticket(session);
            assertTrue(sessions.redeem(ticket).isPresent());
            assertTrue(sessions.redeem(ticket).isEmpty());
            String late = sessions.ticket(session);
            clock.now = clock.now.plus(Sessions.TICKET);
            assertTrue(sessions.redeem(late).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aForgedOrExpiredVisitorTokenIsNobodys(Databases kind) {
        on(kind, database -> {
            BuyerTokens tokens = new BuyerTokens(database, clock, random);
            BuyerTokens.Token token = tokens.issue();
            assertEquals(Optional.of(token.buyer()), new BuyerTokens(database, clock, random).verify(token.text()));
            BuyerTokens.Token other = tokens.issue();
            assertNotEquals(token.buyer(), other.buyer());
            assertTrue(tokens.verify(token.text().replace(token.buyer(), other.buyer())).isEmpty());
            assertTrue(tokens.verify(token.text() + "A").isEmpty());
            assertTrue(tokens.verify("").isEmpty());
            assertTrue(tokens.verify("v1.b.9999999999.").isEmpty());
            assertEquals(token.buyer(), tokens.issue(token.buyer()).buyer());
            clock.now = clock.now.plus(BuyerTokens.LIFE);
            assertTrue(tokens.verify(token.text()).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void theAuditLogIsReadFromTheEnd(Databases kind) {
        on(kind, database -> {
            AuditLog audit = new AuditLog(database, clock);
            for (int i = 1; i <= 5; i++) {
                audit.record("boss", "account.create", "a" + i, "");
            }
            assertEquals(List.of("a5", "a4"), audit.page(0, 2).stream().map(AuditLog.Entry::subject).toList());
            assertEquals(List.of("a3", "a2", "a1"), audit.page(4, 9).stream().map(AuditLog.Entry::subject).toList());
        });
    }

    @ParameterizedTest
    @EnumSource
    void noSecretIsShownByAccident(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            Sessions sessions = new Sessions(database, clock, random);
            String token = sessions.open(made(accounts.create("boss", "老板", Role.ADMIN, GOOD)));
            assertFalse(sessions.find(token).orElseThrow().toString().contains(token));
            BuyerTokens.Token buyer = new BuyerTokens(database, clock, random).issue();
            assertFalse(buyer.toString().contains(buyer.text()));
        });
    }
}

package dev.yingda.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {

    private static final String GOOD = "correct horse battery";

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
    void theSetUpTokenIsWorthlessOnceThereIsAnAccountWhoeverMadeIt(Databases kind) {
        on(kind, database -> {
            Accounts here = new Accounts(database, clock, random);
            Accounts there = new Accounts(database, clock, random);
            String token = here.setUpToken().orElseThrow();
            made(there.setUp(there.setUpToken().orElseThrow(), "boss", "老板", GOOD));
            assertEquals(List.of("token"), refused(here.setUp(token, "thief", "贼", GOOD)));
            assertEquals(Optional.empty(), here.setUpToken());
            made(there.create("lin", "小林", Role.AGENT, GOOD));
            assertEquals(List.of("boss", "lin"), here.list().stream().map(Account::name).toList());
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAccountMadeInAnotherWayEndsTheSetUp(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            made(accounts.create("boss", "老板", Role.ADMIN, GOOD));
            assertEquals(Optional.empty(), accounts.setUpToken());
        });
    }

    @Test
    void eachRoleMayWhatTheContractSaysAndNoMore() {
        Set<Permission> agent = Set.of(Permission.ANSWER_BUYERS, Permission.SEE_OWN_METRICS, Permission.SEE_KNOWLEDGE);
        Set<Permission> supervisor = Set.of(Permission.ANSWER_BUYERS, Permission.SEE_OWN_METRICS,
                Permission.SEE_KNOWLEDGE, Permission.SEE_ALL_METRICS, Permission.SEE_CONVERSATIONS,
                Permission.EDIT_KNOWLEDGE);
        assertEquals(agent, Role.AGENT.permissions());
        assertEquals(supervisor, Role.SUPERVISOR.permissions());
        assertEquals(Set.of(Permission.values()), Role.ADMIN.permissions());
        assertFalse(Role.SUPERVISOR.may(Permission.MANAGE_ACCOUNTS));
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
    void aDisabledAccountIsSignedOutEverywhere(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            Sessions sessions = new Sessions(database, clock, random);
            made(accounts.create("boss", "老板", Role.ADMIN, GOOD));
            String token = sessions.open(made(accounts.create("lin", "小林", Role.AGENT, GOOD)));
            String ticket = sessions.ticket(sessions.find(token).orElseThrow());
            made(accounts.change("lin", new Accounts.Edit(null, null, true, null)));
            assertTrue(sessions.find(token).isEmpty());
            assertTrue(sessions.redeem(ticket).isEmpty());
            made(accounts.change("lin", new Accounts.Edit(null, null, false, null)));
            assertTrue(sessions.find(token).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aSessionMayAtOnceWhatItsAccountMayNow(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            Sessions sessions = new Sessions(database, clock, random);
            made(accounts.create("boss", "老板", Role.ADMIN, GOOD));
            String token = sessions.open(made(accounts.create("lin", "小林", Role.ADMIN, GOOD)));
            made(accounts.change("lin", new Accounts.Edit(null, Role.AGENT, null, null)));
            assertEquals(Role.AGENT, sessions.find(token).orElseThrow().account().role());
        });
    }

    @ParameterizedTest
    @EnumSource
    void noTokenIsKeptWhereItCouldBeRead(Databases kind) {
        on(kind, database -> {
            Accounts accounts = new Accounts(database, clock, random);
            String token = new Sessions(database, clock, random)
                    .open(made(accounts.create("boss", "老板", Role.ADMIN, GOOD)));
            List<String> kept = database.read(connection -> {
                try (var select = connection.createStatement();
                        var rows = select.executeQuery("SELECT token_hash, password_hash FROM session, account")) {
                    rows.next();
                    return List.of(rows.getString(1), rows.getString(2));
                }
            });
            assertFalse(kept.getFirst().contains(token));
            assertEquals(64, kept.getFirst().length());
            assertTrue(kept.getLast().startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), kept::getLast);
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
            assertTrue(tokens.verify("....").isEmpty());
            assertEquals(token.buyer(), tokens.issue(token.buyer()).buyer());
            String dotted = "b.9999999999";
            assertEquals(Optional.of(dotted), tokens.verify(tokens.issue(dotted).text()));
            clock.now = clock.now.plus(BuyerTokens.LIFE);
            assertTrue(tokens.verify(token.text()).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatHasExpiredSaysWhoseItWas(Databases kind) {
        on(kind, database -> {
            BuyerTokens tokens = new BuyerTokens(database, clock, random);
            BuyerTokens.Token brief = tokens.issue("u.1", clock.now.plusSeconds(9));
            assertEquals(clock.now.plusSeconds(9), brief.expiresAt());
            assertEquals(clock.now.plus(BuyerTokens.LIFE),
                    tokens.issue("u.1", clock.now.plus(BuyerTokens.LIFE).plusSeconds(1)).expiresAt());
            clock.now = clock.now.plusSeconds(9);
            assertTrue(tokens.verify(brief.text()).isEmpty());
            assertEquals("u.1", tokens.signed(brief.text()).orElseThrow().buyer());
            assertTrue(tokens.signed(brief.text() + "A").isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoIsBlockedStaysSoTillHadBack(Databases kind) {
        on(kind, database -> {
            BlockedBuyers blocked = new BlockedBuyers(database, clock);
            assertTrue(blocked.block("b1", "辱骂", "lin"));
            clock.now = clock.now.plusSeconds(1);
            assertTrue(blocked.block("b2", "广告", "wu"));
            assertFalse(blocked.block("b1", "another reason", "wu"));
            for (BlockedBuyers each : List.of(blocked, new BlockedBuyers(database, clock))) {
                assertEquals(List.of("b2", "b1"), each.all().stream().map(BlockedBuyers.Blocked::buyer).toList());
                assertEquals(new BlockedBuyers.Blocked("b1", "辱骂", "lin", clock.now.minusSeconds(1)),
                        each.all().getLast());
                assertTrue(each.isBlocked("b1"));
                assertFalse(each.isBlocked("b3"));
            }
            assertTrue(blocked.unblock("b1"));
            assertFalse(blocked.unblock("b1"));
            assertFalse(blocked.isBlocked("b1"));
            assertEquals(List.of("b2"), new BlockedBuyers(database, clock).all().stream()
                    .map(BlockedBuyers.Blocked::buyer).toList());
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

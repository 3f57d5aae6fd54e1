package dev.yingda.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.yingda.access.Accounts.SignIn;
import dev.yingda.store.Database;
import dev.yingda.store.Databases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing in is the same on both databases, which only look up a row for it; so SQLite will do here.
class SignInTest {

    private static final String GOOD = "correct horse battery";

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private Accounts accounts;
    private Account boss;

    @BeforeEach
    void open() {
        database = Databases.open(Databases.SQLITE.url(folder));
        accounts = new Accounts(database, clock, new SecureRandom());
        boss = assertInstanceOf(Accounts.Change.Done.class, accounts.create("boss", "老板", Role.ADMIN, GOOD)).account();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<SignIn> atOnce(int attempts, Callable<SignIn> attempt) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<SignIn> results = new ArrayList<>();
            for (Future<SignIn> each : callers.invokeAll(java.util.Collections.nCopies(attempts, attempt))) {
                results.add(each.get());
            }
            return results;
        }
    }

    @Test
    void onlyTheRightPasswordOfAnEnabledAccountIsWelcome() {
        accounts.create("lin", "小林", Role.AGENT, GOOD);
        assertEquals(new SignIn.Welcome(boss), accounts.signIn("boss", GOOD));
        assertEquals(new SignIn.Wrong(), accounts.signIn("boss", GOOD + "!"));
        assertEquals(new SignIn.Wrong(), accounts.signIn("nobody", GOOD));
        assertEquals(new SignIn.Wrong(), accounts.signIn("", GOOD));
        assertInstanceOf(SignIn.Welcome.class, accounts.signIn("lin", GOOD));
        accounts.change("lin", new Accounts.Edit(null, null, true, null));
        assertEquals(new SignIn.Wrong(), accounts.signIn("lin", GOOD));
    }

    @Test
    void guessingIsStoppedForAWhileEvenWithTheRightPassword() {
        for (int i = 0; i < 5; i++) {
            assertEquals(new SignIn.Wrong(), accounts.signIn("boss", "guess " + i + " of many"));
            clock.now = clock.now.plusSeconds(60);
        }
        assertEquals(new SignIn.Wait(Duration.ofMinutes(10)), accounts.signIn("boss", GOOD));
        clock.now = clock.now.plus(Duration.ofMinutes(10));
        assertInstanceOf(SignIn.Welcome.class, accounts.signIn("boss", GOOD));
    }

    @Test
    void guessingAnAccountThatDoesNotExistLooksTheSame() {
        for (int i = 0; i < 5; i++) {
            assertEquals(new SignIn.Wrong(), accounts.signIn("nobody", GOOD));
        }
        assertEquals(new SignIn.Wait(Duration.ofMinutes(15)), accounts.signIn("nobody", GOOD));
    }

    @Test
    void theRightPasswordForgivesEarlierMistakes() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 4; i++) {
                assertEquals(new SignIn.Wrong(), accounts.signIn("boss", "a slip of the finger"));
            }
            assertInstanceOf(SignIn.Welcome.class, accounts.signIn("boss", GOOD));
        }
    }

    @Test
    void guessesMadeAtOnceAreNoMoreThanGuessesMadeInTurn() throws Exception {
        List<SignIn> results = atOnce(40, () -> accounts.signIn("boss", "guess"));
        assertEquals(5, results.stream().filter(SignIn.Wrong.class::isInstance).count());
        assertEquals(35, results.stream().filter(SignIn.Wait.class::isInstance).count());
    }

    @Test
    void theRightPasswordAtOnceManyTimesLocksNobodyOut() throws Exception {
        for (SignIn result : atOnce(40, () -> accounts.signIn("boss", GOOD))) {
            if (result instanceof SignIn.Wait wait) {
                assertTrue(wait.duration().compareTo(Duration.ofSeconds(5)) <= 0, wait::toString);
            } else {
                assertEquals(new SignIn.Welcome(boss), result);
            }
        }
        assertInstanceOf(SignIn.Welcome.class, accounts.signIn("boss", GOOD));
    }

    @Test
    void aCrowdIsAskedToWaitRatherThanQueuedForEver() throws Exception {
        var next = new java.util.concurrent.atomic.AtomicInteger();
        List<SignIn> results = atOnce(300, () -> accounts.signIn("somebody" + next.incrementAndGet(), GOOD));
        long waits = results.stream().filter(SignIn.Wait.class::isInstance).count();
        assertTrue(waits > 0 && waits < 300, "asked to wait: " + waits);
        assertInstanceOf(SignIn.Welcome.class, accounts.signIn("boss", GOOD));
    }

    @Test
    void anUnknownNameTakesAsLongAsAKnownOne() {
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            known = Math.min(known, nanos("boss"));
            unknown = Math.min(unknown, nanos("nobody"));
        }
        assertTrue(unknown > known / 2, unknown + " ns for an unknown name, " + known + " for a known one");
    }

    private long nanos(String name) {
        long before = System.nanoTime();
        assertEquals(new SignIn.Wrong(), accounts.signIn(name, "not the password"));
        return System.nanoTime() - before;
    }
}

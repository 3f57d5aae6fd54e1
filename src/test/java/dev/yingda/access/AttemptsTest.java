package dev.yingda.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final TestClock clock = new TestClock();
    private final Attempts attempts = new Attempts(clock);

    private Optional<Duration> fail(String name) {
        Optional<Duration> wait = attempts.begin(name);
        if (wait.isEmpty()) {
            attempts.failed(name);
            attempts.ended(name);
        }
        return wait;
    }

    @Test
    void eachFailureIsForgottenAfterItsOwnQuarterOfAnHour() {
        for (int i = 0; i < 5; i++) {
            assertEquals(Optional.empty(), fail("boss"));
            clock.now = clock.now.plusSeconds(60);
        }
        assertEquals(Optional.of(Duration.ofMinutes(10)), fail("boss"));
        clock.now = clock.now.plus(Duration.ofMinutes(10));
        assertEquals(Optional.empty(), fail("boss"));
        assertEquals(Optional.of(Duration.ofMinutes(1)), fail("boss"));
    }

    @Test
    void anAttemptThatIsNotOverCountsAndOneThatCameToNothingDoesNot() {
        for (int i = 0; i < 5; i++) {
            assertEquals(Optional.empty(), attempts.begin("boss"));
        }
        assertEquals(Optional.of(Duration.ofSeconds(1)), attempts.begin("boss"));
        attempts.ended("boss");
        assertEquals(Optional.empty(), attempts.begin("boss"));
    }

    @Test
    void aNameIsForgottenOnlyWhenTenThousandOthersFailedAfterIt() {
        for (int i = 0; i < 5; i++) {
            fail("boss");
        }
        for (int i = 1; i < 10_000; i++) {
            fail("other" + i);
        }
        assertTrue(attempts.begin("boss").isPresent());
        fail("other10000");
        assertEquals(Optional.empty(), attempts.begin("boss"));
    }
}

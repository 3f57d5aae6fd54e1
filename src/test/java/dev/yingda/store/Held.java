package dev.yingda.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

import dev.yingda.store.Database.Work;

import org.jspecify.annotations.Nullable;

/// Keeps the writer busy until let go, so that what comes meanwhile makes one group.
final class Held {
    private final CountDownLatch free = new CountDownLatch(1);
    private final List<FutureTask<Boolean>> group = new ArrayList<>();
    private final Database database;

    Held(Database database) throws InterruptedException {
        this.database = database;
        CountDownLatch held = new CountDownLatch(1);
        start(_ -> {
            held.countDown();
            await(free);
            return true;
        });
        held.await();
    }

    private Thread start(Work<Boolean> work) {
        FutureTask<Boolean> task = new FutureTask<>(() -> database.transact(work));
        group.add(task);
        return Thread.startVirtualThread(task);
    }

    void add(Work<Boolean> work) {
        Thread caller = start(work);
        while (caller.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(100_000);
        }
    }

    /// What each of the added works failed with, null for those that did not.
    List<@Nullable Throwable> letGo() throws InterruptedException {
        free.countDown();
        List<@Nullable Throwable> failures = new ArrayList<>();
        for (FutureTask<Boolean> task : group.subList(1, group.size())) {
            try {
                task.get();
                failures.add(null);
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        return failures;
    }

    /// Waits for a latch where nothing may be thrown.
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

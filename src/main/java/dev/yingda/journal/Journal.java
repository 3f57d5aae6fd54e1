package dev.yingda.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import dev.yingda.conversation.AgentId;
import dev.yingda.conversation.BuyerId;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Event;
import dev.yingda.conversation.EventLog;
import dev.yingda.conversation.Logged;
import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;

/// Owner of the history: the event log of the product, in the SQL database.
public final class Journal implements EventLog {

    /// Many, because what a transaction costs is shared by its events; not all, because each waits in memory for it.
    private static final int EVENTS_A_TRANSACTION = 10_000;

    private final Database database;
    private final SqlAppend appends = new SqlAppend();

    public Journal(Database database) {
        this.database = database;
    }

    @Override
    public Appended append(ConversationId conversation, long lastSeq, Instant now, List<Event> events) {
        return database
                .transactPrepared(statements -> appends.append(statements, conversation, lastSeq, now, events));
    }

    @Override
    public List<Logged> after(ConversationId conversation, long afterSeq, int limit) {
        return database.read(connection -> SqlEvents.after(connection, conversation, afterSeq, limit));
    }

    @Override
    public List<Logged> before(ConversationId conversation, long beforeSeq, int limit) {
        return database.read(connection -> SqlEvents.before(connection, conversation, beforeSeq, limit)).reversed();
    }

    @Override
    public Optional<Logged> sent(String sender, String clientMessageId) {
        return database.read(connection -> SqlEvents.sent(connection, sender, clientMessageId));
    }

    @Override
    public List<ConversationId> open() {
        return database.read(SqlConversations::open);
    }

    @Override
    public List<ConversationId> ofBuyer(BuyerId buyer, int limit) {
        return database.read(connection -> SqlConversations.ofBuyer(connection, buyer, limit));
    }

    @Override
    public List<ConversationId> latest(@Nullable AgentId agent, @Nullable String text, @Nullable Instant before,
            int limit) {
        return database.read(connection -> SqlConversations.latest(connection, agent, text, before, limit));
    }

    @Override
    public List<Logged> latestOfType(String type, Instant since, int limit) {
        return database.read(connection -> SqlEvents.latestOfType(connection, type, since, limit));
    }

    @Override
    public void scan(@Nullable Instant from, @Nullable Instant to, Consumer<Logged> consumer) {
        together(List.of(() -> database.read(connection -> {
            SqlEvents.scan(connection, from, to, consumer);
            return true;
        })));
    }

    @Override
    public void scanAll(List<? extends Consumer<Logged>> consumers) {
        List<ConversationId> bounds = database
                .read(connection -> SqlConversations.partition(connection, consumers.size()));
        List<Callable<Boolean>> parts = new ArrayList<>();
        for (int i = 0; i <= bounds.size(); i++) {
            ConversationId first = i == 0 ? null : bounds.get(i - 1);
            ConversationId next = i == bounds.size() ? null : bounds.get(i);
            Consumer<Logged> consumer = consumers.get(i);
            parts.add(() -> database.read(connection -> {
                SqlEvents.scan(connection, first, next, consumer);
                return true;
            }));
        }
        together(parts);
    }

    /// Reads the parts at the same time, on threads of their own: work that keeps a processor busy for seconds would
    /// hold up the virtual threads that serve buyers.
    private static void together(List<Callable<Boolean>> parts) {
        try (ExecutorService threads = Executors.newFixedThreadPool(parts.size(),
                Thread.ofPlatform().name("journal-scan-", 0).daemon().factory())) {
            for (Future<Boolean> each : threads.invokeAll(parts)) {
                each.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the journal", interrupted);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("reading fails in no other way", failed);
            }
        }
    }

    /// Takes over a history that was written elsewhere, as it is: names, numbers and times stay. Much faster than
    /// [#append], in transactions of several thousand events, and for an empty log only. Nobody else may write meanwhile.
    ///
    /// @param conversations each whole, its events numbered from 1 and in order of time
    /// @return how many events were stored
    /// @throws IllegalStateException if the log is not empty; then nothing was stored
    /// @throws IllegalArgumentException if a conversation is not whole. What was stored before it stays: begin again with
    ///     an empty database
    public long load(Iterator<List<Logged>> conversations) {
        database.transact(connection -> {
            SqlLoad.requireEmpty(connection);
            return true;
        });
        long all = 0;
        List<List<Logged>> together = new ArrayList<>();
        int events = 0;
        while (conversations.hasNext()) {
            List<Logged> conversation = conversations.next();
            together.add(conversation);
            events += conversation.size();
            if (events >= EVENTS_A_TRANSACTION || !conversations.hasNext()) {
                List<List<Logged>> chunk = List.copyOf(together);
                database.transact(connection -> {
                    SqlLoad.store(connection, chunk);
                    return true;
                });
                all += events;
                events = 0;
                together.clear();
            }
        }
        return all;
    }

    /// How much was looked at.
    public record Checked(long conversations, long events) {
    }

    /// Looks through the whole history for what must never be. The server may be running.
    ///
    /// @param fault is told of each, as a sentence that says where
    public Checked check(Consumer<String> fault) {
        return database.read(connection -> new SqlCheck(fault).run(connection));
    }
}

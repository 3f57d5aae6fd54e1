package dev.yingda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.yingda.access.Account;
import dev.yingda.access.Accounts;
import dev.yingda.access.AuditLog;
import dev.yingda.access.BlockedBuyers;
import dev.yingda.access.BuyerTokens;
import dev.yingda.access.Role;
import dev.yingda.access.Sessions;
import dev.yingda.conversation.Bot;
import dev.yingda.conversation.Conversation;
import dev.yingda.conversation.ConversationId;
import dev.yingda.conversation.Conversations;
import dev.yingda.desk.Desk;
import dev.yingda.desk.QuickPhrases;
import dev.yingda.faq.Calibration;
import dev.yingda.faq.Embeddings;
import dev.yingda.faq.Faq;
import dev.yingda.faq.LabelledSet.Query;
import dev.yingda.gateway.Entrance;
import dev.yingda.gateway.Gateway;
import dev.yingda.gateway.Rooms;
import dev.yingda.journal.Journal;
import dev.yingda.knowledge.AnsweredQuestions;
import dev.yingda.knowledge.Exam;
import dev.yingda.knowledge.KnowledgeBase;
import dev.yingda.knowledge.KnowledgeFolder;
import dev.yingda.knowledge.UnansweredQuestions;
import dev.yingda.metrics.BadInput;
import dev.yingda.metrics.Ledger;
import dev.yingda.metrics.Policy;
import dev.yingda.store.Database;
import dev.yingda.store.StoreException;

import org.jspecify.annotations.Nullable;

/// The whole server: opens the rooms in order, from the store to the gateway, and closes them in reverse.
public final class Yingda implements AutoCloseable {

    /// Why it cannot start: one line a reason, each with what to do.
    public static final class CannotStart extends Exception {

        private static final long serialVersionUID = 1L;

        private final List<String> reasons;

        CannotStart(List<String> reasons, @Nullable Throwable cause) {
            super(String.join("\n", reasons), cause);
            this.reasons = List.copyOf(reasons);
        }

        public List<String> reasons() {
            return reasons;
        }
    }

    private static final System.Logger LOG = System.getLogger(Yingda.class.getName());
    private static final String SYSTEM = "system";

    private final Clock clock;
    private final Database database;
    private final Journal journal;
    private final Conversations conversations;
    private final Accounts accounts;
    private final Ledger ledger;
    private final Gateway gateway;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService learning = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("faq-learning").daemon().factory());
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final int port;

    private Yingda(Config config, Clock clock, Database database, List<Policy> policies) throws CannotStart {
        this.clock = clock;
        this.database = database;
        this.journal = new Journal(database);
        Embeddings embeddings = config.matching().model()
                ? Embeddings.in(config.matching().vectors())
                : Embeddings.none();
        // Before people can be served it would only take the processor from what they wait for.
        Faq faq = new Faq(Calibration.shipped(), embeddings, task -> {
            var _ = listening.thenRun(() -> learning.execute(task));
        });
        faq.learn(Exam.PRACTICE, practice(config.knowledge()));
        AnsweredQuestions answered = new AnsweredQuestions(journal, faq, database, clock);
        answered.teach();
        KnowledgeBase knowledge = new KnowledgeBase(database, faq, clock);
        knowledge.serveLastPublication();
        fill(knowledge, config.knowledge());
        Desk desk = new Desk(clock,
                new Desk.Limits(config.desk().due(), config.desk().requeueAfter(), config.desk().closeAfter()));
        Bot bot = new Bot(faq::match, knowledge::rules, desk::staffed, clock.withZone(config.shop().zone()),
                config.shop().settle());
        faq.problems().forEach(
                problem -> LOG.log(System.Logger.Level.WARNING, "questions are matched by words alone: {0}", problem));
        this.conversations = new Conversations(journal, bot, this::later, clock, this::newId,
                config.limits().pendingCommands());
        this.accounts = new Accounts(database, clock, random);
        this.ledger = new Ledger(journal, clock, policies);
        Rooms rooms = new Rooms(new Rooms.Talk(conversations, journal, desk, new QuickPhrases(database)),
                new Rooms.Answers(knowledge, faq, new UnansweredQuestions(journal, faq, database, clock),
                        answered),
                ledger,
                new Entrance(accounts, new Sessions(database, clock, random), new BuyerTokens(database, clock, random),
                        new BlockedBuyers(database, clock),
                        new AuditLog(database, clock), database),
                clock.withZone(config.shop().zone()), () -> System.nanoTime() / 1_000_000);
        this.gateway = new Gateway(rooms, settings(config), random);
        conversations.tell(gateway.listener());
        conversations.tell(desk);
        conversations.tell((_, events) -> events.forEach(ledger::accept));
        List<Conversation> open = openConversations();
        desk.restore(open);
        open.forEach(conversations::resume);
        this.port = listen(config);
        listening.complete(null);
    }

    /// Starts the server.
    ///
    /// @throws CannotStart with every reason that was found
    public static Yingda start(Config config, Clock clock) throws CannotStart {
        List<Policy> policies = policies(config.policies());
        Database database;
        try {
            database = Database.open(config.databaseUrl(), config.database().user(), config.database().password());
        } catch (StoreException e) {
            throw new CannotStart(List.of(String.valueOf(e.getMessage())), e);
        }
        try {
            return new Yingda(config, clock, database, policies);
        } catch (CannotStart | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static List<Policy> policies(List<String> names) throws CannotStart {
        List<Policy> policies = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (String name : names) {
            Optional<Policy> preset = Policy.preset(name);
            if (preset.isPresent()) {
                policies.add(preset.get());
                continue;
            }
            try {
                policies.add(Policy.read(name, Files.readString(Path.of(name))));
            } catch (IOException _) {
                reasons.add(
                        "metrics.policies: " + name + " is neither a preset nor a file that can be read; presets are "
                                + String.join(", ", Policy.presets().stream().map(Policy::id).toList()));
            } catch (BadInput e) {
                e.faults().forEach(fault -> reasons.add(fault.toString()));
            }
        }
        if (!reasons.isEmpty()) {
            throw new CannotStart(reasons, null);
        }
        return policies;
    }

    private static List<Query> practice(Path folder) throws CannotStart {
        try {
            return Exam.practice(folder).queries();
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotStart(List.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static void fill(KnowledgeBase knowledge, Path folder) throws CannotStart {
        try {
            List<KnowledgeFolder.Fault> faults = knowledge.fillIfEmpty(folder, SYSTEM);
            if (!faults.isEmpty()) {
                throw new CannotStart(faults.stream().map(KnowledgeFolder.Fault::toString).toList(), null);
            }
        } catch (IOException e) {
            throw new CannotStart(List.of("the knowledge base " + folder + " cannot be read (" + e.getMessage()
                    + "); give its folder by --set knowledge.folder=DIR"), e);
        }
    }

    private static Gateway.Settings settings(Config config) {
        return new Gateway.Settings(config.server().host(), config.server().port(),
                Set.copyOf(config.server().origins()),
                config.server().secureCookies(), config.server().behindProxy(),
                new Gateway.Limits(config.limits().buyerMessagesPerMinute(),
                        config.limits().newBuyersPerMinute()),
                config.shop().identitySecret());
    }

    private List<Conversation> openConversations() {
        return journal.open().stream().map(conversations::find).flatMap(Optional::stream).toList();
    }

    private int listen(Config config) throws CannotStart {
        try {
            return gateway.start();
        } catch (IOException e) {
            conversations.close();
            gateway.stop();
            throw new CannotStart(
                    List.of("cannot listen on " + config.server().host() + ":" + config.server().port() + " ("
                            + e.getMessage() + "); is another program there? choose another port by --port"),
                    e);
        }
    }

    private void later(Runnable task, Duration after) {
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(task);
    }

    /// Unguessable, and in the order of time, so that conversations that are read together lie together in the database.
    private ConversationId newId() {
        return new ConversationId("c" + Long.toString(clock.millis(), 32) + randomText(12));
    }

    private String randomText(int bytes) {
        byte[] text = new byte[bytes];
        random.nextBytes(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// The one-time token for the first admin, while there is no account.
    public Optional<String> setUpToken() {
        return accounts.setUpToken();
    }

    /// For tests of invariants: the log, and the totals derived from it.
    public Journal journal() {
        return journal;
    }

    /// The live totals.
    public Ledger ledger() {
        return ledger;
    }

    /// Makes the accounts of the demonstration, `admin` and the agents `lin` and `wu`, with random passwords; those that
    /// exist already get a new one.
    ///
    /// @return each account with its password, in order
    public Map<Account, String> demoAccounts() {
        Map<Account, String> made = new LinkedHashMap<>();
        demo("admin", "店主", Role.ADMIN, made);
        demo("lin", "小林", Role.AGENT, made);
        demo("wu", "小吴", Role.AGENT, made);
        return made;
    }

    private void demo(String name, String displayName, Role role, Map<Account, String> made) {
        while (true) {
            // A random password is refused now and then, when it happens to contain the account's name.
            String password = randomText(12);
            Accounts.Change change = accounts.account(name).isPresent()
                    ? accounts.change(name, new Accounts.Edit(null, null, false, password))
                    : accounts.create(name, displayName, role, password);
            if (change instanceof Accounts.Change.Done done) {
                made.put(done.account(), password);
                return;
            }
        }
    }

    /// Stops: no new connections, clients are told to go elsewhere, what was accepted is done, the store is closed.
    @Override
    public void close() {
        gateway.stop();
        conversations.close();
        learning.shutdownNow();
        database.close();
    }
}

package dev.yingda.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.yingda.store.Database;

import org.jspecify.annotations.Nullable;

/// Owner of the accounts. Everything that refuses says why by a [Refusal].
public final class Accounts {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final Duration CROWDED = Duration.ofSeconds(2);

    private final Database database;
    private final Clock clock;
    private final Passwords passwords;
    private final Attempts attempts;
    private @Nullable String setUpToken;

    public Accounts(Database database, Clock clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.passwords = new Passwords(random);
        this.attempts = new Attempts(clock);
        if (database.read(SqlAccounts::all).isEmpty()) {
            byte[] token = new byte[20];
            random.nextBytes(token);
            setUpToken = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        }
    }

    /// What became of a change.
    public sealed interface Change {
        record Done(Account account) implements Change {
        }

        record Refused(List<Refusal> reasons) implements Change {
        }

        record Missing() implements Change {
        }
    }

    /// What became of an attempt to sign in.
    public sealed interface SignIn {
        record Welcome(Account account) implements SignIn {
        }

        /// Name or password is wrong, or the account is disabled; which, is not said.
        record Wrong() implements SignIn {
        }

        /// Too many failures, or too many others just now; not even the right password is looked at before.
        record Wait(Duration duration) implements SignIn {
        }
    }

    /// What to change; null leaves it.
    public record Edit(@Nullable String displayName, @Nullable Role role, @Nullable Boolean disabled,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Edit";
        }
    }

    /// The one-time token with which the first admin is made, while there is no account. It lives in memory only: a
    /// restart gives another.
    public synchronized Optional<String> setUpToken() {
        return Optional.ofNullable(setUpToken);
    }

    /// Makes the first admin. The token is good once, and no more when an account was made in another way.
    public Change setUp(String token, String name, String displayName, String password) {
        Change wrong = refused("token", "令牌不正确或已经用过", "the token is wrong or was used already");
        Optional<String> expected = setUpToken();
        if (expected.isEmpty() || !MessageDigest.isEqual(bytes(expected.get()), bytes(token))) {
            return wrong;
        }
        return create(name, displayName, Role.ADMIN, password,
                connection -> SqlAccounts.all(connection).isEmpty() ? Optional.empty() : Optional.of(wrong));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Change refused(String field, String chinese, String english) {
        return new Change.Refused(List.of(new Refusal(field, chinese, english)));
    }

    /// Makes an account.
    public Change create(String name, String displayName, Role role, String password) {
        return create(name, displayName, role, password, _ -> Optional.empty());
    }

    private Change create(String name, String displayName, Role role, String password,
            Database.Work<Optional<Change>> objection) {
        List<Refusal> reasons = reasons(
                Stream.of(badName(name), badDisplayName(displayName), Passwords.weakness(password, name)));
        if (!reasons.isEmpty()) {
            return new Change.Refused(reasons);
        }
        SqlAccounts.Row row = new SqlAccounts.Row(
                new Account(name, displayName.strip(), role, false, Instant.ofEpochMilli(clock.millis())),
                passwords.hash(password));
        Change change = database.transact(connection -> {
            Optional<Change> objected = objection.run(connection);
            if (objected.isPresent()) {
                return objected.get();
            }
            if (SqlAccounts.find(connection, name).isPresent()) {
                return refused("name", "已经有这个账号", "there is an account of that name");
            }
            SqlAccounts.put(connection, row);
            return new Change.Done(row.account());
        });
        endSetUp();
        return change;
    }

    /// There is an account now: made by this, or found to be there.
    private synchronized void endSetUp() {
        setUpToken = null;
    }

    private static List<Refusal> reasons(Stream<Optional<Refusal>> checks) {
        return checks.flatMap(Optional::stream).toList();
    }

    private static Optional<Refusal> badName(String name) {
        return NAME.matcher(name).matches() && !name.equals("unassigned")
                ? Optional.empty()
                : Optional.of(
                        new Refusal("name", "账号名为 1-64 个字母、数字或 _ . : -", "a name is 1-64 letters, digits or _ . : -"));
    }

    private static Optional<Refusal> badDisplayName(String name) {
        int length = name.strip().codePointCount(0, name.strip().length());
        return length >= 1 && length <= 40
                ? Optional.empty()
                : Optional.of(new Refusal("displayName", "显示名称为 1-40 个字符", "a display name has 1 to 40 characters"));
    }

    /// Changes an account. The last admin who can sign in stays so.
    public Change change(String name, Edit edit) {
        List<Refusal> reasons = reasons(
                Stream.of(edit.displayName() == null ? Optional.empty() : badDisplayName(edit.displayName()),
                        edit.password() == null ? Optional.empty() : Passwords.weakness(edit.password(), name)));
        if (!reasons.isEmpty()) {
            return new Change.Refused(reasons);
        }
        String hash = edit.password() == null ? null : passwords.hash(edit.password());
        return database.transact(connection -> {
            Optional<SqlAccounts.Row> found = SqlAccounts.find(connection, name);
            if (found.isEmpty()) {
                return new Change.Missing();
            }
            SqlAccounts.Row changed = edited(found.get(), edit, hash);
            boolean adminLeft = SqlAccounts.all(connection).stream().map(SqlAccounts.Row::account)
                    .map(account -> account.name().equals(name) ? changed.account() : account)
                    .anyMatch(account -> account.role() == Role.ADMIN && !account.disabled());
            if (!adminLeft) {
                return refused("role", "必须至少保留一个可用的管理员", "at least one admin must remain who can sign in");
            }
            SqlAccounts.put(connection, changed);
            if (changed.account().disabled() || hash != null) {
                SqlSessions.endAll(connection, name);
            }
            return new Change.Done(changed.account());
        });
    }

    private static SqlAccounts.Row edited(SqlAccounts.Row row, Edit edit, @Nullable String hash) {
        Account before = row.account();
        return new SqlAccounts.Row(
                new Account(before.name(),
                        edit.displayName() == null ? before.displayName() : edit.displayName().strip(),
                        edit.role() == null ? before.role() : edit.role(),
                        edit.disabled() == null ? before.disabled() : edit.disabled(), before.createdAt()),
                hash == null ? row.hash() : hash);
    }

    /// Checks name and password.
    public SignIn signIn(String name, String password) {
        if (badName(name).isPresent()) {
            return new SignIn.Wrong();
        }
        Optional<Duration> wait = attempts.begin(name);
        if (wait.isPresent()) {
            return new SignIn.Wait(wait.get());
        }
        try {
            return check(name, password);
        } finally {
            attempts.ended(name);
        }
    }

    private SignIn check(String name, String password) {
        Optional<SqlAccounts.Row> found = find(name);
        Passwords.Check check = passwords.check(password, found.map(SqlAccounts.Row::hash));
        if (check == Passwords.Check.CROWDED) {
            return new SignIn.Wait(CROWDED);
        }
        Optional<Account> enabled = found.map(SqlAccounts.Row::account).filter(account -> !account.disabled());
        if (check == Passwords.Check.WRONG || enabled.isEmpty()) {
            attempts.failed(name);
            return new SignIn.Wrong();
        }
        attempts.succeeded(name);
        return new SignIn.Welcome(enabled.get());
    }

    private Optional<SqlAccounts.Row> find(String name) {
        return database.read(connection -> SqlAccounts.find(connection, name));
    }

    /// All accounts, by name.
    public List<Account> list() {
        return database.read(SqlAccounts::all).stream().map(SqlAccounts.Row::account).toList();
    }

    /// The account of that name.
    public Optional<Account> account(String name) {
        return find(name).map(SqlAccounts.Row::account);
    }
}

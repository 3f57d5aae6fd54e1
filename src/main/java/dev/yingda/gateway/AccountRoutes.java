package dev.yingda.gateway;

import java.util.List;
import java.util.Optional;

import dev.yingda.access.Account;
import dev.yingda.access.Accounts;
import dev.yingda.access.Accounts.Change;
import dev.yingda.access.Accounts.SignIn;
import dev.yingda.access.AuditLog;
import dev.yingda.access.Permission;
import dev.yingda.access.Role;
import dev.yingda.access.Sessions;
import dev.yingda.gateway.Route.Door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Setting up, signing in and out, accounts, and the audit log.
final class AccountRoutes {

    private final Rooms rooms;
    private final Entrance access;
    private final boolean secureCookies;

    AccountRoutes(Rooms rooms, Gateway.Settings settings) {
        this.rooms = rooms;
        this.access = rooms.access();
        this.secureCookies = settings.secureCookies();
    }

    List<Route> routes() {
        Door open = new Door.Open();
        Door staff = new Door.Staff();
        Door manage = new Door.Needs(Permission.MANAGE_ACCOUNTS, null);
        return List.of(
                new Route(HttpMethod.GET, "/api/v1/setup", open, "Whether the first admin is still to be made", "",
                        _ -> Answer.ok(Json.object("needed", access.accounts().setUpToken().isPresent()))),
                new Route(HttpMethod.POST, "/api/v1/setup", open,
                        "Make the first admin with the token printed at start",
                        "token, name, displayName, password", this::setUp),
                new Route(HttpMethod.POST, "/api/v1/sessions", open, "Sign in; sets the session cookie",
                        "name, password",
                        this::signIn),
                new Route(HttpMethod.GET, "/api/v1/session", staff, "Who is signed in, and may do what", "",
                        call -> Answer.ok(Json.object("account", me(call.caller())))),
                new Route(HttpMethod.DELETE, "/api/v1/session", staff, "Sign out", "", this::signOut),
                new Route(HttpMethod.POST, "/api/v1/session/password", staff, "Change one's own password", "old, new",
                        this::changePassword),
                new Route(HttpMethod.POST, "/api/v1/tickets", staff, "A one-time ticket for a socket, good for 30 s",
                        "",
                        call -> Answer.created(Json.object("ticket", access.sessions()
                                .ticket(new Sessions.Session(call.caller().account(), call.caller().token()))))),
                new Route(HttpMethod.GET, "/api/v1/accounts", manage, "All accounts", "", _ -> accounts()),
                new Route(HttpMethod.POST, "/api/v1/accounts", manage, "Make an account",
                        "name, displayName, role, password",
                        this::create),
                new Route(HttpMethod.PATCH, "/api/v1/accounts/:name", manage, "Change an account",
                        "displayName?, role?, disabled?, password?", this::change),
                new Route(HttpMethod.GET, "/api/v1/audit", new Door.Needs(Permission.SEE_AUDIT, null),
                        "Who did what, newest first", "before?, limit?", this::audit));
    }

    private static ObjectNode me(SignedIn who) {
        return account(who.account()).set("permissions",
                Json.array(who.account().role().permissions().stream().map(Permission::wire).toList()));
    }

    private static ObjectNode account(Account account) {
        return Json.object("name", account.name(), "displayName", account.displayName(), "role", account.role().wire(),
                "disabled", account.disabled(), "createdAt", account.createdAt());
    }

    private Answer setUp(Call call) {
        Fields fields = call.fields();
        String token = fields.text("token", 1, 100);
        String name = fields.text("name", 1, 100);
        String displayName = fields.text("displayName", 1, 100);
        String password = fields.text("password", 1, 500);
        fields.end();
        Change change = access.accounts().setUp(token, name, displayName, password);
        if (change instanceof Change.Done done) {
            record(name, "setup", name, call.remote());
            return welcome(done.account(), call);
        }
        return answer(change);
    }

    private Answer signIn(Call call) {
        Fields fields = call.fields();
        String name = fields.text("name", 1, 100);
        String password = fields.text("password", 1, 500);
        fields.end();
        return switch (access.accounts().signIn(name, password)) {
            case SignIn.Welcome welcome -> {
                record(name, "sign-in", name, call.remote());
                yield welcome(welcome.account(), call);
            }
            case SignIn.Wrong _ -> {
                record("?", "sign-in-failed", name, call.remote());
                yield Answer.error(401, "unauthenticated", "账号或密码不正确", "wrong name or password");
            }
            case SignIn.Wait wait -> Answer.tooMany(wait.duration().toMillis());
        };
    }

    private Answer welcome(Account account, Call call) {
        String token = access.sessions().open(account);
        return Answer.created(Json.object("account", me(new SignedIn(account, token))))
                .with(cookie(token, Sessions.LONGEST.toSeconds(), call));
    }

    private String cookie(String value, long seconds, Call call) {
        return Rest.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds
                + (secureCookies || call.secure() ? "; Secure" : "");
    }

    private Answer signOut(Call call) {
        access.sessions().close(call.caller().token());
        record(call.caller().account().name(), "sign-out", call.caller().account().name(), call.remote());
        return Answer.nothing().with(cookie("", 0, call));
    }

    private Answer changePassword(Call call) {
        Fields fields = call.fields();
        String old = fields.text("old", 1, 500);
        String fresh = fields.text("new", 1, 500);
        fields.end();
        String name = call.caller().account().name();
        return switch (access.accounts().signIn(name, old)) {
            case SignIn.Wrong _ -> Answer.invalid(new Invalid("old", "原密码不正确", "the old password is wrong"));
            case SignIn.Wait wait -> Answer.tooMany(wait.duration().toMillis());
            case SignIn.Welcome _ -> {
                Change change = access.accounts().change(name, new Accounts.Edit(null, null, null, fresh));
                if (change instanceof Change.Done done) {
                    record(name, "password", name, call.remote());
                    String token = access.sessions().open(done.account());
                    yield Answer.nothing().with(cookie(token, Sessions.LONGEST.toSeconds(), call));
                }
                yield answer(change);
            }
        };
    }

    private Answer accounts() {
        return Answer
                .ok(Json.object("accounts", access.accounts().list().stream().map(AccountRoutes::account).toList()));
    }

    private Answer create(Call call) {
        Fields fields = call.fields();
        String name = fields.text("name", 1, 100);
        String displayName = fields.text("displayName", 1, 100);
        Role role = fields.oneOf("role", Role.values(), Role::wire);
        String password = fields.text("password", 1, 500);
        fields.end();
        Change change = access.accounts().create(name, displayName, role, password);
        if (change instanceof Change.Done) {
            record(call.caller().account().name(), "account.create", name, role.wire());
        }
        return answer(change);
    }

    private Answer change(Call call) {
        Fields fields = call.fields();
        @Nullable
        String displayName = fields.optionalText("displayName", 1, 100).orElse(null);
        @Nullable
        Role role = fields.optionalOneOf("role", Role.values(), Role::wire).orElse(null);
        @Nullable
        Boolean disabled = fields.optionalFlag("disabled").orElse(null);
        @Nullable
        String password = fields.optionalText("password", 1, 500).orElse(null);
        fields.end();
        String name = call.part("name");
        Change change = access.accounts().change(name, new Accounts.Edit(displayName, role, disabled, password));
        if (change instanceof Change.Done) {
            access.namesChanged();
            record(call.caller().account().name(), "account.change", name,
                    (role == null ? "" : "role " + role.wire() + " ")
                            + (disabled == null ? "" : "disabled " + disabled + " ")
                            + (password == null ? "" : "password"));
        }
        return change instanceof Change.Done done
                ? Answer.ok(Json.object("account", account(done.account())))
                : answer(change);
    }

    private static Answer answer(Change change) {
        return switch (change) {
            case Change.Done done -> Answer.created(Json.object("account", account(done.account())));
            case Change.Missing _ -> Answer.notFound();
            case Change.Refused refused -> Answer.invalid(refused.reasons().stream()
                    .map(reason -> Answer.detail(reason.field(), reason.chinese(), reason.english())).toList());
        };
    }

    private void record(String who, String action, String subject, String detail) {
        access.audit().record(who, action, subject, detail.strip());
    }

    private Answer audit(Call call) {
        call.only("before", "limit");
        long before = Optional.ofNullable(call.parameter("before")).filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong).orElse(0L);
        List<AuditLog.Entry> entries = rooms.access().audit().page(before, call.number("limit", 100, 1, 500));
        return Answer.ok(Json.object("entries",
                entries.stream()
                        .map(entry -> Json.object("id", entry.id(), "at", entry.at(), "who", entry.who(), "action",
                                entry.action(), "subject", entry.subject(), "detail", entry.detail()))
                        .toList()));
    }
}

package dev.yingda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Holds the arrows between the rooms as ARCHITECTURE.md draws them, and the fences around what only some rooms may touch.
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.yingda");

    /// Which room may use which. Rooms not named here may use none.
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(Map.entry("faq", Set.of()),
            Map.entry("store", Set.of()), Map.entry("conversation", Set.of("faq")),
            Map.entry("knowledge", Set.of("faq", "conversation", "store")),
            Map.entry("desk", Set.of("conversation", "store")), Map.entry("metrics", Set.of("conversation")),
            Map.entry("access", Set.of("store")), Map.entry("journal", Set.of("conversation", "store")),
            Map.entry("gateway",
                    Set.of("faq", "store", "conversation", "knowledge", "desk", "metrics", "access", "journal")),
            Map.entry("load", Set.of()),
            Map.entry("cli",
                    Set.of("", "faq", "store", "conversation", "knowledge", "desk", "metrics", "access", "journal",
                            "gateway", "load")),
            Map.entry("", Set.of("faq", "store", "conversation", "knowledge", "desk", "metrics", "access", "journal",
                    "gateway")));

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals("dev.yingda") ? "" : name.substring("dev.yingda.".length());
    }

    @Test
    void roomsUseOnlyWhatTheArrowsAllow() {
        Set<String> broken = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String from = room(type);
            type.getDirectDependenciesFromSelf().stream().map(dependency -> dependency.getTargetClass())
                    .filter(target -> target.getPackageName().startsWith("dev.yingda")).map(ArchitectureTest::room)
                    .filter(to -> !to.equals(from) && !ARROWS.getOrDefault(from, Set.of()).contains(to))
                    .forEach(to -> broken.add(type.getName() + " uses " + to));
        }
        assertEquals(Set.of(), broken);
    }

    @Test
    void everyRoomIsInTheTableAndSaysSoInItsPackageInfo() throws IOException {
        Set<String> rooms = new TreeSet<>(CLASSES.stream().map(ArchitectureTest::room).toList());
        rooms.remove("");
        assertEquals(Set.of(), new TreeSet<>(rooms.stream().filter(room -> !ARROWS.containsKey(room)).toList()));
        for (String room : rooms) {
            String text = Files.readString(Path.of("src/main/java/dev/yingda", room, "package-info.java"));
            assertTrue(text.contains("@org.jspecify.annotations.NullMarked"), room + " is not null-marked");
            assertTrue(
                    text.replace('\n', ' ').replace("///", "").replaceAll(" +", " ").toLowerCase(java.util.Locale.ROOT)
                            .contains("may use"),
                    room + " does not say what it may use");
        }
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("dev.yingda.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages);
    }

    @Test
    void onlyTheGatewayItsLoadAndTheRootKnowVertx() {
        noClasses().that().resideOutsideOfPackages("dev.yingda.gateway", "dev.yingda.load", "dev.yingda").should()
                .dependOnClassesThat(in("io.vertx..", "io.netty..")).check(CLASSES);
    }

    @Test
    void onlyTheFaqKnowsLucene() {
        noClasses().that().resideOutsideOfPackage("dev.yingda.faq").should()
                .dependOnClassesThat(in("org.apache.lucene..", "ai.onnxruntime..")).check(CLASSES);
    }

    @Test
    void onlyTheStoreAndSqlClassesKnowJdbc() {
        noClasses().that().resideOutsideOfPackage("dev.yingda.store")
                .and(new DescribedPredicate<JavaClass>("are no Sql classes") {
                    @Override
                    public boolean test(JavaClass type) {
                        JavaClass outer = type;
                        while (outer.getEnclosingClass().isPresent()) {
                            outer = outer.getEnclosingClass().get();
                        }
                        return !outer.getSimpleName().startsWith("Sql");
                    }
                }).should()
                .dependOnClassesThat(in("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "com.zaxxer..",
                        "org.flywaydb.."))
                .check(CLASSES);
    }

    @Test
    void nobodyReadsTheClockPastTheInjectedOne() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Instant.class, "now")
                .orShould().callMethod(LocalDate.class, "now").orShould().callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now").check(CLASSES);
    }

    @Test
    void onlyTheCommandsWriteToTheTerminal() {
        noClasses().that().resideOutsideOfPackage("dev.yingda.cli").should().accessField(System.class, "out").orShould()
                .accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void namesSayWhatThingsAre() {
        classes().should().haveNameNotMatching(".*(Manager|Util|Utils|Helper|Impl|Service|Data|Info|Dto)$")
                .check(CLASSES);
    }

    @Test
    void theArrowsInTheDocumentAreTheArrowsOfTheTest() throws IOException {
        String text = Files.readString(Path.of("ARCHITECTURE.md"));
        Pattern row = Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]*\\|[^|]*\\| ([^|]*) \\|$");
        Matcher matcher = row.matcher(text);
        int rows = 0;
        while (matcher.find()) {
            rows++;
            String cell = matcher.group(2);
            Set<String> named = new TreeSet<>();
            Matcher names = Pattern.compile("`(\\w+)`").matcher(cell);
            while (names.find()) {
                named.add(names.group(1));
            }
            Set<String> allowed = new TreeSet<>(ARROWS.getOrDefault(matcher.group(1), Set.of()));
            allowed.remove("");
            assertEquals(allowed, cell.startsWith("all") ? allowed : named, matcher.group(1));
        }
        assertEquals(ARROWS.size() - 1, rows);
    }
}

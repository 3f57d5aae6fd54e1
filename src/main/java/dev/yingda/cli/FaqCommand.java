package dev.yingda.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import dev.yingda.conversation.Asked;
import dev.yingda.conversation.Decision;
import dev.yingda.conversation.Explanation;
import dev.yingda.conversation.ShopRules;
import dev.yingda.faq.Calibration;
import dev.yingda.faq.Faq;
import dev.yingda.faq.Match;
import dev.yingda.faq.Matches;
import dev.yingda.knowledge.Exam;
import dev.yingda.knowledge.Knowledge;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `yingda faq`: looks at how questions are matched, on a folder and without a server.
@Command(name = "faq", mixinStandardHelpOptions = true, description = "Ask, calibrate and examine the FAQ matcher.")
public final class FaqCommand {

    private static final String FOLDER = "knowledge-base";

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "ask", mixinStandardHelpOptions = true, description = "Show what a question matches, and what the bot does with it.")
    int ask(@Parameters(paramLabel = "QUESTION") String question,
            @Option(names = "--explain", description = "say which rule decided, and on what") boolean explain,
            @Option(names = "--folder", defaultValue = FOLDER, description = "default: ${DEFAULT-VALUE}") Path folder) {
        return folders().with(folder, knowledge -> {
            Matches matches = faq(knowledge, Calibration.shipped()).match(question);
            Explanation explanation = Explanation.of(Asked.first(question, matches),
                    ShopRules.of(knowledge.settings()));
            Decision decision = explanation.decision();
            out().println(decision.kind() + "  (" + decision.rule().wire() + ")");
            if (explain) {
                out().println(decision.rule().sentence().zh() + explanation.basis().zh());
                out().println(decision.rule().sentence().en() + " " + explanation.basis().en());
            }
            for (Match match : matches.ranked()) {
                out().printf("%.3f  %s  %s  <-  %s%n", match.confidence(), match.entry().id(), match.entry().question(),
                        match.phrasing());
            }
            return Folders.FINE;
        });
    }

    @Command(name = "calibrate", mixinStandardHelpOptions = true, description = "Fit the confidences on a knowledge base and print them as JSON.")
    int calibrate(
            @Option(names = "--folder", defaultValue = FOLDER, description = "default: ${DEFAULT-VALUE}") Path folder,
            @Option(names = "--out", description = "write them to this file instead") Optional<Path> file) {
        return folders().with(folder, knowledge -> {
            String command = "yingda faq calibrate --folder " + folder;
            String json = Calibration.fit(knowledge.served(), knowledge.synonyms(), command).json();
            if (file.isPresent()) {
                Files.writeString(file.get(), json);
            } else {
                out().print(json);
            }
            return Folders.FINE;
        });
    }

    @Command(name = "exam", mixinStandardHelpOptions = true, description = "Ask the questions of an exam and print how well they are answered.")
    int exam(
            @Option(names = "--folder", defaultValue = FOLDER, description = "default: ${DEFAULT-VALUE}") Path folder,
            @Option(names = "--exam", description = "default: exam.tsv in the folder") Optional<Path> file,
            @Option(names = "--calibration", description = "default: the shipped one") Optional<Path> calibration) {
        return folders().with(folder, knowledge -> {
            Exam exam = Exam.read(file.orElse(folder.resolve("exam.tsv")));
            Calibration numbers = calibration.isPresent()
                    ? Calibration.read(Files.readString(calibration.get()))
                    : Calibration.shipped();
            exam.sit(faq(knowledge, numbers), Exam.TRIAGE).print(out());
            return Folders.FINE;
        });
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private Folders folders() {
        return new Folders(Objects.requireNonNull(spec).commandLine().getErr());
    }

    private static Faq faq(Knowledge knowledge, Calibration calibration) {
        Faq faq = new Faq(calibration);
        faq.publish(knowledge.served(), knowledge.synonyms());
        return faq;
    }
}

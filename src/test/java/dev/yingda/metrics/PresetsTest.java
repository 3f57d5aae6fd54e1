package dev.yingda.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class PresetsTest {

    private static final Path FOLDER = Path.of("src/main/resources/policies");

    @Test
    void every_file_of_the_folder_is_a_preset_under_its_own_name() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertEquals(files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .collect(Collectors.toSet()),
                    Policy.presets().stream().map(Policy::id).collect(Collectors.toSet()));
        }
        assertEquals("shop-default", Policy.preset("shop-default").orElseThrow().id());
        assertTrue(Policy.preset("../secret").isEmpty());
    }

    @Test
    void every_preset_says_in_both_languages_what_it_is_and_that_it_is_no_official_value() throws IOException {
        for (Policy policy : Policy.presets()) {
            assertSpoken(policy.name().title(), policy.id());
            policy.metrics().forEach(metric -> assertSpoken(metric.head().title(), policy.id() + "." + metric.id()));
            assertNotNull(policy.name().asOf());
            assertTrue(Objects.requireNonNull(policy.name().source()).contains("no official value"));
            assertTrue(Files.readString(FOLDER.resolve(policy.id() + ".yaml")).contains("# "));
        }
    }

    private static void assertSpoken(Map<String, String> title, String of) {
        assertEquals(Set.of("zh-CN", "en"), title.keySet(), of);
    }
}

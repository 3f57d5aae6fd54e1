package dev.yingda.faq;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.yingda.faq.Model.Unavailable;

import org.jspecify.annotations.Nullable;

/// What texts mean, by the models, computed once: the vectors of phrasings are kept in a folder, those of the last few
/// thousand questions in memory. If a model does not work here, matching goes on by words alone, and [#problems] says why.
///
/// Safe on any number of threads.
public final class Embeddings {

    private static final System.Logger LOG = System.getLogger(Embeddings.class.getName());
    private static final int QUESTIONS = 4096;

    /// So many texts are computed side by side, one on each processor.
    private static final int CHUNK = 512;

    /// How near a kept vector is to the same model's on any machine.
    private static final double SAME = 0.98;

    private final @Nullable Path folder;
    private final boolean wanted;
    private final Map<Language, Kept> files = new EnumMap<>(Language.class);
    private final Map<Language, String> problems = new ConcurrentHashMap<>();
    private final Map<Asked, Vector> questions = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Vector> eldest) {
            return size() > QUESTIONS;
        }
    };

    /// @param dimensions of the model's vectors
    private record Kept(VectorFile file, int dimensions) {

        Optional<Vector> find(String text) {
            return file.find(text).filter(vector -> vector.values().length == dimensions);
        }
    }

    private record Asked(Language language, String text) {
    }

    private Embeddings(@Nullable Path folder, boolean wanted) {
        this.folder = folder;
        this.wanted = wanted;
    }

    /// None at all: matching by words alone, because somebody chose so.
    public static Embeddings none() {
        return new Embeddings(null, false);
    }

    /// Kept in memory only.
    public static Embeddings inMemory() {
        return new Embeddings(null, true);
    }

    /// Kept in this folder, which is made if need be.
    public static Embeddings in(Path folder) {
        return new Embeddings(folder, true);
    }

    /// Why a model that was needed does not work, in one sentence each; empty if all is well.
    public List<String> problems() {
        return List.copyOf(problems.values());
    }

    private Optional<Model> model(Language language) {
        if (!wanted || problems.containsKey(language)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Model.load(language));
        } catch (Unavailable e) {
            problems.put(language, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// The vector of a question; empty if there is no model.
    Optional<Vector> question(Language language, String text) {
        Asked asked = new Asked(language, text);
        synchronized (questions) {
            Vector known = questions.get(asked);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<Vector> vector = model(language).map(model -> model.embed(text));
        vector.ifPresent(computed -> {
            synchronized (questions) {
                questions.put(asked, computed);
            }
        });
        return vector;
    }

    /// The vectors of texts that will be needed again; those that are new are computed. Null if there is no model.
    @Nullable
    Map<String, Vector> kept(Language language, List<String> texts) {
        synchronized (files) {
            Optional<Model> model = model(language);
            return model.isEmpty() ? null : kept(language, model.get(), texts);
        }
    }

    private Map<String, Vector> kept(Language language, Model model, List<String> texts) {
        Kept file = folder == null || texts.isEmpty() ? null : file(language, model, texts, folder);
        Map<String, Vector> vectors = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String text : texts) {
            Optional<Vector> known = file == null ? Optional.empty() : file.find(text);
            known.ifPresentOrElse(vector -> vectors.put(text, vector), () -> missing.add(text));
        }
        List<String> distinct = missing.stream().distinct().toList();
        if (distinct.size() > CHUNK) {
            LOG.log(Level.INFO, "reading {0} texts of the knowledge base for the first time, some 200 a second{1}",
                    distinct.size(), file == null ? "" : "; the next start will not need to");
        }
        for (int from = 0; from < distinct.size(); from += CHUNK) {
            List<String> chunk = distinct.subList(from, Math.min(distinct.size(), from + CHUNK));
            Map<String, Vector> computed = new ConcurrentHashMap<>();
            chunk.parallelStream().forEach(text -> computed.put(text, model.embed(text)));
            vectors.putAll(computed);
            if (file != null) {
                keep(file.file(), computed);
            }
        }
        return vectors;
    }

    private @Nullable Kept file(Language language, Model model, List<String> texts, Path in) {
        Kept open = files.get(language);
        if (open == null) {
            try {
                VectorFile file = new VectorFile(in.resolve(language.model() + ".vectors"));
                if (!isOf(model, texts.getFirst(), file) || !isOf(model, texts.getLast(), file)) {
                    LOG.log(Level.WARNING, "the vectors kept in {0} are of another model; they are computed again", in);
                    file.forget();
                }
                open = new Kept(file, model.embed(texts.getFirst()).values().length);
                files.put(language, open);
            } catch (IOException _) {
                // Unreadable is as good as absent: all is computed again, and writing says what is wrong.
                return null;
            }
        }
        return open;
    }

    private static boolean isOf(Model model, String text, VectorFile file) {
        return file.find(text).map(kept -> {
            Vector computed = model.embed(text);
            return kept.values().length == computed.values().length && kept.cosine(computed) > SAME;
        }).orElse(true);
    }

    private static void keep(VectorFile file, Map<String, Vector> computed) {
        try {
            file.add(computed);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "vectors are not kept, the next start will be slower: {0}", e.getMessage());
        }
    }
}

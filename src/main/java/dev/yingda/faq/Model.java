package dev.yingda.faq;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/// A sentence embedding model (BGE small v1.5 in int8, Xiao et al. 2023, arXiv:2309.07597), run by ONNX Runtime. The vector
/// of a text is the model's output for the start mark, as its authors use it. One text at a time: in a batch the shorter ones
/// are padded, and the int8 model's vectors depend on the padding.
///
/// Loaded once a process and kept: it is never changed, takes some 60 MB, and any number of threads may use it.
final class Model {

    /// Pieces of a text that are read; what is beyond adds nothing to a question and costs time.
    private static final int LONGEST = 128;
    private static final Map<Language, Model> LOADED = new EnumMap<>(Language.class);

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieces pieces;

    private Model(OrtEnvironment environment, OrtSession session, WordPieces pieces) {
        this.environment = environment;
        this.session = session;
        this.pieces = pieces;
    }

    /// It cannot be used on this machine.
    static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1L;

        Unavailable(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /// @throws Unavailable if the platform has no native library, the memory does not suffice, or the files are broken
    static Model load(Language language) throws Unavailable {
        synchronized (LOADED) {
            Model loaded = LOADED.get(language);
            if (loaded == null) {
                loaded = read(language);
                LOADED.put(language, loaded);
            }
            return loaded;
        }
    }

    private static Model read(Language language) throws Unavailable {
        try (InputStream tokenizer = resource(language.model() + "-tokenizer.json");
                InputStream network = resource(language.model() + ".onnx")) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.addConfigEntry("session.intra_op.allow_spinning", "0");
                return new Model(environment, environment.createSession(network.readAllBytes(), options),
                        WordPieces.read(tokenizer));
            }
        } catch (IOException | OrtException | RuntimeException | LinkageError | OutOfMemoryError e) {
            throw new Unavailable("the model " + language.model() + " cannot be loaded: " + e, e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = Model.class.getResourceAsStream("/" + name);
        if (stream == null) {
            throw new IOException(name + " is missing");
        }
        return stream;
    }

    /// What the text means. Takes 1-3 ms for a question.
    Vector embed(String text) {
        long[] ids = pieces.ids(text, LONGEST);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        long[] shape = {1, ids.length};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result = session
                        .run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            FloatBuffer states = output.getFloatBuffer();
            float[] first = new float[(int) output.getInfo().getShape()[2]];
            states.get(first);
            return Vector.of(first);
        } catch (OrtException e) {
            throw new IllegalStateException("the model could not read a text", e);
        }
    }
}

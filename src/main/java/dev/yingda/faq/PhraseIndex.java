package dev.yingda.faq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.SingleInstanceLockFactory;

/// Which phrasings may be near a question, by Lucene: one document a phrasing, in memory, with its terms for BM25 and its
/// direction for the nearest neighbours (exact while there are few, by a graph beyond). It only picks the candidates; what
/// they are worth is [Evidence]'s business. It holds the phrasings of every edition in use: each [View] is the index as it was
/// at one moment.
final class PhraseIndex {

    private static final String TERMS = "terms";
    private static final String VERSION = "version";

    /// Lucene builds a graph for n directions if this much times the natural logarithm of n is less than n: beyond some 10,000.
    /// Comparing that many one by one takes about a millisecond, and a graph takes a second and more to be built.
    private static final int EFFORT = 1_100;
    private static final int LINKS = 16;
    private static final int BEAM = 100;
    private static final int BUFFER_MB = 256;

    private final IndexWriter writer;

    PhraseIndex() {
        KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(LINKS, BEAM, 1, null, EFFORT);
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer()).setCodec(new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        });
        // Else many phrasings become many segments of a few, each of which is compared one by one.
        config.setRAMBufferSizeMB(BUFFER_MB);
        try {
            // As arrays: a file of many buffers is cut anew for every term of a question and every vector it is compared with.
            writer = new IndexWriter(new ByteBuffersDirectory(new SingleInstanceLockFactory(),
                    ByteBuffersDataOutput::new, ByteBuffersDirectory.OUTPUT_AS_BYTE_ARRAY), config);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    private static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("an index in memory cannot fail", e);
    }

    /// Adds a profile.
    ///
    /// @param terms those to find each of its phrasings by, in their order
    void add(Profile profile, List<List<String>> terms) {
        try {
            for (int i = 0; i < terms.size(); i++) {
                Document document = new Document();
                document.add(new TextField(TERMS, String.join(" ", terms.get(i)), Field.Store.NO));
                document.add(new StringField(VERSION, Long.toString(profile.version()), Field.Store.NO));
                document.add(new NumericDocValuesField(VERSION, profile.version()));
                Vector vector = profile.phrases().get(i).vector();
                if (vector != null) {
                    // The cosine would work out every length anew for every question, which takes three times as long.
                    document.add(new KnnByteVectorField(profile.language().name(), vector.evenLong(),
                            VectorSimilarityFunction.DOT_PRODUCT));
                }
                writer.addDocument(document);
            }
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /// Takes profiles out; views that were opened before still have them.
    void remove(Collection<Profile> profiles) {
        Term[] terms = profiles.stream().map(profile -> new Term(VERSION, Long.toString(profile.version())))
                .toArray(Term[]::new);
        try {
            writer.deleteDocuments(terms);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /// The index as it is now.
    View view() {
        try {
            // Never closed: it holds memory only, and a running match may still read what was replaced meanwhile.
            return new View(new IndexSearcher(DirectoryReader.open(writer)));
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /// The index at one moment; never changes.
    static final class View {

        private final IndexSearcher searcher;

        private View(IndexSearcher searcher) {
            this.searcher = searcher;
            searcher.setQueryCache(null);
        }

        /// The versions of the profiles whose phrasings share most with a question, best first; one may come several times.
        List<Long> byWords(List<String> terms, int limit) {
            BooleanQuery.Builder query = new BooleanQuery.Builder();
            terms.forEach(term -> query.add(new TermQuery(new Term(TERMS, term)), BooleanClause.Occur.SHOULD));
            return terms.isEmpty() ? List.of() : versions(query.build(), limit);
        }

        /// The versions of the profiles whose phrasings mean most nearly the same, best first; one may come several times.
        List<Long> byMeaning(Language language, Vector vector, int limit) {
            return versions(new KnnByteVectorQuery(language.name(), vector.evenLong(), limit), limit);
        }

        private List<Long> versions(Query query, int limit) {
            try {
                List<Long> versions = new ArrayList<>();
                List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
                for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
                    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
                    NumericDocValues values = leaf.reader().getNumericDocValues(VERSION);
                    if (values != null && values.advanceExact(hit.doc - leaf.docBase)) {
                        versions.add(values.longValue());
                    }
                }
                return versions;
            } catch (IOException e) {
                throw inMemory(e);
            }
        }
    }
}

package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.lucene.util.VectorUtil;

class VectorTest {

    private static final int DIMENSIONS = 512;
    private static final double LENGTH = 400;
    /// The most that rounding can do: half a unit in every dimension of both.
    private static final double ROUNDING = 2 * 0.5 * Math.sqrt(DIMENSIONS) / LENGTH + 0.002;

    /// Seen to fail with the bytes as they are kept, whose lengths differ.
    @Property(tries = 200)
    void theProductOfEvenlyLongVectorsIsTheirCosine(@ForAll long seed) {
        Random random = new Random(seed);
        Vector one = direction(random, new float[DIMENSIONS]);
        Vector near = direction(random, one.direction());

        double product = VectorUtil.dotProduct(one.evenLong(), near.evenLong()) / (LENGTH * LENGTH);

        assertEquals(one.cosine(near), product, ROUNDING);
    }

    private static Vector direction(Random random, float[] from) {
        float[] direction = new float[from.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) (from[i] + random.nextGaussian() / Math.sqrt(direction.length));
        }
        return Vector.of(direction);
    }
}

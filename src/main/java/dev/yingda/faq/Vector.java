package dev.yingda.faq;

import org.apache.lucene.util.VectorUtil;

/// What a text means, as a direction: one byte a dimension, so that a hundred thousand phrasings fit into 50 MB. Rounding to
/// bytes moves a cosine by less than a thousandth.
final class Vector {

    /// No direction of these models has a part much beyond 0.3, which is the most this length leaves room for in a byte.
    private static final double LENGTH = 400;

    private final byte[] values;
    private final double norm;

    /// @param values not all 0; kept, not copied
    Vector(byte[] values) {
        this.values = values;
        norm = Math.sqrt(VectorUtil.dotProduct(values, values));
    }

    static Vector of(float[] exact) {
        float largest = 0;
        for (float value : exact) {
            largest = Math.max(largest, Math.abs(value));
        }
        byte[] values = new byte[exact.length];
        for (int i = 0; i < exact.length; i++) {
            values[i] = (byte) Math.round(exact[i] / largest * Byte.MAX_VALUE);
        }
        return new Vector(values);
    }

    /// Not to be written to.
    byte[] values() {
        return values;
    }

    /// -1 to 1.
    double cosine(Vector other) {
        return VectorUtil.dotProduct(values, other.values) / (norm * other.norm);
    }

    /// As long as all others, so that those nearest are those whose product with it is greatest.
    byte[] evenLong() {
        byte[] even = new byte[values.length];
        for (int i = 0; i < even.length; i++) {
            even[i] = (byte) Math.clamp(Math.round(values[i] * LENGTH / norm), Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        return even;
    }

    /// With length 1.
    float[] direction() {
        float[] direction = new float[values.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) (values[i] / norm);
        }
        return direction;
    }
}

package ai.rios.projections.views;

import java.util.function.Function;

/**
 * A record as bytes and back. Thread-safe.
 *
 * @param encode to bytes
 * @param decode from bytes; throws a {@link RuntimeException} when they cannot be read
 */
public record BinaryCodec<T>(Function<T, byte[]> encode, Function<byte[], T> decode) {}

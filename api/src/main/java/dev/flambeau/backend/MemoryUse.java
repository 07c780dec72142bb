package dev.flambeau.backend;

/**
 * The memory that a device holds for us.
 *
 * @param usedBytes bytes in buffers that are open
 * @param pooledBytes bytes kept for buffers to come
 * @param buffers how many buffers are open
 */
public record MemoryUse(long usedBytes, long pooledBytes, int buffers) {}

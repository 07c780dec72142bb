package dev.flambeau.tensor;

/**
 * A condition under which recorded code would do the same again: that a value of the host, which
 * the code has asked for, is as it was.
 *
 * <p>Each run of a captured step asks it, so it must be cheap and allocate nothing. Two guards that
 * are equal are asked once. Its text names the value in messages.
 */
public interface Guard {
  /** Whether the value is as it was. */
  boolean holds();
}

package dev.flambeau.cpu.loop;

/** Loops that bring truth from bytes to floats and back, 1 and 0 in both. */
public interface TruthLoops {
  /** In plain Java. */
  TruthLoops PLAIN =
      new TruthLoops() {
        @Override
        public void toFloats(byte[] x, int at, float[] y, int to, int count) {
          for (int i = 0; i < count; i++) {
            y[to + i] = x[at + i];
          }
        }

        @Override
        public void toBytes(float[] x, int at, byte[] y, int to, int count) {
          for (int i = 0; i < count; i++) {
            y[to + i] = (byte) x[at + i];
          }
        }
      };

  /** Stores {@code count} bytes as floats. */
  void toFloats(byte[] x, int at, float[] y, int to, int count);

  /** Stores {@code count} floats as bytes. */
  void toBytes(float[] x, int at, byte[] y, int to, int count);
}

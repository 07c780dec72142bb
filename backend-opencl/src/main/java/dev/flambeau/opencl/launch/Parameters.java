package dev.flambeau.opencl.launch;

import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.tile.RegisterTile;
import dev.flambeau.opencl.tile.TileSet;
import dev.flambeau.opencl.tile.TunedTiles;
import java.util.ArrayList;
import java.util.List;

/**
 * What kernels are compiled for, and launched by.
 *
 * @param emulatesFma whether fma is our own, in integers
 * @param usesDoubles whether elementary functions compute in doubles, not in pairs of floats
 * @param run elements that a work-item takes one after the other, where each is made by itself
 * @param products what matrix products are made of
 */
public record Parameters(boolean emulatesFma, boolean usesDoubles, int run, TileSet products) {
  /** So short that ten work-items share a small tensor, so long that none is mostly overhead. */
  private static final int LONG_RUN = 1024;

  /** Those for a device, with the tiles that are known to be its best. */
  public static Parameters of(Session session, boolean emulatesFma) {
    Parameters untuned = untuned(session, emulatesFma);
    return emulatesFma // products go element by element
        ? untuned
        : TunedTiles.of(session).map(untuned::with).orElse(untuned);
  }

  /**
   * Those that suit a device's class: a CPU that names vectors of its own has its lanes there, all
   * others in their work-items.
   */
  public static Parameters untuned(Session session, boolean emulatesFma) {
    int floats = session.device().nativeFloats();
    boolean isCpu = session.isCpu();
    boolean hasVectors = isCpu && floats >= 4;
    long local = session.device().localMemoryBytes();
    return new Parameters(
        emulatesFma,
        hasVectors && session.device().hasDoubles() && !emulatesFma,
        hasVectors ? LONG_RUN : 1,
        TileSet.of(floats, isCpu, emulatesFma, local));
  }

  /** The same, with other tiles for products. */
  public Parameters with(TileSet tiles) {
    return new Parameters(emulatesFma, usesDoubles, run, tiles);
  }

  /** What a work-item of a matrix product keeps in registers. */
  public RegisterTile tile() {
    return products.item();
  }

  /** Whether a loop becomes vectors; else a device's lanes are its work-items. */
  public boolean hasVectors() {
    return run > 1;
  }

  /** As macros to define. */
  public List<String> macros() {
    List<String> macros = new ArrayList<>(tile().macros());
    macros.add("RUN=" + run);
    if (emulatesFma) {
      macros.add("EMULATE_FMA");
    }
    if (usesDoubles) {
      macros.add("DOUBLES");
    }
    return macros;
  }
}

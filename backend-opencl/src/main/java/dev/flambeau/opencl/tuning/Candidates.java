package dev.flambeau.opencl.tuning;

import dev.flambeau.opencl.tile.RegisterTile;
import dev.flambeau.opencl.tile.TileSet;
import dev.flambeau.opencl.tile.WorkGroupTile;
import dev.flambeau.opencl.tile.WorkGroupTiles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a search tries, each once. On CPU devices every tile, in a mixed order, since time may end
 * before them; for GPUs those that are shipped, then neighbours of the best ones.
 */
final class Candidates {
  /** Of so many neighbours in a row that are none, or known, there are no more. */
  private static final int ATTEMPTS = 200;

  private final TileSet usual;
  private final Deque<TileSet> listed = new ArrayDeque<>();
  private final Set<TileSet> seen = new HashSet<>();
  private int draws;

  Candidates(TileSet usual) {
    this.usual = usual;
    if (usual.groups().isEmpty()) {
      listed.addAll(items());
    } else {
      WorkGroupTiles.SHIPPED.forEach(tile -> listed.add(only(tile)));
    }
  }

  private List<TileSet> items() {
    List<TileSet> all = new ArrayList<>();
    for (int rows : new int[] {4, 12}) {
      for (int vectors = 1; vectors <= 3; vectors++) {
        for (int width : new int[] {4, 8, 16, 1}) {
          all.add(new TileSet(new RegisterTile(rows, vectors, width), List.of()));
        }
      }
    }
    all.sort(Comparator.comparingInt(tiles -> Values.hash(tiles.hashCode())));
    return all;
  }

  private TileSet only(WorkGroupTile tile) {
    return new TileSet(usual.item(), List.of(tile));
  }

  /** The next one; the best ones so far are asked for when those that are listed are through. */
  Optional<TileSet> next(List<TileSet> best) {
    while (!listed.isEmpty()) {
      TileSet next = listed.remove();
      if (seen.add(next)) {
        return Optional.of(next);
      }
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<TileSet> next = neighbour(best).filter(seen::add);
      if (next.isPresent()) {
        return next;
      }
    }
    return Optional.empty();
  }

  private Optional<TileSet> neighbour(List<TileSet> best) {
    if (usual.groups().isEmpty() || best.isEmpty()) {
      return Optional.empty();
    }
    WorkGroupTile from = best.get(draw(best.size())).groups().get(0);
    List<Integer> numbers = new ArrayList<>(from.numbers());
    for (int changes = 1 + draw(2); changes > 0; changes--) {
      int which = draw(numbers.size());
      int old = numbers.get(which);
      numbers.set(which, draw(2) == 0 ? 2 * old : old / 2);
    }
    try {
      return Optional.of(only(WorkGroupTile.of(numbers)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the kernel cannot be compiled so
    }
  }

  private int draw(int bound) {
    return Math.floorMod(Values.hash(draws++), bound);
  }
}

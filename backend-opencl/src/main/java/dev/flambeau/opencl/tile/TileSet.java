package dev.flambeau.opencl.tile;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What matrix products are made of on a device. Its text is JSON: {@code
 * {"item":[12,2,16],"groups":[]}}, parameters in their order.
 *
 * @param item what a work-item of a CPU device keeps in registers
 * @param groups what work-groups of a GPU compute; which of them a product takes, its shape
 *     decides. None on CPU devices, and where fma is emulated
 */
public record TileSet(RegisterTile item, List<WorkGroupTile> groups) {
  private static final String ROW = "\\[\\d{1,4}(?:,\\d{1,4})*]";
  private static final Pattern TEXT =
      Pattern.compile("\\{\"item\":(ROW),\"groups\":\\[((?:ROW(?:,ROW)*)?)]}".replace("ROW", ROW));

  public TileSet {
    groups = List.copyOf(groups);
  }

  /** Those of a device that nobody has tuned. */
  public static TileSet of(int nativeFloats, boolean isCpu, boolean emulatesFma, long localMemory) {
    return new TileSet(
        RegisterTile.of(isCpu ? nativeFloats : 1, emulatesFma),
        isCpu || emulatesFma ? List.of() : WorkGroupTiles.forLocalMemory(localMemory));
  }

  /**
   * From its text.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static TileSet parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not the tiles of products: " + text);
    }
    List<WorkGroupTile> groups =
        Pattern.compile(ROW)
            .matcher(matcher.group(2))
            .results()
            .map(row -> WorkGroupTile.of(numbers(row.group())))
            .toList();
    return new TileSet(RegisterTile.of(numbers(matcher.group(1))), groups);
  }

  private static List<Integer> numbers(String row) {
    return Stream.of(row.substring(1, row.length() - 1).split(",")).map(Integer::valueOf).toList();
  }

  /** Its text, without spaces. */
  public String text() {
    List<List<Integer>> rows = groups.stream().map(WorkGroupTile::numbers).toList();
    return ("{\"item\":" + item.numbers() + ",\"groups\":" + rows + "}").replace(" ", "");
  }
}

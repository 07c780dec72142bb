package dev.flambeau.opencl.tile;

import dev.flambeau.op.Contraction;
import java.util.List;

/**
 * The tile of a product that a work-group of a GPU computes: the parameters that group_tiles.cl is
 * compiled with. What bounds them is the device's local memory ({@link #localBytes}), and the
 * work-items that a group of the built kernel may have, which its registers decide.
 *
 * @param rows of the result, for a group
 * @param columns of the result, for a group
 * @param depth k in local memory at a time
 * @param itemRows rows for a work-item
 * @param itemColumns columns for a work-item
 * @param width floats that are loaded and stored together
 * @param padding floats between rows in local memory, so that they begin in other banks
 * @param buffers tiles in local memory: 2 to fill one while the other is read
 */
public record WorkGroupTile(
    int rows,
    int columns,
    int depth,
    int itemRows,
    int itemColumns,
    int width,
    int padding,
    int buffers) {
  /**
   * Refuses what the kernel cannot be compiled with.
   *
   * @throws IllegalArgumentException with the rule that is broken
   */
  public WorkGroupTile {
    check(rows > 0 && columns > 0 && depth > 0 && itemRows > 0 && itemColumns > 0, "sizes above 0");
    check(width == 1 || width == 2 || width == 4, "a width of 1, 2 or 4");
    check(buffers == 1 || buffers == 2, "1 or 2 buffers");
    check(rows % itemRows == 0 && columns % itemColumns == 0, "whole items in a group");
    check(itemRows % width == 0 && itemColumns % width == 0, "whole vectors in an item");
    check(
        Contraction.LEAF % depth == 0 && depth % width == 0,
        "a depth that divides 1024, of whole vectors");
    check(padding >= 0 && padding % width == 0, "a padding of whole vectors");
    int fetched = width * (rows / itemRows) * (columns / itemColumns);
    check(
        rows * depth % fetched == 0 && columns * depth % fetched == 0,
        "as many vectors to fetch for each item");
  }

  private static void check(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("A tile of work-groups has " + expected + ".");
    }
  }

  /** From its parameters in their order. */
  public static WorkGroupTile of(List<Integer> numbers) {
    if (numbers.size() != 8) {
      throw new IllegalArgumentException("A tile of work-groups has 8 parameters.");
    }
    return new WorkGroupTile(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        numbers.get(5),
        numbers.get(6),
        numbers.get(7));
  }

  /** Its parameters in their order. */
  public List<Integer> numbers() {
    return List.of(rows, columns, depth, itemRows, itemColumns, width, padding, buffers);
  }

  /** The same with rows for columns. */
  public WorkGroupTile turned() {
    return new WorkGroupTile(columns, rows, depth, itemColumns, itemRows, width, padding, buffers);
  }

  /** Work-items beside each other in a group. */
  public int itemsAcross() {
    return columns / itemColumns;
  }

  /** Work-items below each other in a group. */
  public int itemsDown() {
    return rows / itemRows;
  }

  /** Work-items of a group. */
  public int items() {
    return itemsAcross() * itemsDown();
  }

  /** The local memory of a group. */
  public long localBytes() {
    return 4L * buffers * depth * (rows + columns + 2L * padding);
  }

  /** The parameters, as macros to define. */
  public List<String> macros() {
    return List.of(
        "GROUP_ROWS=" + rows,
        "GROUP_COLUMNS=" + columns,
        "GROUP_DEPTH=" + depth,
        "ITEM_ROWS=" + itemRows,
        "ITEM_COLUMNS=" + itemColumns,
        "WIDTH=" + width,
        "PADDING=" + padding,
        "BUFFERS=" + buffers);
  }
}

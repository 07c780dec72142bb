package dev.flambeau.data;

/** Some examples of a dataset, in an order of their own; fetched as that fetches them. */
final class Subset implements Dataset {
  private final Dataset whole;
  private final int[] members;

  Subset(Dataset whole, int[] members) {
    Order.check(members, whole.size());
    this.whole = whole;
    this.members = members.clone();
  }

  @Override
  public int size() {
    return members.length;
  }

  @Override
  public Dataset inEpoch(int epoch) {
    Dataset then = whole.inEpoch(epoch);
    return then == whole ? this : new Subset(then, members);
  }

  @Override
  public Example get(int index) {
    Order.check(index, members.length);
    return whole.get(members[index]);
  }

  @Override
  public Batch batch(int[] indices) {
    return whole.batch(ofWhole(indices));
  }

  @Override
  public Batch batch(int[] indices, Batch used) {
    return whole.batch(ofWhole(indices), used);
  }

  private int[] ofWhole(int[] indices) {
    Order.check(indices, members.length);
    int[] ofWhole = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      ofWhole[i] = members[indices[i]];
    }
    return ofWhole;
  }
}

package dev.flambeau.opencl.product;

import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Layout;
import dev.flambeau.opencl.tile.WorkGroupTile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A launch of matmul_groups_tiles, matmul_groups.cl: of one product, or of some that do not depend
 * on each other, of one matrix each, by the same tile. Where leaves lie apart, one more adds them.
 */
final class GroupLaunch implements AutoCloseable {
  // Of each: matmul_groups.cl's PRODUCT.
  private static final int POINTERS = 5;
  private static final int NUMBERS = 21;

  private final Launcher launcher;
  private final Program program;
  private final Layout part;
  private final int matrix;
  private final List<ApartLeaves> opened = new ArrayList<>();

  /**
   * Of a part of the first product.
   *
   * @param matrix the product's matrix with which it begins
   */
  private GroupLaunch(Launcher launcher, WorkGroupTile tile, Layout part, int matrix) {
    this.launcher = launcher;
    this.program = launcher.generated().of(KernelFile.MATMUL_GROUPS, tile).orElseThrow();
    this.part = part;
    this.matrix = matrix;
  }

  /** Launches one launch's products, if this device has tiles for them, and returns the others. */
  static List<Product> take(List<Product> products, Launcher launcher) {
    List<Product> taken = products.stream().filter(product -> product.k() > 0).toList();
    List<List<GroupProduct>> launches = GroupProduct.launches(taken, launcher);
    if (launches.isEmpty()) {
      return products;
    }
    launches.forEach(together -> launch(together, launcher));
    return products.stream().filter(product -> product.k() == 0).toList();
  }

  /** In parts, if the leading axes are many. */
  static void launch(List<GroupProduct> products, Launcher launcher) {
    GroupProduct first = products.get(0);
    int done = 0;
    for (Layout part : first.product().lead().parts(Layout.AXES)) {
      try (GroupLaunch launch = new GroupLaunch(launcher, first.tile(), part, done)) {
        launch.run(products);
      }
      done += part.elements();
    }
  }

  private void run(List<GroupProduct> products) {
    List<Operands> all = products.stream().map(this::operands).toList();
    Launch launch = launcher.launch(program, "matmul_groups_tiles");
    all.forEach(each -> each.pass(launch));
    ContractionLaunches.passNone(launch, products.size(), POINTERS, NUMBERS);
    GroupProduct first = products.get(0);
    WorkGroupTile tile = first.tile();
    long groups = all.stream().mapToLong(Operands::groups).sum();
    launch
        .number(part.elements())
        .numbers(part.sizesOf8())
        .numbers(first.a().strides(part))
        .numbers(first.b().strides(part))
        .grid(
            new long[] {tile.itemsAcross() * groups, tile.itemsDown()},
            new long[] {tile.itemsAcross(), tile.itemsDown()});
    all.stream().filter(each -> each.apart() != null).forEach(this::addLeaves);
  }

  private Operands operands(GroupProduct way) {
    Product product = way.product();
    if (way.leaves() == 1) {
      return new Operands(way, part, product.epilogue(), product.c(), start(product), null);
    }
    ApartLeaves apart = ApartLeaves.of(way.leaves(), elements(product), launcher);
    opened.add(apart);
    return new Operands(way, part, Epilogue.NONE, apart.view(), 0, apart);
  }

  private void addLeaves(Operands each) {
    Product product = each.way().product();
    Objects.requireNonNull(each.apart())
        .add(product.epilogue(), product.c(), start(product), 1, product.n(), program, launcher);
  }

  /** The element of a product's result with which the part begins. */
  private int start(Product product) {
    return matrix * product.m() * product.n();
  }

  /** How many elements of it the part has. */
  private int elements(Product product) {
    return part.elements() * product.m() * product.n();
  }

  @Override
  public void close() {
    opened.forEach(ApartLeaves::close);
  }

  /**
   * A product as the kernel takes it.
   *
   * @param part of its leading axes
   * @param epilogue what follows in this launch
   * @param c where this launch puts it
   * @param start the element of c, and of what the epilogue reads beside it, where it begins
   * @param apart where its leaves go, if they lie apart
   */
  private record Operands(
      GroupProduct way,
      Layout part,
      Epilogue epilogue,
      View c,
      int start,
      @Nullable ApartLeaves apart) {
    int groups() {
      return Math.toIntExact(way.groups(part.elements()));
    }

    /** The arguments of matmul_groups.cl's PRODUCT, the numbers in the order of its struct. */
    void pass(Launch launch) {
      GroupProduct.Side a = way.a();
      GroupProduct.Side b = way.b();
      launch
          .memory(a.view())
          .memory(b.view())
          .memory(epilogue.bias())
          .memory(epilogue.above())
          .memory(c)
          .numbers(
              a.start(part),
              a.stride(),
              a.kStride(),
              b.start(part),
              b.kStride(),
              b.stride(),
              Launch.offset(epilogue.bias()),
              way.isTurned() ? 1 : 0,
              way.isTurned() ? 0 : 1,
              epilogue.bias() == null ? 0 : 1,
              epilogue.then().ordinal(),
              Launch.offset(epilogue.above()) + start,
              Float.floatToRawIntBits(epilogue.limit()),
              c.offset() + start,
              way.isTurned() ? 1 : b.size(),
              way.isTurned() ? a.size() : 1,
              a.size(),
              b.size(),
              way.product().k(),
              way.leaves(),
              groups());
    }
  }
}

package dev.flambeau.opencl.product;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Layout;
import dev.flambeau.opencl.launch.Scratch;
import dev.flambeau.opencl.product.TiledProduct.Items;
import dev.flambeau.opencl.product.TiledProduct.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A launch of matmul_tiles, contraction.cl: of one product, or of some that do not depend on each
 * other, of one matrix each.
 */
final class TiledLaunch implements AutoCloseable {
  // Of each: contraction.cl's PRODUCT.
  private static final int POINTERS = 6;
  private static final int NUMBERS = 28;

  private final Launcher launcher;
  private final List<Scratch> opened = new ArrayList<>();

  private TiledLaunch(Launcher launcher) {
    this.launcher = launcher;
  }

  /** Launches those of one launch's products for which it pays, and returns the others. */
  static List<Product> take(List<Product> products, Launcher launcher) {
    List<TiledProduct> taken = new ArrayList<>();
    List<Product> left = new ArrayList<>();
    for (Product product : products) {
      TiledProduct tiled = TiledProduct.of(product, launcher);
      if (tiled.pays()) {
        taken.add(tiled);
      } else {
        left.add(product);
      }
    }
    if (!taken.isEmpty()) {
      launch(taken, launcher);
    }
    return left;
  }

  /** In parts, if the leading axes are many. */
  private static void launch(List<TiledProduct> products, Launcher launcher) {
    try (TiledLaunch launch = new TiledLaunch(launcher)) {
      List<Operands> all = products.stream().map(launch::operands).toList();
      int done = 0;
      for (Layout part : products.get(0).product().lead().parts(Layout.AXES)) {
        launch.run(all, part, done);
        done += part.elements();
      }
    }
  }

  private Operands operands(TiledProduct tiled) {
    int k = tiled.product().k();
    return new Operands(tiled, panels(tiled.x(), k), panels(tiled.y(), k));
  }

  /**
   * Launches the part of the first product, which begins at one of its matrices, and the others.
   */
  private void run(List<Operands> products, Layout part, int matrix) {
    int units = launcher.computeUnits();
    int batch = part.elements();
    Launch launch = launcher.launch("matmul_tiles");
    int all = 0;
    for (Operands each : products) {
      Items items = each.tiled().items(units, batch);
      each.pass(launch, part, matrix, items, own(each.own() * items.all() * batch));
      all += items.all();
    }
    ContractionLaunches.passNone(launch, products.size(), POINTERS, NUMBERS);
    Operands first = products.get(0);
    launch
        .numbers(part.sizesOf8())
        .numbers(first.x().strides(part))
        .numbers(first.y().strides(part))
        .grid(new long[] {all, batch}, new long[] {1, 1});
  }

  /** Memory that the items of a product fill. */
  private @Nullable View own(int elements) {
    return elements == 0 ? null : open(elements).view(elements);
  }

  private Scratch open(int elements) {
    Scratch scratch = launcher.scratch(DType.FLOAT32, elements);
    opened.add(scratch);
    return scratch;
  }

  private Panels panels(Side side, int k) {
    Panels panels = Panels.of(side, k, launcher);
    if (panels.packed() != null) {
      opened.add(panels.packed());
    }
    return panels;
  }

  @Override
  public void close() {
    Collections.reverse(opened);
    opened.forEach(Scratch::close);
  }

  /** A product whose operands are ready. */
  private record Operands(TiledProduct tiled, Panels x, Panels y) {
    /** What an item needs for itself. */
    int own() {
      return x.own() + y.own();
    }

    /** The arguments of contraction.cl's PRODUCT, the numbers in the order of its struct. */
    void pass(Launch launch, Layout part, int matrix, Items items, @Nullable View own) {
      Product product = tiled.product();
      Epilogue epilogue = product.epilogue();
      int start = matrix * product.m() * product.n();
      int acrossRow = tiled.turned() ? 1 : product.n();
      int alongRow = tiled.turned() ? product.n() : 1;
      launch
          .memory(x.memory())
          .memory(y.memory())
          .memory(epilogue.bias())
          .memory(epilogue.above())
          .memory(product.c())
          .memory(own)
          .numbers(
              x.start(part),
              x.panel(),
              x.stride(),
              x.kStride(),
              x.packing(),
              y.start(part),
              y.panel(),
              y.stride(),
              y.kStride(),
              y.packing(),
              Launch.offset(epilogue.bias()),
              tiled.turned() ? 1 : 0,
              tiled.turned() ? 0 : 1,
              epilogue.bias() == null ? 0 : 1,
              epilogue.then().ordinal(),
              Launch.offset(epilogue.above()) + start,
              Float.floatToRawIntBits(epilogue.limit()),
              product.c().offset() + start,
              acrossRow,
              alongRow,
              tiled.x().size(),
              tiled.y().size(),
              product.k(),
              items.tiles(),
              items.panels(),
              items.across(),
              items.all(),
              own());
    }
  }
}

package dev.flambeau.tensor.dry;

import dev.flambeau.op.Contraction;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.dry.DryRun.Ran;

/** How many products an op adds up; what is added to each element alone does not count. */
final class MultiplyAdds {
  private MultiplyAdds() {}

  static long of(Ran ran) {
    if (ran.op() instanceof Recurrent) {
      // Each state has a row of either weight; they are behind x, or behind h0 and x.
      long columns = 0;
      for (int i = ran.inputs().size() - 4; i < ran.inputs().size() - 2; i++) {
        columns += input(ran, i).size(1);
      }
      return output(ran) * columns;
    }
    if (!(ran.op() instanceof Contraction)) {
      return 0;
    }
    if (ran.op() instanceof Convolution.ConvTranspose) {
      return (long) input(ran, 0).elements() * behindFirst(input(ran, 1));
    }
    if (ran.op() instanceof Contraction.MatMul product) {
      return output(ran) * input(ran, 0).size(product.transposeA() ? -2 : -1);
    }
    return output(ran) * behindFirst(input(ran, 1));
  }

  private static Shape input(Ran ran, int i) {
    return ran.inputs().get(i).type().shape();
  }

  private static long output(Ran ran) {
    return ran.outputs().get(0).type().elements();
  }

  /** The elements of a weight for one of its outermost channels. */
  private static long behindFirst(Shape weight) {
    return weight.elements(1, weight.rank());
  }
}

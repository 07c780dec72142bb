package dev.flambeau.opencl;

import dev.flambeau.op.Contraction;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import java.util.List;

/** Products of matrices, and what tiles compute with them. */
public final class Products {
  private Products() {}

  /** The type of a matrix as it lies. */
  static TensorType matrix(int rows, int columns, boolean isTransposed) {
    return isTransposed ? HostTensor.floats(columns, rows) : HostTensor.floats(rows, columns);
  }

  /** A product and ReLU as one op. */
  public static FusedContraction thenRelu(Contraction product, List<TensorType> inputs) {
    Graph epilogue = Graph.of(product.infer(inputs), x -> List.of(x.get(0).relu()));
    return new FusedContraction(product, new Fused(epilogue), false);
  }

  /** A product and ReLU's gradient as one op, of ReLU's output too. */
  public static FusedContraction thenWhereAbove(Contraction product, List<TensorType> factors) {
    TensorType type = product.infer(factors).get(0);
    Graph epilogue = Graph.of(List.of(type, type), x -> List.of(x.get(1).gt(0).where(x.get(0), 0)));
    return new FusedContraction(product, new Fused(epilogue), false);
  }
}

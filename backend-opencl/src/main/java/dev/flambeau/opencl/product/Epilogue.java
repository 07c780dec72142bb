package dev.flambeau.opencl.product;

import dev.flambeau.backend.View;
import dev.flambeau.op.Compare.Less;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Ternary.Where;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.opencl.launch.Launch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a product ends with, before it is stored: contraction.cl.
 *
 * @param bias is added to each row
 * @param above by WHERE_ABOVE compared with the limit, lies like the product
 */
record Epilogue(@Nullable View bias, Form form, @Nullable View above) {
  /** By the numbers that the kernels know them by, their places here. */
  enum Then {
    NOTHING,
    RELU,
    /** {@code limit < above ? product : limit}: the gradient of ReLU. */
    WHERE_ABOVE
  }

  /** What would be an op of its own, and the number that it compares with. */
  record Form(Then then, float limit) {
    static final Form NOTHING = new Form(Then.NOTHING, 0);

    /** That of an expression; nothing if the kernels compute none like it. */
    static Optional<Form> of(Fused expression) {
      Graph body = expression.body();
      List<Graph.Node> ops =
          body.nodes().stream().filter(node -> !(node.op() instanceof Fill)).toList();
      Graph.Node last = ops.get(ops.size() - 1);
      if (!body.outputs().equals(List.of(last.firstOutput()))) {
        return Optional.empty();
      }
      if (ops.size() == 1 && last.op() instanceof Relu) {
        return Optional.of(new Form(Then.RELU, 0));
      }
      return ops.size() == 2 ? whereAbove(body, ops.get(0), last) : Optional.empty();
    }

    private static Optional<Form> whereAbove(Graph body, Graph.Node compare, Graph.Node last) {
      boolean fits =
          compare.op() instanceof Less
              && last.op() instanceof Where
              && compare.inputs().get(1) == 1 // the operand that is no product
              && body.inputs().size() == 2
              && body.inputs().get(1).equals(body.inputs().get(0))
              && last.inputs().get(0) == compare.firstOutput()
              && last.inputs().get(1) == 0;
      if (!fits) {
        return Optional.empty();
      }
      Optional<Float> limit = number(body, compare.inputs().get(0));
      boolean isOne = limit.isPresent() && limit.equals(number(body, last.inputs().get(2)));
      return isOne ? Optional.of(new Form(Then.WHERE_ABOVE, limit.get())) : Optional.empty();
    }

    private static Optional<Float> number(Graph body, int value) {
      return body.nodes().stream()
          .filter(node -> node.firstOutput() == value && node.op() instanceof Fill)
          .map(node -> (float) ((Fill) node.op()).value())
          .findFirst();
    }
  }

  static final Epilogue NONE = of(null);

  static Epilogue of(@Nullable View bias) {
    return new Epilogue(bias, Form.NOTHING, null);
  }

  Then then() {
    return form.then;
  }

  float limit() {
    return form.limit;
  }

  /**
   * Passes it to a kernel.
   *
   * @param c the product, which stands for what is not there
   * @param start the element of c from which on this launch computes
   */
  Launch pass(Launch launch, View c, int start) {
    return launch
        .view(bias == null ? c : bias)
        .number(bias == null ? 0 : 1)
        .number(then().ordinal())
        .view(above == null ? c : above, start)
        .number(limit());
  }
}

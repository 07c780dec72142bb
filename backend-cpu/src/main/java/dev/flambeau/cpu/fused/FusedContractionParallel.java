package dev.flambeau.cpu.fused;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.cpu.convolution.ConvolutionParallel;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.product.ContractionParallel;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Convolution;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A product of two matrices, and its epilogue on each part of it while that is in the cache. */
public final class FusedContractionParallel implements Kernel<FusedContraction> {
  private final FusedParallel fused;
  private final ContractionParallel contraction;
  private final ConvolutionParallel convolution;
  private final LruCache<FusedContraction, FusedCode> known = new LruCache<>();

  public FusedContractionParallel(
      FusedParallel fused, ContractionParallel contraction, ConvolutionParallel convolution) {
    this.fused = fused;
    this.contraction = contraction;
    this.convolution = convolution;
  }

  /** If an output has room for the product: its own, or the only one, of floats as well. */
  @Override
  public boolean takes(FusedContraction op) {
    List<Integer> results = op.epilogue().body().outputs();
    List<TensorType> types = op.epilogue().body().types();
    boolean hasRoom =
        op.givesProduct()
            || results.size() == 1 && types.get(results.get(0)).dtype() == DType.FLOAT32;
    return hasRoom && isOfMatrices(op) && fused.takes(op.epilogue());
  }

  private static boolean isOfMatrices(FusedContraction op) {
    Shape shape = op.product().shape();
    return !(op.contraction() instanceof Contraction.MatMul)
        || shape.elements(0, shape.rank() - 2) == 1;
  }

  @Override
  public void run(FusedContraction op, List<View> inputs, List<View> outputs) {
    prepare(op, inputs, outputs).run();
  }

  @Override
  public Runnable prepare(FusedContraction op, List<View> inputs, List<View> outputs) {
    int operands = op.contraction().operands();
    View product = outputs.get(0);
    List<View> tensors = new ArrayList<>(List.of(product));
    tensors.addAll(inputs.subList(operands, inputs.size()));
    tensors.addAll(op.givesProduct() ? outputs.subList(1, outputs.size()) : outputs);
    FusedCode code = known.get(op, this::compile);
    FusedBlocks blocks = fused.blocks(code, tensors);
    Shape shape = product.type().shape();
    int width =
        op.contraction() instanceof Convolution conv
            ? ConvolutionParallel.columns(conv, shape)
            : shape.size(-1);
    Epilogue then =
        new Epilogue(
            (row, column, rows, columns) -> blocks.run(width, row, column, rows, columns),
            product.type().elements() * code.cost());
    List<View> multiplied = inputs.subList(0, operands);
    return op.contraction() instanceof Convolution conv
        ? convolution.prepare(conv, multiplied, product, then)
        : contraction.prepare(op.contraction(), multiplied, product, then);
  }

  /** Of the epilogue, whose only result takes the product's place unless that is kept. */
  private FusedCode compile(FusedContraction op) {
    Fused epilogue = op.epilogue();
    int[] inPlace = new int[epilogue.body().outputs().size()];
    Arrays.fill(inPlace, op.givesProduct() ? -1 : 0);
    return fused.compile(epilogue, inPlace);
  }
}

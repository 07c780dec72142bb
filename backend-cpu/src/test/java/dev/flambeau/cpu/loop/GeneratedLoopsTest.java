package dev.flambeau.cpu.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.cpu.convolution.ConvolutionParallel;
import dev.flambeau.cpu.convolution.LoopPanels;
import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.product.ContractionParallel;
import dev.flambeau.cpu.product.LoopProduct;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Op;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedLoopsTest {
  @Test
  void everyElementwiseOpHasAMethodOfItsName() {
    assertTrue(ElementwiseLoops.ops().size() > 15, "only " + ElementwiseLoops.ops());
    assertEquals(
        ElementwiseLoops.ops().stream().map(Op::name).collect(Collectors.toSet()),
        Stream.of(ScalarOps.class, CorrectlyRounded.class)
            .flatMap(ops -> methods(ops).stream())
            .collect(Collectors.toSet()));
  }

  /** And masks one that makes numbers of them. */
  @Test
  void everyElementwiseOpHasAMethodOnVectorsOrIsAFunction() throws ClassNotFoundException {
    assertEquals(
        Stream.concat(
                Stream.of("number"),
                ElementwiseLoops.ops().stream()
                    .filter(op -> !ElementwiseLoops.isFunction(op))
                    .map(Op::name))
            .collect(Collectors.toSet()),
        methods(Class.forName("dev.flambeau.cpu.vector.loop.VectorOps")));
  }

  private static Set<String> methods(Class<?> ops) {
    return Arrays.stream(ops.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
  }

  @Test
  void aRowOfAnotherIsReadAgain() {
    LoopGenerator.Loop loop = ElementwiseLoops.plain().of(new Binary.Sub(), true, false);
    float[] x = {1, 2, 3};
    float[] y = new float[3];
    Place[] places = {
      new Place(x, 0, true, 1), new Place(new float[] {5}, 0, false, 0), new Place(y, 0, true, 1)
    };
    loop.run(places, new float[0], 1, 2);
    assertEquals(List.of(0f, -3f, -2f), List.of(y[0], y[1], y[2]));
  }

  @Test
  void withoutClassesAtRunTimeTheReferenceServes() {
    GeneratedLoops none =
        new GeneratedLoops(
            bytes -> {
              throw new UnsupportedOperationException("no classes here");
            },
            "dev.flambeau.cpu.loop",
            List.of(ElementKind.SINGLE),
            1);
    KernelTable start = ReferenceKernels.table();
    try (Workers workers = new Workers(1);
        HostMemory memory = new HostMemory("test", 0)) {
      ContractionParallel contraction =
          new ContractionParallel(workers, new LoopProduct(workers, memory));
      KernelTable table =
          ParallelKernels.elementwise(
              new KernelTable(start),
              workers,
              memory,
              new ElementwiseLoops(none),
              contraction,
              new ConvolutionParallel(workers, memory, new LoopPanels()));
      assertSame(start.get(Binary.Add.class), table.get(Binary.Add.class));
      assertFalse(table.has(Fused.class));
    }
  }
}

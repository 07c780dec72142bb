package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.View;
import dev.flambeau.op.Binary.Mul;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Movement.Transpose;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction.Max;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.HostTensor;
import dev.flambeau.tck.catalogue.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the kit: a backend that is broken in one way fails that case, with that message. */
class BrokenBackendsTest {
  private static final Backend REFERENCE = open();
  private static final long SEED = 1;

  private static Backend open() {
    Backends backends = Backends.discover();
    return backends.open(backends.find("cpu:reference"), BackendOptions.defaults());
  }

  private static List<Result> failures(Backend broken, Class<? extends Op> op) {
    List<Case> cases =
        Catalogue.cases().stream()
            .filter(test -> op.isInstance(test.op()) && test.elements() < 5000)
            .toList();
    Conformance conformance = new Conformance(broken, REFERENCE, SEED);
    return conformance.run(cases).stream().filter(Result::failed).toList();
  }

  /** The message of that case among the failures, and of no other op's. */
  private static String message(Backend broken, Class<? extends Op> op, String name) {
    List<Result> failures = failures(broken, op);
    return failures.stream()
        .filter(result -> result.test().name().equals(name))
        .map(Result::message)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " passed; failed: " + failures));
  }

  @Test
  void theReferenceItselfPasses() {
    assertEquals(List.of(), failures(REFERENCE, Max.class));
  }

  @Test
  void oneThatSumsDescending() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          void before(Op op, int input, HostTensor tensor) {
            if (op.equals(new MatMul(false, false))) {
              reverse(tensor, input == 0 ? 1 : 0);
            }
          }
        };
    String name = "matmul[transposeA=false, transposeB=false] (1, 8) × (8, 31), BIG_THEN_TINY";
    assertEquals(
        "matmul[transposeA=false, transposeB=false] (1, 8) × (8, 31), BIG_THEN_TINY "
            + "on broken, seed 1: output 0, (1, 31) FLOAT32, differs in 16 of 31 elements, "
            + "first at [0, 4]: expected "
            + decimal(0xd741f940)
            + " (0xd741f940), is "
            + decimal(0xd741f93f)
            + " (0xd741f93f), 1 ULP away. See docs/numerics.md, \"Contractions\".",
        message(broken, MatMul.class, name));
  }

  /** As this Java spells it: from 19 on in the fewest digits that tell a float (JDK-4511638). */
  private static String decimal(int bits) {
    return Float.toString(Float.intBitsToFloat(bits));
  }

  /** Turns a matrix round along an axis: rows when it is 0, columns when it is 1. */
  private static void reverse(HostTensor matrix, int axis) {
    Shape shape = matrix.type().shape();
    if (shape.rank() != 2) {
      return;
    }
    HostTensor copy = HostTensor.zeros(matrix.type());
    copy.bytes().put(matrix.bytes().duplicate());
    int columns = shape.size(1);
    for (int i = 0; i < shape.elements(); i++) {
      int row = i / columns;
      int column = i % columns;
      int from =
          axis == 0
              ? (shape.size(0) - 1 - row) * columns + column
              : row * columns + columns - 1 - column;
      matrix.put(i, copy.value(from));
    }
  }

  @Test
  void oneThatDropsANaN() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          void before(Op op, int input, HostTensor tensor) {
            for (int i = 0; op instanceof Max && i < tensor.type().elements(); i++) {
              if (Double.isNaN(tensor.value(i))) {
                tensor.put(i, Double.NEGATIVE_INFINITY);
              }
            }
          }
        };
    assertEquals(
        "max[axes=[1], keepDim=false] (5, 33), NAN on broken, seed 1: output 0, (5) "
            + "FLOAT32, differs in 5 of 5 elements, first at [0]: expected NaN "
            + "(0x7fc00000), is 0.9504398 (0x3f735006). See docs/numerics.md, "
            + "\"Reductions\".",
        message(broken, Max.class, "max[axes=[1], keepDim=false] (5, 33), NAN"));
  }

  @Test
  void oneThatIsOffByOneAtATilesEdge() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          void after(Op op, HostTensor output) {
            int last = output.type().elements() - 1;
            if (op instanceof MatMul && output.type().shape().size(-1) == 33 && last > 0) {
              output.put(last, output.value(last - 1));
            }
          }
        };
    String name = "matmul[transposeA=false, transposeB=true] (3, 17) × (33, 17), BIG_THEN_TINY";
    assertEquals(
        "matmul[transposeA=false, transposeB=true] (3, 17) × (33, 17), BIG_THEN_TINY "
            + "on broken, seed 1: output 0, (3, 33) FLOAT32, differs in 1 of 99 elements, "
            + "first at [2, 32]: expected -11.119266 (0xc131e883), is 700.8515 "
            + "(0x442f367f), 2237734659 ULP away. See docs/numerics.md, \"Contractions\".",
        message(broken, MatMul.class, name));
    assertTrue(
        failures(broken, MatMul.class).stream()
            .allMatch(result -> result.message().contains(", 33) FLOAT32, differs in")));
  }

  @Test
  void oneThatFlushesSubnormals() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          void after(Op op, HostTensor output) {
            for (int i = 0; op instanceof Mul && i < output.type().elements(); i++) {
              if (Math.abs(output.value(i)) < Float.MIN_NORMAL) {
                output.put(i, Math.copySign(0, output.value(i)));
              }
            }
          }
        };
    assertEquals(
        "mul (31, 1) × (31), SPECIAL on broken, seed 1: output 0, (31, 31) FLOAT32, "
            + "differs in 72 of 961 elements, first at [2, 14]: expected 1.4E-45 "
            + "(0x00000001), is 0.0 (0x00000000), 1 ULP away. See docs/numerics.md, "
            + "\"Arithmetic\".",
        message(broken, Mul.class, "mul (31, 1) × (31), SPECIAL"));
  }

  @Test
  void oneThatWritesPastTheEnd() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          public void run(Op op, List<View> inputs, List<View> outputs) {
            super.run(op, inputs, outputs);
            if (op instanceof Relu) {
              View output = outputs.get(0);
              TensorType one = output.type().with(Shape.SCALAR);
              int end = output.offset() + output.type().elements();
              write(HostTensor.zeros(one).bytes(), new View(output.buffer(), end, one));
            }
          }
        };
    assertEquals(
        "relu (17), SPECIAL on broken, seed 1: wrote outside output (17) FLOAT32, 1 "
            + "behind its end stands 0.0 (0x00000000). See docs/numerics.md, "
            + "\"Elementwise\".",
        message(broken, Relu.class, "relu (17), SPECIAL"));
  }

  @Test
  void oneThatLosesTheSignOfZero() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          void after(Op op, HostTensor output) {
            for (int i = 0; op instanceof Transpose && i < output.type().elements(); i++) {
              output.put(i, output.value(i) == 0 ? 0 : output.value(i));
            }
          }
        };
    String name = "transpose[permutation=[1, 0]] (3, 5), SPECIAL";
    assertEquals(
        "transpose[permutation=[1, 0]] (3, 5), SPECIAL on broken, seed 1: output 0, "
            + "(5, 3) FLOAT32, differs in 1 of 15 elements, first at [1, 0]: expected -0.0 "
            + "(0x80000000), is 0.0 (0x00000000), 1 ULP away. See docs/numerics.md, "
            + "\"Elementwise\".",
        message(broken, Transpose.class, name));
  }

  @Test
  void oneThatChangesItsInput() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          public void run(Op op, List<View> inputs, List<View> outputs) {
            super.run(op, inputs, outputs);
            if (op instanceof Relu && inputs.get(0).type().elements() > 0) {
              View first =
                  new View(
                      inputs.get(0).buffer(),
                      inputs.get(0).offset(),
                      inputs.get(0).type().with(Shape.SCALAR));
              write(HostTensor.zeros(first.type()).bytes(), first);
            }
          }
        };
    assertEquals(
        "relu (17), BITS on broken, seed 1: changed input (17) FLOAT32, 1 of 17 "
            + "elements, first at [0]: expected -6.7746283E-19 (0xa147f3a5), is 0.0 "
            + "(0x00000000), 558363558 ULP away. See docs/numerics.md, \"Elementwise\".",
        message(broken, Relu.class, "relu (17), BITS"));
  }

  @Test
  void oneThatThrows() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          void before(Op op, int input, HostTensor tensor) {
            throw new IllegalStateException("out of luck");
          }
        };
    assertEquals(
        "relu (17), BITS on broken, seed 1: threw java.lang.IllegalStateException: "
            + "out of luck. See docs/numerics.md, \"Elementwise\".",
        message(broken, Relu.class, "relu (17), BITS"));
  }

  @Test
  void oneThatLacksAnOp() {
    Backend broken =
        new BrokenBackend(REFERENCE) {
          @Override
          public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
            return !(op instanceof Mul || op instanceof Relu)
                && super.supports(op, inputs, outputs);
          }
        };
    Conformance conformance = new Conformance(broken, REFERENCE, SEED);
    assertEquals(List.of("mul", "relu"), conformance.missing(Catalogue.cases()));
    assertFalse(failures(broken, Mul.class).isEmpty());
  }
}

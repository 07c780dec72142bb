package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.Activation;
import dev.flambeau.op.Arithmetic;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import dev.flambeau.opencl.device.Handles;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An expression is compiled once a device: shapes and numbers are arguments of its kernel. */
class WrittenOnceTest {
  private static final List<TensorType> SHAPES =
      List.of(HostTensor.floats(3, 5), HostTensor.floats(7), HostTensor.floats(2, 300, 3));

  private static void run(Backend backend, Op op) {
    for (TensorType type : SHAPES) {
      HostTensor.run(backend, op, List.of(HostTensor.zeros(type)));
    }
  }

  @Test
  void otherShapesAndNumbersCompileNothing() {
    try (Backend backend = OpenClDevices.open(OpenClDevices.first())) {
      run(backend, new Unary.Neg()); // leaves memory of these sizes in the pool
      HostTensor.run(
          backend, new Activation.LeakyRelu(0.5), List.of(HostTensor.zeros(SHAPES.get(0))));
      int before = Handles.open();
      run(backend, new Activation.LeakyRelu(0.25));
      run(backend, new Activation.LeakyRelu(-2));
      assertEquals(before, Handles.open(), "a program, and its kernel, more than before");
      run(backend, new Arithmetic.Clamp(-1, 1));
      assertTrue(Handles.open() > before, "another expression is another program");
    }
  }
}

package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.Recurrent;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.DeviceMismatchException;
import dev.flambeau.tensor.error.ScopeException;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who frees a tensor, and what a tensor says that was used wrongly. */
class ScopeTest {
  private final Device device = Device.open("cpu");

  @AfterEach
  void close() {
    device.close();
  }

  private void assertNothingHeld() {
    device.synchronize();
    assertEquals(0, device.memory().buffers());
    assertEquals(0, device.memory().usedBytes());
  }

  @Test
  void freesWhatWasMadeWithin() {
    try (Scope scope = Scope.open()) {
      Tensor x = device.tensor(new float[] {1, 2, 3, 4}, 2, 2).requiresGrad(true);
      x.matmul(x).reshape(4).slice(0, 1, 3).softmax(0).sum().backward();
      x.zeroGrad();
    }
    assertNothingHeld();
  }

  @Test
  void keepsWhatItIsToldTo() {
    Tensor kept;
    try (Scope scope = Scope.open()) {
      kept = scope.keep(device.ones(2).mul(3));
    }
    assertArrayEquals(new float[] {3, 3}, kept.toFloats());
    kept.close();
    assertNothingHeld();
  }

  @Test
  void anyScopeKeepsWhatWasMadeWithinIt() {
    Scope outer = Scope.open();
    Scope middle = Scope.open();
    Tensor toOuter;
    Tensor toNone;
    try (Scope inner = Scope.open()) {
      toOuter = middle.keep(device.ones(2));
      toNone = outer.keep(device.ones(3));
      assertSame(toNone, inner.keep(toNone)); // lives longer already
    }
    middle.close();
    assertFalse(toOuter.isClosed());
    outer.close();
    assertTrue(toOuter.isClosed());
    assertFalse(toNone.isClosed());
    toNone.close();
    assertNothingHeld();
  }

  @Test
  void aTensorCanBeKeptStepByStep() {
    Tensor x;
    try (Scope outer = Scope.open()) {
      try (Scope inner = Scope.open()) {
        x = inner.keep(device.ones(2));
      }
      outer.keep(outer.keep(x));
    }
    assertFalse(x.isClosed());
    x.close();
    assertNothingHeld();
  }

  @Test
  void keepSaysWhyNot() throws Exception {
    Scope ended = Scope.open();
    Tensor closed = device.ones(1);
    ended.close();
    assertThrows(ClosedTensorException.class, () -> ended.keep(closed));
    try (Tensor open = device.ones(1);
        Scope scope = Scope.open()) {
      assertEquals(
          "keep: the scope has been closed. Keep a tensor before its scope ends.",
          assertThrows(ScopeException.class, () -> ended.keep(open)).getMessage());
      Tensor mine = device.ones(1);
      String main = Thread.currentThread().getName();
      onAnotherThread(
          () -> {
            String eachItsOwn =
                "A scope holds for its thread: keep a tensor on the thread and by the scope that"
                    + " made it.";
            assertEquals(
                "keep: the scope is of another thread, " + main + ". " + eachItsOwn,
                assertThrows(ScopeException.class, () -> scope.keep(mine)).getMessage());
            try (Scope other = Scope.open()) {
              assertEquals(
                  "keep: the tensor is of a scope that is not within this one, on thread "
                      + main
                      + ". "
                      + eachItsOwn,
                  assertThrows(ScopeException.class, () -> other.keep(mine)).getMessage());
            }
          });
    }
  }

  @Test
  void scopesAndNoGradEndOnTheirThread() throws Exception {
    try (Scope scope = Scope.open();
        NoGrad noGrad = Tensor.noGrad()) {
      Tensor x = device.ones(2).requiresGrad(true);
      String main = Thread.currentThread().getName();
      onAnotherThread(
          () -> {
            assertThrows(ScopeException.class, scope::close);
            assertEquals(
                "noGrad() holds for the thread that began it, "
                    + main
                    + ", and must be closed there, not on another. Begin one on each thread.",
                assertThrows(ScopeException.class, noGrad::close).getMessage());
            try (Tensor y = x.mul(x)) {
              assertTrue(y.requiresGrad());
            }
          });
      assertFalse(x.mul(x).requiresGrad());
      noGrad.close();
      noGrad.close();
      assertTrue(x.mul(x).requiresGrad());
    }
  }

  /** Runs it, and throws what it throws. */
  private static void onAnotherThread(Runnable code) throws Exception {
    FutureTask<Void> task = new FutureTask<>(code, null);
    new Thread(task, "another").start();
    task.get();
  }

  @Test
  void aViewKeepsItsMemory() {
    Tensor whole = device.tensor(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor row = whole.slice(0, 1, 2);
    whole.close();
    assertArrayEquals(new float[] {3, 4}, row.toFloats());
    row.close();
    assertNothingHeld();
  }

  @Test
  void scopesCloseFromWithin() {
    Scope outer = Scope.open();
    Scope inner = Scope.open();
    assertThrows(ScopeException.class, outer::close);
    inner.close();
    outer.close();
    outer.close();
  }

  @Test
  void anOpThatIsRefusedHoldsNothing() {
    try (Scope scope = Scope.open()) {
      Tensor x = device.ones(2, 3);
      assertThrows(ShapeMismatchException.class, () -> x.matmul(x));
    }
    assertNothingHeld();
  }

  @Test
  void aClosedTensorSaysSo() {
    Tensor x;
    try (Scope scope = Scope.open()) {
      x = device.ones(2, 3);
    }
    assertEquals(
        "neg: the tensor (2, 3) FLOAT32 has been closed, by itself or with its scope. Use it before"
            + " that, or keep it with Scope.keep.",
        assertThrows(ClosedTensorException.class, x::neg).getMessage());
    assertThrows(ClosedTensorException.class, x::toFloats);
  }

  @Test
  void aTensorOfAClosedDeviceSaysSo() {
    Device other = Device.open("cpu");
    Tensor x = other.ones(1);
    other.close();
    assertThrows(ClosedTensorException.class, x::neg);
    assertThrows(ClosedTensorException.class, () -> other.ones(1));
    assertThrows(ClosedTensorException.class, x::toFloats);
    assertThrows(ClosedTensorException.class, () -> x.write(1));
    assertThrows(ClosedTensorException.class, () -> device.ones(1).copyFrom(x));
    assertThrows(ClosedTensorException.class, () -> x.to(device));
    assertThrows(ClosedTensorException.class, () -> device.ones(1).to(other));
    assertThrows(ClosedTensorException.class, other::synchronize);
    x.close();
    assertFalse(device.ones(1).isClosed());
  }

  @Test
  void twoDevicesOfOneNameAreToldApart() {
    try (Device other = Device.open("cpu");
        Scope scope = Scope.open()) {
      assertEquals(
          "add: tensors must live on one device, were given two that were both opened as cpu. Open"
              + " it once and share it, or move one with to(device).",
          assertThrows(DeviceMismatchException.class, () -> device.ones(1).add(other.ones(1)))
              .getMessage());
    }
  }

  /** As in PyTorch, so that a module that is where it should be costs nothing. */
  @Test
  void aTensorThatIsThereAlreadyIsItself() {
    try (Tensor x = device.ones(1)) {
      assertSame(x, x.to(device));
    }
  }

  @Test
  void aRecurrentLayerNeedsFourWeights() {
    assertEquals(
        "rnn: takes 4 weights, weightIh, weightHh, biasIh and biasHh, was given 3",
        assertThrows(
                ShapeMismatchException.class,
                () -> {
                  Tensor x = device.ones(1, 1, 1);
                  Functional.rnn(Recurrent.Nonlinearity.TANH, x, List.of(x, x, x));
                })
            .getMessage());
  }

  @Test
  void tensorsOfTwoDevicesDoNotMeet() {
    try (Device other = Device.open("cpu:reference");
        Scope scope = Scope.open()) {
      Tensor here = device.ones(1);
      Tensor there = other.ones(1);
      assertEquals(
          "add: tensors must live on one device, were given cpu and cpu:reference. Move one with"
              + " to(device).",
          assertThrows(DeviceMismatchException.class, () -> here.add(there)).getMessage());
      assertArrayEquals(new float[] {2}, here.add(there.to(device)).toFloats());
    }
  }

  @Test
  void doublesLiveOnTheReferenceAlone() {
    assertEquals(
        "FLOAT64 does not exist on cpu, which has [FLOAT32, INT32, BOOL]. FLOAT64 is for gradient"
            + " checks, on cpu:reference.",
        assertThrows(TypeMismatchException.class, () -> device.tensor(new double[1], 1))
            .getMessage());
  }

  @Test
  void valuesMustFitTheShape() {
    assertEquals(
        "tensor: 5 values were given for (2, 3), which has 6",
        assertThrows(ShapeMismatchException.class, () -> device.tensor(new float[5], 2, 3))
            .getMessage());
  }
}

package dev.flambeau.cpu.vector.loop;

import static org.objectweb.asm.Opcodes.FALOAD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;

import dev.flambeau.cpu.loop.ElementKind;
import dev.flambeau.cpu.loop.GeneratedLoops;
import dev.flambeau.cpu.loop.LoopGenerator;
import dev.flambeau.op.Op;
import java.lang.invoke.MethodHandles;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** A vector a round, in the manner of {@link Lanes}. */
public final class VectorElements implements ElementKind {
  /** More ops would be more than C1 compiles, and what it does not, C2 never does. */
  private static final int MOST_OPS = 20;

  /** Vectors, and what is left one by one. */
  public static final LoopGenerator LOOPS =
      new GeneratedLoops(
          MethodHandles.lookup(), List.of(new VectorElements(), ElementKind.SINGLE), MOST_OPS);

  private static final String LANES = Type.getInternalName(Lanes.class);
  private static final Type VECTOR = Type.getType(FloatVector.class);
  private static final Type SPECIES = Type.getType(VectorSpecies.class);
  private static final Type ARRAY = Type.getType(float[].class);

  private VectorElements() {}

  @Override
  public int count() {
    return Lanes.COUNT;
  }

  @Override
  public Type type() {
    return VECTOR;
  }

  @Override
  public Type truth() {
    return Type.getType(VectorMask.class);
  }

  @Override
  public Class<?> methods(Op op) {
    return VectorOps.class;
  }

  @Override
  public void number(MethodVisitor code, Runnable pushElement) {
    code.visitFieldInsn(GETSTATIC, LANES, "ZERO", VECTOR.getDescriptor());
    pushElement.run();
    code.visitInsn(FALOAD);
    call(code, INVOKEVIRTUAL, "broadcast", VECTOR, Type.FLOAT_TYPE);
  }

  @Override
  public void load(MethodVisitor code, Runnable pushElement, boolean isOnlyAnArgument) {
    if (isOnlyAnArgument) {
      code.visitFieldInsn(GETSTATIC, LANES, "FLOATS", SPECIES.getDescriptor());
      pushElement.run();
      call(code, INVOKESTATIC, "fromArray", VECTOR, SPECIES, ARRAY, Type.INT_TYPE);
    } else {
      pushElement.run();
      String descriptor = Type.getMethodDescriptor(VECTOR, ARRAY, Type.INT_TYPE);
      code.visitMethodInsn(INVOKESTATIC, LANES, "load", descriptor, false);
    }
  }

  @Override
  public void store(MethodVisitor code, Runnable pushValue, Runnable pushElement) {
    pushValue.run();
    pushElement.run();
    call(code, INVOKEVIRTUAL, "intoArray", Type.VOID_TYPE, ARRAY, Type.INT_TYPE);
  }

  private static void call(
      MethodVisitor code, int opcode, String method, Type result, Type... arguments) {
    String descriptor = Type.getMethodDescriptor(result, arguments);
    code.visitMethodInsn(opcode, VECTOR.getInternalName(), method, descriptor, false);
  }
}

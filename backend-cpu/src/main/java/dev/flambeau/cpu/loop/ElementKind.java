package dev.flambeau.cpu.loop;

import static org.objectweb.asm.Opcodes.FALOAD;
import static org.objectweb.asm.Opcodes.FASTORE;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.op.Op;
import dev.flambeau.op.Unary.Elementary;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * A kind of elements that a generated loop computes with: how many a round takes, and how they are
 * loaded and stored.
 */
public interface ElementKind {
  /** One at a time. */
  ElementKind SINGLE =
      new ElementKind() {
        @Override
        public int count() {
          return 1;
        }

        @Override
        public Type type() {
          return Type.FLOAT_TYPE;
        }

        @Override
        public Class<?> methods(Op op) {
          return op instanceof Elementary ? CorrectlyRounded.class : ScalarOps.class;
        }

        @Override
        public void number(MethodVisitor code, Runnable pushElement) {
          load(code, pushElement, false);
        }

        @Override
        public void load(MethodVisitor code, Runnable pushElement, boolean isOnlyAnArgument) {
          pushElement.run();
          code.visitInsn(FALOAD);
        }

        @Override
        public void store(MethodVisitor code, Runnable pushValue, Runnable pushElement) {
          pushElement.run();
          pushValue.run();
          code.visitInsn(FASTORE);
        }
      };

  /** So many a round, a power of two. */
  int count();

  /** That of a value in a round. */
  Type type();

  /**
   * That of what a comparison gives, by which {@code where} chooses. If it is another than that of
   * values, the method {@code number} beside that of the comparison makes one of it, 1 or 0.
   */
  default Type truth() {
    return type();
  }

  /** The class of an op's method, which has the op's name and takes and gives values. */
  Class<?> methods(Op op);

  /**
   * Writes what pushes a single number, for each round the same.
   *
   * @param pushElement writes what pushes its array and index
   */
  void number(MethodVisitor code, Runnable pushElement);

  /**
   * Writes what pushes a round's elements.
   *
   * @param pushElement writes what pushes their array and first index
   * @param isOnlyAnArgument whether no op is called on them
   */
  void load(MethodVisitor code, Runnable pushElement, boolean isOnlyAnArgument);

  /** Writes what stores a round's elements. */
  void store(MethodVisitor code, Runnable pushValue, Runnable pushElement);
}

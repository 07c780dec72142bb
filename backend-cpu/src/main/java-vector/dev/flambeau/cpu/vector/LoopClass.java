package dev.flambeau.cpu.vector;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import dev.flambeau.cpu.parallel.LoopGenerator;
import dev.flambeau.op.Graph;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * The bytes of the class of one loop: what a programmer would write for this graph by the methods
 * of {@link LoopOps}, a method for whole vectors and one for what is left.
 */
final class LoopClass {
  /** In the package of what it calls. */
  private static final String NAME = LoopClass.class.getPackageName().replace('.', '/') + "/Loop";

  private static final String LOOP = Type.getInternalName(LoopGenerator.Loop.class);
  private static final String OBJECT = Type.getInternalName(Object.class);
  private static final String CONSTRUCTOR = "<init>";

  private LoopClass() {}

  static byte[] of(Graph body) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(V17, ACC_FINAL, NAME, null, OBJECT, new String[] {LOOP});
    writeConstructor(writer);
    writeRun(writer);
    for (LoopMethod.Elements elements : LoopMethod.Elements.values()) {
      int access = ACC_PRIVATE | ACC_STATIC;
      String name = elements.method();
      MethodVisitor code = writer.visitMethod(access, name, LoopMethod.DESCRIPTOR, null, null);
      code.visitCode();
      new LoopMethod(code, body, elements).write();
      end(code);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void writeConstructor(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(0, CONSTRUCTOR, "()V", null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
    end(code);
  }

  /** Both methods, each on its part: {@code run(Place[], float[], int, int)}. */
  private static void writeRun(ClassWriter writer) {
    String descriptor = Type.getMethodDescriptor(LoopGenerator.Loop.class.getMethods()[0]);
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, "run", descriptor, null, null);
    code.visitCode();
    for (LoopMethod.Elements elements : LoopMethod.Elements.values()) {
      code.visitVarInsn(ALOAD, 1);
      code.visitVarInsn(ALOAD, 2);
      code.visitVarInsn(ILOAD, 3);
      code.visitVarInsn(ILOAD, 4);
      code.visitMethodInsn(INVOKESTATIC, NAME, elements.method(), LoopMethod.DESCRIPTOR, false);
    }
    end(code);
  }

  private static void end(MethodVisitor code) {
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0); // computed
    code.visitEnd();
  }
}
